package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// One action of `ALTER TABLE`.
public sealed interface AlterTableAction {
    /// Where it begins.
    int position();

    /// `ADD [COLUMN] [IF NOT EXISTS] column`
    record AddColumn(TableElement.Column column, boolean ifNotExists, int position)
            implements AlterTableAction {}

    /// `DROP [COLUMN] [IF EXISTS] name`
    record DropColumn(String name, boolean ifExists, boolean cascade, int position)
            implements AlterTableAction {}

    /// `ALTER name TYPE type [COLLATE …] [USING …]`
    record SetType(
            String column,
            TypeName type,
            Optional<QualifiedName> collation,
            Optional<Expression> using,
            int position)
            implements AlterTableAction {}

    /// `ALTER name SET DEFAULT value`, or `DROP DEFAULT`
    record SetDefault(String column, Optional<Expression> value, int position)
            implements AlterTableAction {}

    /// `ALTER name SET|DROP NOT NULL`
    record SetNotNull(String column, boolean notNull, int position) implements AlterTableAction {}

    /// `ALTER name DROP EXPRESSION [IF EXISTS]`
    record DropExpression(String column, boolean ifExists, int position)
            implements AlterTableAction {}

    /// `ALTER name ADD GENERATED … AS IDENTITY`
    record AddIdentity(String column, TableElement.Rule.Identity identity, int position)
            implements AlterTableAction {}

    /// `ALTER name SET GENERATED …`, `SET sequence option`, `RESTART`.
    ///
    /// @param always absent when only options change
    record SetIdentity(String column, Optional<Boolean> always, List<Option> options, int position)
            implements AlterTableAction {}

    /// `ALTER name DROP IDENTITY [IF EXISTS]`
    record DropIdentity(String column, boolean ifExists, int position)
            implements AlterTableAction {}

    /// `ALTER name SET STATISTICS n`; an index's column goes by its number, as text.
    record SetStatistics(String column, int target, int position) implements AlterTableAction {}

    /// `ALTER name SET STORAGE kind`
    record SetStorage(String column, String storage, int position) implements AlterTableAction {}

    /// `ALTER name SET COMPRESSION method`
    record SetCompression(String column, String method, int position) implements AlterTableAction {}

    /// `ALTER name SET|RESET (options)`
    record SetColumnOptions(String column, boolean reset, List<Option> options, int position)
            implements AlterTableAction {}

    /// `ADD constraint`
    record AddConstraint(TableElement.Constraint constraint, int position)
            implements AlterTableAction {}

    /// `ALTER CONSTRAINT name …`
    record AlterConstraint(String name, boolean deferrable, boolean initiallyDeferred, int position)
            implements AlterTableAction {}

    /// `VALIDATE CONSTRAINT name`
    record ValidateConstraint(String name, int position) implements AlterTableAction {}

    /// `DROP CONSTRAINT [IF EXISTS] name`
    record DropConstraint(String name, boolean ifExists, boolean cascade, int position)
            implements AlterTableAction {}

    /// `SET|RESET (options)`
    record SetOptions(boolean reset, List<Option> options, int position)
            implements AlterTableAction {}

    /// `[NO] INHERIT parent`
    record Inherit(QualifiedName parent, boolean add, int position) implements AlterTableAction {}

    /// `ATTACH PARTITION name bound`, or for an index `ATTACH PARTITION name`
    record AttachPartition(
            QualifiedName partition, Optional<TableStatement.PartitionBound> bound, int position)
            implements AlterTableAction {}

    /// `DETACH PARTITION name [CONCURRENTLY|FINALIZE]`
    record DetachPartition(
            QualifiedName partition, boolean concurrently, boolean finish, int position)
            implements AlterTableAction {}

    /// `OWNER TO role`
    record SetOwner(RoleName owner, int position) implements AlterTableAction {}

    /// `SET LOGGED|UNLOGGED`
    record SetLogged(boolean logged, int position) implements AlterTableAction {}

    /// `SET TABLESPACE name`
    record SetTablespace(String tablespace, int position) implements AlterTableAction {}

    /// `SET ACCESS METHOD name`
    record SetAccessMethod(String method, int position) implements AlterTableAction {}

    /// `CLUSTER ON index`, or `SET WITHOUT CLUSTER`
    record ClusterOn(Optional<String> index, int position) implements AlterTableAction {}

    /// `REPLICA IDENTITY …`
    ///
    /// @param kind `default`, `full`, `nothing` or `index`
    record ReplicaIdentity(String kind, Optional<String> index, int position)
            implements AlterTableAction {}

    /// `SET WITHOUT OIDS`, which changes nothing
    record WithoutOids(int position) implements AlterTableAction {}

    /// `ENABLE|DISABLE TRIGGER name|ALL|USER`
    ///
    /// @param mode the words before `TRIGGER`, in lower case, with spaces: `enable always`
    /// @param all whether all triggers are meant, by `ALL` or `USER`
    record SetTrigger(String mode, String trigger, boolean all, int position)
            implements AlterTableAction {}

    /// Something PostgreSQL has and we don't; executing it is an error (0A000).
    ///
    /// @param feature its name, as it stands in the message
    record Unsupported(String feature, int position) implements AlterTableAction {}
}
