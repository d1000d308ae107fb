package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements that make and change tables and indexes.
public sealed interface TableStatement extends Statement {
    /// `CREATE TABLE …`.
    ///
    /// @param elements columns, constraints and LIKE clauses in order
    /// @param inherits the parents of `INHERITS (…)`
    /// @param ofType the type of `OF type`
    record CreateTable(
            QualifiedName name,
            Persistence persistence,
            boolean ifNotExists,
            List<TableElement> elements,
            List<QualifiedName> inherits,
            Optional<QualifiedName> ofType,
            Optional<PartitionOf> partitionOf,
            Optional<PartitionBy> partitionBy,
            Optional<String> accessMethod,
            List<Option> options,
            OnCommit onCommit,
            Optional<String> tablespace,
            int position)
            implements TableStatement {}

    /// `CREATE TABLE … AS` and `CREATE MATERIALIZED VIEW … AS`.
    ///
    /// @param columns the names of the columns; empty to take them from the source
    /// @param source a [Query] or an [SessionStatement.Execute]
    /// @param withData false for `WITH NO DATA`
    record CreateTableAs(
            QualifiedName name,
            Persistence persistence,
            boolean materializedView,
            boolean ifNotExists,
            List<String> columns,
            Statement source,
            Optional<String> accessMethod,
            List<Option> options,
            OnCommit onCommit,
            Optional<String> tablespace,
            boolean withData,
            int position)
            implements TableStatement {}

    /// `CREATE INDEX …`.
    ///
    /// @param name absent to have one made up
    record CreateIndex(
            Optional<String> name,
            QualifiedName table,
            boolean only,
            boolean unique,
            boolean nullsNotDistinct,
            boolean concurrently,
            boolean ifNotExists,
            String method,
            List<IndexElement> elements,
            List<IndexElement> include,
            List<Option> options,
            Optional<String> tablespace,
            Optional<Expression> where,
            int position)
            implements TableStatement {}

    /// `ALTER TABLE|INDEX|VIEW|MATERIALIZED VIEW|SEQUENCE|FOREIGN TABLE name action, …`.
    record AlterTable(
            ObjectKind kind,
            QualifiedName name,
            boolean only,
            boolean ifExists,
            List<AlterTableAction> actions,
            int position)
            implements TableStatement {}

    /// How long a relation lasts.
    enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    /// What becomes of a temporary table's rows at the end of a transaction.
    enum OnCommit {
        DEFAULT,
        PRESERVE_ROWS,
        DELETE_ROWS,
        DROP
    }

    /// `PARTITION OF parent bound`.
    record PartitionOf(QualifiedName parent, PartitionBound bound) {}

    /// `PARTITION BY strategy (elements)`.
    ///
    /// @param strategy the word as written, in lower case
    record PartitionBy(String strategy, List<IndexElement> elements, int position) {}

    /// Which rows a partition holds.
    sealed interface PartitionBound {
        /// `DEFAULT`
        record Default() implements PartitionBound {}

        /// `FOR VALUES IN (…)`
        record In(List<Expression> values) implements PartitionBound {}

        /// `FOR VALUES FROM (…) TO (…)`; `MINVALUE` and `MAXVALUE` are column references of those
        /// names.
        record Range(List<Expression> from, List<Expression> to) implements PartitionBound {}

        /// `FOR VALUES WITH (MODULUS m, REMAINDER r)`
        record Hash(int modulus, int remainder) implements PartitionBound {}
    }

    /// `CREATE TRIGGER …`.
    ///
    /// @param constraint `CREATE CONSTRAINT TRIGGER`
    /// @param operations in the order written, without repetition
    /// @param columns of `UPDATE OF`, in the order written; empty for all
    /// @param from the other table of a constraint trigger
    /// @param arguments as the function gets them: numbers and words as they are written
    record CreateTrigger(
            String name,
            boolean orReplace,
            boolean constraint,
            TriggerTiming timing,
            List<TriggerOperation> operations,
            List<String> columns,
            QualifiedName table,
            Optional<QualifiedName> from,
            boolean deferrable,
            boolean initiallyDeferred,
            List<Transition> transitions,
            boolean forEachRow,
            Optional<Expression> condition,
            QualifiedName function,
            List<String> arguments,
            int position)
            implements TableStatement {}

    /// An element of `REFERENCING`.
    ///
    /// @param isNew `NEW`, else `OLD`
    /// @param isTable `TABLE`, else `ROW`
    record Transition(boolean isNew, boolean isTable, String name) {}
}
