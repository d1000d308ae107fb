package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Carries out statements that define things, and returns their command tags.
public record DefinitionRunner(Definitions definitions) {
    /// Runs a statement about tables and indexes.
    public String run(TableStatement statement) {
        return switch (statement) {
            case TableStatement.CreateTable create -> {
                new TableCreation(definitions).create(create);
                yield "CREATE TABLE";
            }
            case TableStatement.CreateTableAs create -> new QueryTables(definitions).create(create);
            case TableStatement.CreateIndex create -> {
                new IndexDefinitions(definitions).create(create);
                yield "CREATE INDEX";
            }
            case TableStatement.CreateTrigger create -> {
                new TriggerDefinitions(definitions).create(create);
                yield "CREATE TRIGGER";
            }
            case TableStatement.AlterTable alter -> alter(alter);
        };
    }

    private String alter(TableStatement.AlterTable alter) {
        String tag = "ALTER " + alter.kind().sql();
        Optional<Relation> relation = definitions.relation(alter.name());
        if (relation.isEmpty()) {
            if (alter.ifExists()) {
                definitions.notice(
                        SqlState.SUCCESSFUL_COMPLETION,
                        "relation \"" + alter.name().name() + "\" does not exist, skipping");
                return tag;
            }
            throw Lookup.missingRelation(alter.name());
        }
        definitions.requireOwner(relation.get(), relation.get().noun());
        if (!(relation.get() instanceof Table table)) {
            new RelationChange(definitions, relation.get()).apply(alter);
            return tag;
        }
        if (alter.kind() != ObjectKind.TABLE && alter.kind() != ObjectKind.MATERIALIZED_VIEW) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + table.name() + "\" is not a " + alter.kind().noun());
        }
        long oid = table.oid();
        List<AlterTableAction> inOrder =
                alter.actions().stream()
                        .sorted(Comparator.comparingInt(DefinitionRunner::pass))
                        .toList();
        for (AlterTableAction action : inOrder) {
            var current = (Table) definitions.catalog().relation(oid).orElseThrow();
            new PartitionChanges(definitions, alter.only()).apply(current, action);
        }
        return tag;
    }

    /// Returns in which pass over a table PostgreSQL carries an action out: what goes, goes first.
    private static int pass(AlterTableAction action) {
        return switch (action) {
            case AlterTableAction.DropColumn _,
                    AlterTableAction.DropConstraint _,
                    AlterTableAction.DropExpression _,
                    AlterTableAction.DropIdentity _ ->
                    0;
            case AlterTableAction.SetNotNull(String _, boolean notNull, int _) -> notNull ? 3 : 0;
            case AlterTableAction.SetDefault set -> set.value().isEmpty() ? 0 : 5;
            case AlterTableAction.SetType _ -> 1;
            case AlterTableAction.AddColumn _ -> 2;
            case AlterTableAction.AddConstraint add ->
                    add.constraint().rule() instanceof TableElement.Rule.Unique ? 4 : 5;
            case AlterTableAction.AddIdentity _ -> 5;
            default -> 6;
        };
    }

    /// Runs a statement about schemas, views, sequences, types and functions.
    public String run(SchemaStatement statement) {
        return switch (statement) {
            case SchemaStatement.CreateSchema create -> {
                new SchemaDefinitions(definitions).create(create);
                yield "CREATE SCHEMA";
            }
            case SchemaStatement.CreateView create -> {
                new ViewDefinitions(definitions).create(create);
                yield "CREATE VIEW";
            }
            case SchemaStatement.RefreshMaterializedView refresh -> {
                new QueryTables(definitions).refresh(refresh);
                yield "REFRESH MATERIALIZED VIEW";
            }
            case SchemaStatement.CreateSequence create -> {
                new SequenceDefinitions(definitions).create(create);
                yield "CREATE SEQUENCE";
            }
            case SchemaStatement.AlterSequence alter -> {
                new SequenceDefinitions(definitions).alter(alter);
                yield "ALTER SEQUENCE";
            }
            case SchemaStatement.CreateEnum create -> {
                new TypeDefinitions(definitions).create(create);
                yield "CREATE TYPE";
            }
            case SchemaStatement.AddEnumValue add -> {
                new TypeDefinitions(definitions).add(add);
                yield "ALTER TYPE";
            }
            case SchemaStatement.RenameEnumValue rename -> {
                new TypeDefinitions(definitions).rename(rename);
                yield "ALTER TYPE";
            }
            case SchemaStatement.CreateComposite create -> {
                new TypeDefinitions(definitions).create(create);
                yield "CREATE TYPE";
            }
            case SchemaStatement.CreateDomain create -> {
                new DomainDefinitions(definitions).create(create);
                yield "CREATE DOMAIN";
            }
            case SchemaStatement.AlterDomain alter -> {
                new DomainDefinitions(definitions).alter(alter);
                yield "ALTER DOMAIN";
            }
            case SchemaStatement.CreateFunction create -> {
                new RoutineDefinitions(definitions).create(create);
                yield create.procedure() ? "CREATE PROCEDURE" : "CREATE FUNCTION";
            }
            case SchemaStatement.AlterFunction alter -> {
                new RoutineDefinitions(definitions).alter(alter);
                yield "ALTER " + alter.function().kind().sql();
            }
            case SchemaStatement.CreateExtension create -> {
                new ExtensionDefinitions(definitions).create(create);
                yield "CREATE EXTENSION";
            }
            case SchemaStatement.CreateCast create -> {
                new CastDefinitions(definitions).create(create);
                yield "CREATE CAST";
            }
            case SchemaStatement.CreateRange create -> {
                new TypeDefinitions(definitions).create(create);
                yield "CREATE TYPE";
            }
            case SchemaStatement.CreateDatabase create ->
                    throw unsupported(
                            "CREATE DATABASE", "Make a schema, or start another server.", create);
            case SchemaStatement.AlterDatabaseSet alter ->
                    new DatabaseDefinitions(definitions).set(alter);
            case SchemaStatement.DropDatabase drop ->
                    throw unsupported("DROP DATABASE", "Drop the schemas in it.", drop);
            case SchemaStatement.CreateStatistics create ->
                    throw unsupported("CREATE STATISTICS", "The planner needs none.", create);
        };
    }

    private static DatabaseException unsupported(String feature, String hint, Statement statement) {
        return DatabaseException.notSupported(feature, hint).at(statement.position());
    }

    /// Runs a statement that is alike for many kinds of objects.
    public String run(ObjectStatement statement) {
        return switch (statement) {
            case ObjectStatement.Drop drop -> {
                new Drops(definitions).drop(drop);
                yield "DROP " + drop.kind().sql();
            }
            case ObjectStatement.Rename rename -> new Renames(definitions).rename(rename);
            case ObjectStatement.SetSchema set -> new Renames(definitions).setSchema(set);
            case ObjectStatement.SetOwner set -> new Renames(definitions).setOwner(set);
            case ObjectStatement.Comment comment -> {
                new Comments(definitions).comment(comment);
                yield "COMMENT";
            }
        };
    }

    /// Runs a statement about roles and privileges.
    public String run(RoleStatement statement) {
        return new RoleDefinitions(definitions).run(statement);
    }

    /// REINDEX.
    public String reindex(UtilityStatement.Reindex reindex) {
        new Upkeep(definitions).reindex(reindex);
        return "REINDEX";
    }

    /// CLUSTER.
    public String cluster(UtilityStatement.Cluster cluster) {
        new Upkeep(definitions).cluster(cluster);
        return "CLUSTER";
    }

    /// Does at the end of a transaction what ON COMMIT says of the session's temporary tables.
    public void endTemporaryTables() {
        new TemporaryTables(definitions).end();
    }

    /// TRUNCATE.
    public String truncate(DataStatement.Truncate truncate) {
        new Truncation(definitions).truncate(truncate);
        return "TRUNCATE TABLE";
    }

    /// `SELECT … INTO`.
    public String selectInto(Query query) {
        return new QueryTables(definitions).selectInto(query);
    }
}
