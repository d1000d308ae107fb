package dev.reckon.sql.define;

import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.stream.Collectors;

/// How messages name objects: `table a`, `function f(integer)`, with the schema where the search
/// path does not lead to it.
record ObjectTitles(Definitions definitions) {
    String of(CatalogObject object) {
        return noun(object) + " " + name(object);
    }

    private String name(Trigger trigger) {
        return trigger.name()
                + " on "
                + of(definitions.catalog().relation(trigger.relationOid()).orElseThrow());
    }

    String of(Dependent dependent) {
        CatalogObject object = dependent.object();
        return switch (dependent.part()) {
            case WHOLE -> of(object);
            case CONSTRAINT -> "constraint " + dependent.constraint() + " on " + of(object);
            case COLUMN ->
                    "column "
                            + dependent.columnName()
                            + " of "
                            + (object instanceof UserType.Composite ? "composite " : "")
                            + of(object);
            case DEFAULT ->
                    "default value for column " + dependent.columnName() + " of " + of(object);
        };
    }

    private String name(CatalogObject object) {
        return switch (object) {
            case Relation relation -> shown(relation);
            case Trigger trigger -> name(trigger);
            case UserType type -> shown(type);
            case Routine routine ->
                    shown(routine)
                            + routine.argumentTypes().stream()
                                    .map(this::name)
                                    .collect(Collectors.joining(",", "(", ")"));
            case UserCast cast -> "from " + name(cast.source()) + " to " + name(cast.target());
            default -> object.name();
        };
    }

    private CatalogNames names() {
        return new CatalogNames(definitions.catalog(), definitions.searchPath());
    }

    private String name(DataType type) {
        return names().typeName(type);
    }

    private String shown(CatalogObject object) {
        List<String> path = List.of(object.name());
        boolean visible =
                switch (object) {
                    case Relation relation ->
                            definitions
                                    .catalog()
                                    .relation(definitions.searchPath(), path)
                                    .filter(found -> found.oid() == relation.oid())
                                    .isPresent();
                    default ->
                            definitions.searchPath().effective().stream()
                                    .anyMatch(schema ->
                                            schema.equals(
                                                    definitions
                                                            .catalog()
                                                            .schemaName(object.schemaOid())));
                };
        String name = Identifiers.quote(object.name());
        return visible
                ? name
                : Identifiers.quote(definitions.catalog().schemaName(object.schemaOid()))
                        + "."
                        + name;
    }

    private static String noun(CatalogObject object) {
        return switch (object) {
            case Relation relation -> relation.noun();
            case Schema _ -> "schema";
            case DatabaseEntry _ -> "database";
            case UserType _ -> "type";
            case Routine _ -> "function";
            case Trigger _ -> "trigger";
            case Extension _ -> "extension";
            case UserCast _ -> "cast";
            default -> "object";
        };
    }

    /// Returns how the error of DROP ROLE names what a role owns.
    String owned(CatalogObject object) {
        if (!(object instanceof DefaultPrivileges entry)) {
            return of(object);
        }
        String what =
                switch (entry.kind()) {
                    case 'r' -> "relations";
                    case 'S' -> "sequences";
                    case 'f' -> "functions";
                    case 'T' -> "types";
                    default -> "schemas";
                };
        String role = definitions.catalog().role(entry.header().ownerOid()).orElseThrow().name();
        return "default privileges on new "
                + what
                + " belonging to role "
                + role
                + (entry.schemaOid() == 0
                        ? ""
                        : " in schema " + definitions.catalog().schemaName(entry.schemaOid()));
    }

    /// Returns whether an object is a part of another, and has no owner of its own.
    static boolean isPart(CatalogObject object) {
        return object instanceof Index
                || object instanceof Trigger
                || object instanceof Comment
                || (object instanceof Sequence sequence && sequence.ownerTableOid() != 0);
    }
}
