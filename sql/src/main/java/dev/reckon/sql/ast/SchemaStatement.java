package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements that define schemas, views, sequences, types and functions.
public sealed interface SchemaStatement extends Statement {
    /// `CREATE SCHEMA …`.
    ///
    /// @param name absent when only `AUTHORIZATION role` is given
    /// @param elements statements in it
    record CreateSchema(
            Optional<String> name,
            Optional<RoleName> authorization,
            boolean ifNotExists,
            List<Statement> elements,
            int position)
            implements SchemaStatement {}

    /// `CREATE VIEW …`.
    ///
    /// @param recursive `CREATE RECURSIVE VIEW`, whose query is not yet wrapped in a `WITH`
    /// @param text the query's own text, for messages and for showing it as written
    record CreateView(
            QualifiedName name,
            boolean orReplace,
            TableStatement.Persistence persistence,
            boolean recursive,
            List<String> columns,
            List<Option> options,
            Query query,
            CheckOption checkOption,
            String text,
            int position)
            implements SchemaStatement {}

    /// `WITH [LOCAL|CASCADED] CHECK OPTION`.
    enum CheckOption {
        NONE,
        LOCAL,
        CASCADED
    }

    /// `REFRESH MATERIALIZED VIEW …`.
    record RefreshMaterializedView(
            QualifiedName name, boolean concurrently, boolean withData, int position)
            implements SchemaStatement {}

    /// `CREATE SEQUENCE …`. The options: `as`, `cache`, `cycle` (text `true`/`false`), `increment`,
    /// `maxvalue` and `minvalue` (none for `NO`), `owned_by`, `start`, `restart`, `sequence_name`,
    /// `logged`.
    record CreateSequence(
            QualifiedName name,
            TableStatement.Persistence persistence,
            boolean ifNotExists,
            List<Option> options,
            int position)
            implements SchemaStatement {}

    /// `ALTER SEQUENCE … option …`, options as for [CreateSequence].
    record AlterSequence(QualifiedName name, boolean ifExists, List<Option> options, int position)
            implements SchemaStatement {}

    /// `CREATE TYPE name AS ENUM (labels)`.
    record CreateEnum(QualifiedName name, List<String> labels, int position)
            implements SchemaStatement {}

    /// `ALTER TYPE name ADD VALUE [IF NOT EXISTS] label [BEFORE|AFTER neighbour]`.
    record AddEnumValue(
            QualifiedName name,
            String label,
            boolean ifNotExists,
            Optional<String> neighbour,
            boolean after,
            int position)
            implements SchemaStatement {}

    /// `ALTER TYPE name RENAME VALUE label TO newLabel`.
    record RenameEnumValue(QualifiedName name, String label, String newLabel, int position)
            implements SchemaStatement {}

    /// `CREATE TYPE name AS (columns)`.
    record CreateComposite(QualifiedName name, List<TableElement.Column> columns, int position)
            implements SchemaStatement {}

    /// `CREATE TYPE name AS RANGE (options)`.
    record CreateRange(QualifiedName name, List<Option> options, int position)
            implements SchemaStatement {}

    /// `CREATE DOMAIN name AS type …`.
    record CreateDomain(
            QualifiedName name,
            TypeName type,
            Optional<QualifiedName> collation,
            List<TableElement.Constraint> constraints,
            int position)
            implements SchemaStatement {}

    /// `ALTER DOMAIN name action`.
    record AlterDomain(QualifiedName name, DomainAction action, int position)
            implements SchemaStatement {}

    /// What [AlterDomain] does.
    sealed interface DomainAction {
        /// `SET DEFAULT value`, or `DROP DEFAULT`
        record SetDefault(Optional<Expression> value) implements DomainAction {}

        /// `SET|DROP NOT NULL`
        record SetNotNull(boolean notNull) implements DomainAction {}

        /// `ADD constraint`
        record AddConstraint(TableElement.Constraint constraint) implements DomainAction {}

        /// `DROP CONSTRAINT [IF EXISTS] name`
        record DropConstraint(String name, boolean ifExists, boolean cascade)
                implements DomainAction {}

        /// `VALIDATE CONSTRAINT name`
        record ValidateConstraint(String name) implements DomainAction {}
    }

    /// `CREATE FUNCTION …` or `CREATE PROCEDURE …`.
    ///
    /// @param result absent for a procedure, and where parameters say it
    /// @param options in order: `language`, `as` (texts), `volatility`, `strict`, `security`,
    ///   `leakproof`, `parallel`, `cost`, `rows`, `window`, `support`, `set`
    /// @param body the statements of `RETURN expression` or `BEGIN ATOMIC … END`; empty with `AS
    ///   'text'`
    record CreateFunction(
            QualifiedName name,
            boolean orReplace,
            boolean procedure,
            List<FunctionParameter> parameters,
            Optional<TypeName> result,
            List<Option> options,
            List<Statement> body,
            int position)
            implements SchemaStatement {}

    /// `ALTER FUNCTION|PROCEDURE|ROUTINE … option …`, options as for [CreateFunction].
    record AlterFunction(ObjectReference function, List<Option> options, int position)
            implements SchemaStatement {}

    /// `CREATE CAST (source AS target) …`.
    ///
    /// @param cast a reference to a cast, with the two types as parameters
    record CreateCast(ObjectReference cast, CastMethod method, CastUse use, int position)
            implements SchemaStatement {}

    /// How a cast converts a value.
    enum CastMethod {
        /// `WITH INOUT`
        INOUT,
        /// `WITH FUNCTION f(…)`
        FUNCTION,
        /// `WITHOUT FUNCTION`
        NO_FUNCTION
    }

    /// Where a cast is used without being asked for.
    enum CastUse {
        NOWHERE,
        /// `AS ASSIGNMENT`
        ASSIGNMENT,
        /// `AS IMPLICIT`
        ANYWHERE
    }

    /// `CREATE EXTENSION …`, options `schema`, `version`, `cascade`.
    record CreateExtension(String name, boolean ifNotExists, List<Option> options, int position)
            implements SchemaStatement {}

    /// `CREATE DATABASE …`.
    record CreateDatabase(String name, List<Option> options, int position)
            implements SchemaStatement {}

    /// `ALTER DATABASE name SET …`, `RESET …` ([SessionStatement.Set] or [SessionStatement.Reset]).
    record AlterDatabaseSet(String name, SessionStatement setting, int position)
            implements SchemaStatement {}

    /// `DROP DATABASE …`.
    record DropDatabase(String name, boolean ifExists, boolean force, int position)
            implements SchemaStatement {}

    /// `CREATE STATISTICS …`.
    record CreateStatistics(
            QualifiedName name,
            boolean ifNotExists,
            List<String> kinds,
            List<Expression> expressions,
            List<TableReference> from,
            int position)
            implements SchemaStatement {}
}
