package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// An element of a table's definition.
public sealed interface TableElement {
    /// Where it begins.
    int position();

    /// A column.
    ///
    /// @param type absent in a partition and in a typed table, where the type is the parent's
    /// @param constraints in the order written; `DEFAULT` is one of them
    record Column(
            String name,
            Optional<TypeName> type,
            Optional<QualifiedName> collation,
            Optional<String> storage,
            Optional<String> compression,
            List<Constraint> constraints,
            int position)
            implements TableElement {}

    /// A constraint on the table.
    record TableConstraint(Constraint constraint, int position) implements TableElement {}

    /// `LIKE table INCLUDING …`.
    ///
    /// @param included what is copied beside columns and NOT NULL, after all INCLUDING and
    ///   EXCLUDING
    record Like(QualifiedName table, List<LikeOption> included, int position)
            implements TableElement {}

    /// What `LIKE` can copy.
    enum LikeOption {
        COMMENTS,
        COMPRESSION,
        CONSTRAINTS,
        DEFAULTS,
        GENERATED,
        IDENTITY,
        INDEXES,
        STATISTICS,
        STORAGE
    }

    /// A constraint, of a column or of a table.
    ///
    /// @param name what `CONSTRAINT name` says
    /// @param rule what must hold
    /// @param notValid `NOT VALID`
    record Constraint(
            Optional<String> name,
            Rule rule,
            boolean deferrable,
            boolean initiallyDeferred,
            boolean notValid,
            int position) {}

    /// What a constraint demands. `columns` is empty when it stands at a column.
    sealed interface Rule {
        /// `NOT NULL`
        record NotNull() implements Rule {}

        /// `NULL`, which only confirms the default.
        record Nullable() implements Rule {}

        /// `DEFAULT expression`
        record Default(Expression value) implements Rule {}

        /// `GENERATED ALWAYS AS (expression) STORED`
        record Generated(Expression value) implements Rule {}

        /// `GENERATED ALWAYS|BY DEFAULT AS IDENTITY [(options)]`
        record Identity(boolean always, List<Option> options) implements Rule {}

        /// `CHECK (condition) [NO INHERIT]`
        record Check(Expression condition, boolean noInherit) implements Rule {}

        /// `UNIQUE [NULLS NOT DISTINCT] (columns) …`, and `PRIMARY KEY (columns) …`
        ///
        /// @param existingIndex of `USING INDEX name`
        record Unique(
                boolean primaryKey,
                boolean nullsNotDistinct,
                List<String> columns,
                List<String> include,
                List<Option> options,
                Optional<String> tablespace,
                Optional<String> existingIndex)
                implements Rule {}

        /// `FOREIGN KEY (columns) REFERENCES table (referenced) …`
        ///
        /// @param referenced empty for the primary key
        /// @param deleteColumns the columns of `ON DELETE SET NULL (columns)`
        /// @param updateColumns the columns of `ON UPDATE SET NULL (columns)`, always refused
        record ForeignKey(
                List<String> columns,
                QualifiedName table,
                List<String> referenced,
                MatchKind match,
                ReferentialAction onDelete,
                List<String> deleteColumns,
                ReferentialAction onUpdate,
                List<String> updateColumns)
                implements Rule {}

        /// `EXCLUDE USING method (element WITH operator, …) …`
        record Exclude(
                String method,
                List<Exclusion> elements,
                List<String> include,
                List<Option> options,
                Optional<String> tablespace,
                Optional<Expression> where)
                implements Rule {}
    }

    /// An element of `EXCLUDE`.
    record Exclusion(IndexElement element, Operator operator) {}

    /// How a foreign key with several columns treats nulls.
    enum MatchKind {
        SIMPLE,
        FULL,
        PARTIAL
    }

    /// What a foreign key does when the row it refers to goes.
    enum ReferentialAction {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }
}
