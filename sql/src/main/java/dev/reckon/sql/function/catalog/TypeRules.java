package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;
import java.util.Optional;

/// Which type can become which, by the rules of PostgreSQL's chapter "Type Conversion". Domains
/// have been replaced by their base types before.
final class TypeRules {
    /// The oid of multirange(anyrange).
    private static final int MULTIRANGE_OF_RANGE = 4298;

    private TypeRules() {}

    /// How one type becomes another.
    sealed interface Path {
        /// The same representation.
        record Relabel() implements Path {}

        /// A cast's function.
        record Call(CastEntry cast) implements Path {}

        /// Each element of an array by itself.
        record Elements(DataType source, DataType target, Path path) implements Path {}

        /// Through the text form.
        record Text() implements Path {}

        /// A row value of any shape made to fit a composite type, at execution.
        record Fields() implements Path {}

        /// A row of a composite type that takes its type's fields along.
        record Shape() implements Path {}
    }

    /// Returns how `source` becomes `target` in a context; empty when it can't.
    static Optional<Path> path(DataType source, DataType target, CastContext context, Names names) {
        if (source.equals(target)) {
            return Optional.of(new Path.Relabel());
        }
        Optional<CastEntry> cast = CatalogTables.BUILT_IN.cast(source, target);
        if (cast.isPresent()) {
            CastEntry entry = cast.get();
            if (context.compareTo(entry.context()) < 0) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (entry.method()) {
                        case BINARY -> new Path.Relabel();
                        case FUNCTION -> new Path.Call(entry);
                        case INPUT_OUTPUT -> new Path.Text();
                    });
        }
        Optional<Character> made = names.textCast(source, target);
        if (made.isPresent()) {
            return context.compareTo(CastContext.of(made.get())) < 0
                    ? Optional.empty()
                    : Optional.of(new Path.Text());
        }
        if (target.isTrueArray() && source.isArray()) {
            Optional<DataType> from = element(source, names);
            Optional<DataType> to = element(target, names);
            if (from.isPresent() && to.isPresent()) {
                Optional<Path> path = path(from.get(), to.get(), context, names);
                if (path.isPresent()) {
                    return Optional.of(
                            path.get() instanceof Path.Relabel
                                    ? new Path.Relabel()
                                    : new Path.Elements(from.get(), to.get(), path.get()));
                }
            }
        }
        if (target.category() == TypeCategory.MULTIRANGE
                && context == CastContext.EXPLICIT
                && names.multirange(source).filter(target::equals).isPresent()) {
            // The cast that CREATE TYPE AS RANGE makes.
            return Optional.of(
                    new Path.Call(
                            new CastEntry(
                                    0,
                                    source,
                                    target,
                                    MULTIRANGE_OF_RANGE,
                                    CastContext.EXPLICIT,
                                    CastEntry.Method.FUNCTION)));
        }
        if (source.category() == TypeCategory.COMPOSITE && target.equals(DataType.RECORD)) {
            return Optional.of(new Path.Shape());
        }
        if (source.equals(DataType.RECORD) && target.category() == TypeCategory.COMPOSITE) {
            return Optional.of(new Path.Fields());
        }
        boolean throughText =
                target.category() == TypeCategory.STRING
                        ? context != CastContext.IMPLICIT
                        : source.category() == TypeCategory.STRING
                                && context == CastContext.EXPLICIT;
        boolean polymorphic =
                source.category() == TypeCategory.PSEUDO
                        && !source.equals(DataType.RECORD)
                        && !source.equals(DataType.ANYARRAY);
        return throughText && !polymorphic && target.category() != TypeCategory.PSEUDO
                ? Optional.of(new Path.Text())
                : Optional.empty();
    }

    /// Returns the element type of an array, the subtype of a range.
    static Optional<DataType> element(DataType type, Names names) {
        if (type.elementOid() == 0) {
            return Optional.empty();
        }
        Optional<DataType> element = DataType.builtIn(type.elementOid());
        return element.isPresent() ? element : names.type(type.elementOid());
    }

    /// Returns the array of a type; empty when there is none.
    static Optional<DataType> arrayOf(DataType element) {
        return element.arrayOid() == 0 ? Optional.empty() : Optional.of(element.newArray());
    }

    /// Returns whether arguments of the given types can be passed to parameters of the declared
    /// ones; constants of yet unknown type can be passed to any.
    static boolean canPass(List<DataType> actual, List<DataType> declared, Names names) {
        boolean polymorphic = false;
        for (int i = 0; i < actual.size(); i++) {
            DataType to = declared.get(i);
            if (to.equals(DataType.ANY)) {
                continue;
            }
            if (PolymorphicTypes.isPolymorphic(to)) {
                polymorphic = true;
            } else if (!canConvert(actual.get(i), to, CastContext.IMPLICIT, names)) {
                return false;
            }
        }
        return !polymorphic || PolymorphicTypes.areConsistent(actual, declared, names);
    }

    /// Returns whether a value of one type can become another; an unknown constant can become any.
    static boolean canConvert(DataType source, DataType target, CastContext context, Names names) {
        return source.equals(DataType.UNKNOWN)
                || target.equals(DataType.ANY)
                || (source.equals(DataType.RECORD) && target.category() == TypeCategory.COMPOSITE)
                || (target.name().equals("_record")
                        && source.isArray()
                        && element(source, names)
                                .filter(type -> type.category() == TypeCategory.COMPOSITE)
                                .isPresent())
                || path(source, target, context, names).isPresent();
    }

    /// Returns whether a value of one type is, byte for byte, a value of the other.
    static boolean isBinaryCoercible(DataType source, DataType target) {
        return source.equals(target)
                || (target.equals(DataType.ANYARRAY) && source.isArray())
                || (target.equals(DataType.ANYENUM) && source.category() == TypeCategory.ENUM)
                || (target.equals(DataType.ANYRANGE) && source.category() == TypeCategory.RANGE)
                || (target.equals(DataType.ANYMULTIRANGE)
                        && source.category() == TypeCategory.MULTIRANGE)
                || CatalogTables.BUILT_IN
                        .cast(source, target)
                        .filter(cast -> cast.method() == CastEntry.Method.BINARY)
                        .filter(cast -> cast.context() == CastContext.IMPLICIT)
                        .isPresent();
    }
}
