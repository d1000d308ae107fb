package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements that look after the database, or run others.
public sealed interface UtilityStatement extends Statement {
    /// `EXPLAIN [(options)] statement`.
    ///
    /// @param statement a [Preparable], [SessionStatement.DeclareCursor],
    ///   [TableStatement.CreateTableAs], [SchemaStatement.RefreshMaterializedView] or
    ///   [SessionStatement.Execute]
    record Explain(List<Option> options, Statement statement, int position)
            implements UtilityStatement {}

    /// `CALL procedure(…)`.
    record Call(Expression.FunctionCall call, int position) implements UtilityStatement {}

    /// `DO 'body' [LANGUAGE name]`.
    ///
    /// @param language `plpgsql` when not said
    record Do(String body, String language, int position) implements UtilityStatement {}

    /// `LOCK [TABLE] … IN … MODE`.
    record Lock(List<TableReference.Table> tables, LockMode mode, boolean nowait, int position)
            implements UtilityStatement {}

    /// The modes of table locks, weakest first.
    enum LockMode {
        ACCESS_SHARE,
        ROW_SHARE,
        ROW_EXCLUSIVE,
        SHARE_UPDATE_EXCLUSIVE,
        SHARE,
        SHARE_ROW_EXCLUSIVE,
        EXCLUSIVE,
        ACCESS_EXCLUSIVE
    }

    /// `VACUUM` or `ANALYZE`.
    ///
    /// @param tables empty for all
    record Vacuum(boolean vacuum, List<Option> options, List<VacuumTable> tables, int position)
            implements UtilityStatement {}

    /// A table of [Vacuum], with its columns; empty for all.
    record VacuumTable(QualifiedName table, List<String> columns, int position) {}

    /// `REINDEX (options) INDEX|TABLE|SCHEMA|SYSTEM|DATABASE name`.
    ///
    /// @param kind the word, in lower case
    record Reindex(String kind, QualifiedName name, List<Option> options, int position)
            implements UtilityStatement {}

    /// `CLUSTER [(options)] [table [USING index]]`.
    record Cluster(
            Optional<QualifiedName> table,
            Optional<String> index,
            List<Option> options,
            int position)
            implements UtilityStatement {}

    /// `CHECKPOINT`.
    record Checkpoint(int position) implements UtilityStatement {}

    /// `LOAD 'file'`.
    record Load(String file, int position) implements UtilityStatement {}

    /// A statement that PostgreSQL has and we don't; executing it is an error (0A000).
    ///
    /// @param feature its name, as it stands in the message: `CREATE TRIGGER`
    record Unsupported(String feature, int position) implements UtilityStatement {}
}
