package dev.reckon.sql.ast;

import java.util.List;

/// A named option of a statement that has many: `WITH (fillfactor = 70)`, `EXPLAIN (ANALYZE)`, …
///
/// @param name the name in lower case; with a namespace, `namespace.name`
/// @param position where the name begins
public record Option(String name, Value value, int position) {
    /// What the option is set to.
    public sealed interface Value {}

    /// Nothing: the option is only named, which most take for true.
    public record None() implements Value {}

    /// A word or a string.
    public record Text(String text) implements Value {}

    /// The text of a routine.
    ///
    /// @param start where it begins in the statement; -1 when it stands there in other characters
    public record Body(String text, int start) implements Value {}

    /// A number, signed.
    public record Number(String text) implements Value {}

    /// A list of names, columns for one.
    public record Names(List<String> names) implements Value {}

    /// `*`
    public record All() implements Value {}

    /// A type, as of `AS` in a sequence.
    public record Type(TypeName type) implements Value {}

    /// A qualified name, as of `OWNED BY`.
    public record Name(QualifiedName name) implements Value {}
}
