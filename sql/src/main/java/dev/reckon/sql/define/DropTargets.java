package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;
import java.util.Optional;

/// Finds the objects that a DROP names. For one statement.
record DropTargets(Definitions definitions) {
    /// Returns the object, or nothing when it is missing and the statement says IF EXISTS.
    ///
    /// @throws DatabaseException when it is missing, of another kind, or part of another object
    Optional<CatalogObject> find(ObjectStatement.Drop drop, ObjectReference reference) {
        if (drop.kind() == ObjectKind.TRIGGER) {
            return new TriggerDefinitions(definitions).findToDrop(drop, reference);
        }
        if (drop.kind() == ObjectKind.CAST) {
            return new CastDefinitions(definitions).findToDrop(drop, reference);
        }
        Optional<? extends CatalogObject> found =
                switch (drop.kind()) {
                    case SCHEMA -> definitions.catalog().schema(reference.name().name());
                    case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE ->
                            relation(drop.kind(), reference);
                    case TYPE, DOMAIN -> type(reference);
                    case FUNCTION, PROCEDURE, ROUTINE ->
                            new RoutineDefinitions(definitions).find(reference);
                    case EXTENSION ->
                            new ExtensionDefinitions(definitions)
                                    .findToDrop(reference.name().name());
                    default ->
                            throw DatabaseException.notSupported(
                                    "DROP " + drop.kind().sql(), "There are no such objects here.");
                };
        if (found.isPresent()) {
            return found.map(each -> each);
        }
        DatabaseException missing = missing(drop.kind(), reference);
        if (drop.ifExists()) {
            definitions.notice(SqlState.SUCCESSFUL_COMPLETION, missing.getMessage() + ", skipping");
            return Optional.empty();
        }
        throw missing;
    }

    private DatabaseException missing(ObjectKind kind, ObjectReference reference) {
        String name = reference.name().dotted();
        Optional<String> schema = reference.name().schema().map(definitions.searchPath()::resolve);
        if (schema.isPresent() && definitions.catalog().schema(schema.get()).isEmpty()) {
            return new DatabaseException(
                    SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema.get() + "\" does not exist");
        }
        return switch (kind) {
            case TABLE, VIEW, SEQUENCE, MATERIALIZED_VIEW ->
                    new DatabaseException(
                            SqlState.UNDEFINED_TABLE,
                            kind.noun() + " \"" + name + "\" does not exist");
            case SCHEMA ->
                    new DatabaseException(
                            SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
            case FUNCTION, PROCEDURE, ROUTINE ->
                    new RoutineDefinitions(definitions).missing(reference);
            case DOMAIN, TYPE ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
            default ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            kind.noun() + " \"" + name + "\" does not exist");
        };
    }

    private Optional<Relation> relation(ObjectKind kind, ObjectReference reference) {
        Optional<Relation> relation = definitions.relation(reference.name());
        if (relation.isEmpty()) {
            if (definitions
                    .catalog()
                    .systemTable(definitions.searchPath(), reference.name().parts())
                    .isPresent()) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied: \""
                                + reference.name().name()
                                + "\" is a system catalog");
            }
            return Optional.empty();
        }
        if (!relation.get().noun().equals(kind.noun())) {
            String article = kind == ObjectKind.INDEX ? "an " : "a ";
            String actual = relation.get().noun();
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + reference.name().name() + "\" is not " + article + kind.noun())
                    .withHint(
                            "Use DROP "
                                    + actual.toUpperCase(Locale.ROOT)
                                    + " to remove "
                                    + (actual.equals("index") ? "an " : "a ")
                                    + actual
                                    + ".");
        }
        if (relation.get() instanceof Index index) {
            requireNoConstraint(index);
            requireNoParent(index);
        }
        if (relation.get() instanceof Sequence sequence && sequence.identity()) {
            var table =
                    (Table) definitions.catalog().relation(sequence.ownerTableOid()).orElseThrow();
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop sequence "
                                    + sequence.name()
                                    + " because column "
                                    + Lookup.columnName(table, sequence.ownerColumn())
                                    + " of table "
                                    + table.name()
                                    + " requires it")
                    .withHint(
                            "You can drop column "
                                    + Lookup.columnName(table, sequence.ownerColumn())
                                    + " of table "
                                    + table.name()
                                    + " instead.");
        }
        return relation;
    }

    private void requireNoParent(Index index) {
        Optional<Relation> parent = definitions.catalog().relation(index.parentOid());
        if (parent.isPresent()) {
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop index "
                                    + index.name()
                                    + " because index "
                                    + parent.get().name()
                                    + " requires it")
                    .withHint("You can drop index " + parent.get().name() + " instead.");
        }
    }

    private void requireNoConstraint(Index index) {
        var table = (Table) definitions.catalog().relation(index.tableOid()).orElseThrow();
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.Unique unique
                    && unique.indexOid() == index.oid()) {
                throw new DatabaseException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "cannot drop index "
                                        + index.name()
                                        + " because constraint "
                                        + constraint.name()
                                        + " on table "
                                        + table.name()
                                        + " requires it")
                        .withHint(
                                "You can drop constraint "
                                        + constraint.name()
                                        + " on table "
                                        + table.name()
                                        + " instead.");
            }
        }
    }

    private Optional<UserType> type(ObjectReference reference) {
        return definitions
                .catalog()
                .type(definitions.searchPath(), reference.name().parts())
                .flatMap(type -> definitions.catalog().userType(type.oid()));
    }
}
