package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the objects that GRANT and REVOKE name.
record GrantTargets(Definitions definitions) {
    /// Returns the objects; those of which there is one kind for all, such as languages, are left
    /// out.
    List<CatalogObject> find(RoleStatement.GrantTarget target) {
        return switch (target) {
            case RoleStatement.GrantTarget.Objects(ObjectKind kind, var references) ->
                    references.stream()
                            .map(reference -> find(kind, reference))
                            .flatMap(Optional::stream)
                            .toList();
            case RoleStatement.GrantTarget.AllInSchemas(ObjectKind kind, List<String> schemas) ->
                    inSchemas(kind, schemas);
            case RoleStatement.GrantTarget.Future _ ->
                    throw new IllegalStateException("has a statement of its own");
        };
    }

    private List<CatalogObject> inSchemas(ObjectKind kind, List<String> schemas) {
        var all = new ArrayList<CatalogObject>();
        for (String name : schemas) {
            Schema schema = schema(name);
            for (CatalogObject each : definitions.catalog().objects()) {
                boolean fits =
                        switch (kind) {
                            case TABLE -> each instanceof Table || each instanceof View;
                            case SEQUENCE -> each instanceof Sequence;
                            case FUNCTION -> each instanceof Routine r && !r.procedure();
                            case PROCEDURE -> each instanceof Routine r && r.procedure();
                            default -> each instanceof Routine;
                        };
                if (each.schemaOid() == schema.oid() && fits) {
                    all.add(each);
                }
            }
        }
        return all;
    }

    private Schema schema(String name) {
        return definitions
                .catalog()
                .schema(definitions.searchPath().resolve(name))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_SCHEMA_NAME,
                                "schema \"" + name + "\" does not exist"));
    }

    private Optional<CatalogObject> find(ObjectKind kind, ObjectReference reference) {
        return switch (kind) {
            case TABLE, SEQUENCE, VIEW -> Optional.of(relation(kind, reference));
            case SCHEMA -> Optional.of(schema(reference.name().name()));
            case FUNCTION, PROCEDURE, ROUTINE -> {
                var routines = new RoutineDefinitions(definitions);
                yield Optional.of(
                        routines.find(reference).orElseThrow(() -> routines.missing(reference)));
            }
            case TYPE, DOMAIN -> type(kind, reference);
            case DATABASE -> Optional.of(database(reference.name().name()));
            // Languages let everybody in.
            case LANGUAGE, PARAMETER -> Optional.empty();
            default ->
                    throw DatabaseException.notSupported(
                                    "GRANT ON " + kind.sql(), "There are no such objects here.")
                            .at(reference.position());
        };
    }

    private DatabaseEntry database(String name) {
        if (!name.equals(definitions.environment().currentDatabase())) {
            throw new DatabaseException(
                    SqlState.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist");
        }
        return definitions.catalog().database();
    }

    private Relation relation(ObjectKind kind, ObjectReference reference) {
        Relation relation =
                definitions
                        .relation(reference.name())
                        .orElseThrow(() -> Lookup.missingRelation(reference.name()));
        if (relation instanceof Index) {
            throw wrongKind(relation, "is an index");
        }
        if (kind == ObjectKind.SEQUENCE && !(relation instanceof Sequence)) {
            throw wrongKind(relation, "is not a sequence");
        }
        return relation;
    }

    private static DatabaseException wrongKind(CatalogObject object, String what) {
        return new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE, "\"" + object.name() + "\" " + what);
    }

    private Optional<CatalogObject> type(ObjectKind kind, ObjectReference reference) {
        Optional<DataType> type =
                definitions
                        .catalog()
                        .type(definitions.searchPath(), reference.name().parts())
                        .or(() -> DataType.builtIn(reference.name().name()));
        if (type.isEmpty()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT,
                    "type \"" + reference.name().dotted() + "\" does not exist");
        }
        Optional<UserType> made = definitions.catalog().userType(type.get().oid());
        if (made.isEmpty() && type.get().name().startsWith("_")) {
            throw new DatabaseException(
                            SqlState.INVALID_GRANT_OPERATION,
                            "cannot set privileges of array types")
                    .withHint("Set the privileges of the element type instead.");
        }
        if (kind == ObjectKind.DOMAIN && !(made.orElse(null) instanceof UserType.Domain)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + reference.name().name() + "\" is not a domain");
        }
        return made.map(CatalogObject.class::cast);
    }
}
