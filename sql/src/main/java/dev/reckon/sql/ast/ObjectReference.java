package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// An existing object that a statement speaks of.
///
/// @param name the object; of a part of a table (column, constraint, trigger, rule, policy), the
///   table
/// @param part the part of that table, or the constraint of that domain
/// @param parameters the parameters that choose a function, aggregate or procedure; absent when
///   none were written, for operators the operand types (`NONE` is absent from the list of two)
public record ObjectReference(
        ObjectKind kind,
        QualifiedName name,
        Optional<String> part,
        Optional<List<FunctionParameter>> parameters,
        int position) {
    /// An object with nothing but a name.
    public static ObjectReference of(ObjectKind kind, QualifiedName name) {
        return new ObjectReference(kind, name, Optional.empty(), Optional.empty(), name.position());
    }
}
