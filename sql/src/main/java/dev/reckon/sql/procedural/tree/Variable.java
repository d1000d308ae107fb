package dev.reckon.sql.procedural.tree;

import dev.reckon.storage.type.DataType;
import java.util.Optional;

/// A variable of a procedure: declared, a parameter, or one that a loop makes. Told apart by
/// identity. Immutable.
public final class Variable {
    private final String name;
    private final int slot;
    private final DataType type;
    private final int modifier;
    private final boolean isRow;
    private final Declaration declaration;

    /// What a declaration says beside name and type.
    ///
    /// @param constant whether nothing can be assigned to it
    /// @param notNull whether NULL cannot be
    /// @param initial what it is at first; NULL when absent
    /// @param line where it is declared
    /// @param cursor the query of a bound cursor
    public record Declaration(
            boolean constant,
            boolean notNull,
            Optional<Code.Value> initial,
            int line,
            Optional<BoundCursor> cursor) {
        /// Of a variable that is not declared.
        public static final Declaration NONE =
                new Declaration(false, false, Optional.empty(), 0, Optional.empty());
    }

    /// @param slot where its value is kept while the procedure runs
    /// @param isRow whether it has fields: of type `record`, or of a composite type
    public Variable(
            String name,
            int slot,
            DataType type,
            int modifier,
            boolean isRow,
            Declaration declaration) {
        this.name = name;
        this.slot = slot;
        this.type = type;
        this.modifier = modifier;
        this.isRow = isRow;
        this.declaration = declaration;
    }

    public String name() {
        return name;
    }

    public int slot() {
        return slot;
    }

    public DataType type() {
        return type;
    }

    public int modifier() {
        return modifier;
    }

    public boolean isRow() {
        return isRow;
    }

    public Declaration declaration() {
        return declaration;
    }

    @Override
    public String toString() {
        return name;
    }
}
