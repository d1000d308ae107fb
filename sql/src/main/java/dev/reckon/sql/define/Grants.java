package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// GRANT and REVOKE on objects.
record Grants(Definitions definitions) {
    /// PostgreSQL's letters, in the order in which `aclitem` shows them.
    private static final Map<String, Character> LETTERS =
            Map.ofEntries(
                    Map.entry("insert", 'a'),
                    Map.entry("select", 'r'),
                    Map.entry("update", 'w'),
                    Map.entry("delete", 'd'),
                    Map.entry("truncate", 'D'),
                    Map.entry("references", 'x'),
                    Map.entry("trigger", 't'),
                    Map.entry("execute", 'X'),
                    Map.entry("usage", 'U'),
                    Map.entry("create", 'C'),
                    Map.entry("temporary", 'T'),
                    Map.entry("temp", 'T'),
                    Map.entry("connect", 'c'));

    private static final String ORDER = "arwdDxtXUCTc";

    String run(RoleStatement.Grant grant) {
        for (CatalogObject object : objects(grant.target())) {
            change(object, grant);
        }
        return grant.grant() ? "GRANT" : "REVOKE";
    }

    private List<CatalogObject> objects(RoleStatement.GrantTarget target) {
        return switch (target) {
            case RoleStatement.GrantTarget.Objects(ObjectKind kind, var references) ->
                    references.stream()
                            .map(reference -> object(kind, reference))
                            .flatMap(Optional::stream)
                            .toList();
            case RoleStatement.GrantTarget.AllInSchemas(ObjectKind kind, List<String> schemas) -> {
                var all = new ArrayList<CatalogObject>();
                for (String name : schemas) {
                    Schema schema =
                            definitions
                                    .catalog()
                                    .schema(name)
                                    .orElseThrow(() ->
                                            new DatabaseException(
                                                    SqlState.INVALID_SCHEMA_NAME,
                                                    "schema \"" + name + "\" does not exist"));
                    for (CatalogObject each : definitions.catalog().objects()) {
                        boolean fits =
                                switch (kind) {
                                    case TABLE -> each instanceof Table || each instanceof View;
                                    case SEQUENCE -> each instanceof Sequence;
                                    default -> each instanceof Routine;
                                };
                        if (each.schemaOid() == schema.oid() && fits) {
                            all.add(each);
                        }
                    }
                }
                yield all;
            }
            case RoleStatement.GrantTarget.Future _ ->
                    throw DatabaseException.notSupported(
                            "default privileges", "GRANT on the objects when they are made.");
        };
    }

    private Optional<CatalogObject> object(ObjectKind kind, ObjectReference reference) {
        return switch (kind) {
            case TABLE, SEQUENCE, VIEW ->
                    Optional.of(
                            definitions
                                    .relation(reference.name())
                                    .orElseThrow(() -> Lookup.missingRelation(reference.name())));
            case SCHEMA ->
                    Optional.of(
                            definitions
                                    .catalog()
                                    .schema(reference.name().name())
                                    .orElseThrow(() ->
                                            new DatabaseException(
                                                    SqlState.INVALID_SCHEMA_NAME,
                                                    "schema \""
                                                            + reference.name().name()
                                                            + "\" does not exist")));
            case FUNCTION, PROCEDURE, ROUTINE -> {
                var routines = new RoutineDefinitions(definitions);
                yield Optional.of(
                        routines.find(reference).orElseThrow(() -> routines.missing(reference)));
            }
            case TYPE, DOMAIN ->
                    definitions
                            .catalog()
                            .type(definitions.searchPath(), reference.name().parts())
                            .flatMap(type -> definitions.catalog().userType(type.oid()))
                            .map(CatalogObject.class::cast);
            // The one database lets everybody in.
            case DATABASE, LANGUAGE -> Optional.empty();
            default ->
                    throw DatabaseException.notSupported(
                                    "GRANT ON " + kind.sql(), "There are no such objects here.")
                            .at(reference.position());
        };
    }

    private void change(CatalogObject object, RoleStatement.Grant grant) {
        requireGrantor(object);
        boolean onColumns = grant.privileges().stream().anyMatch(each -> !each.columns().isEmpty());
        if (onColumns && object instanceof Table table) {
            changeColumns(table, grant);
            return;
        }
        List<AclEntry> entries =
                new ArrayList<>(object.header().privileges().orElseGet(() -> defaults(object)));
        String letters = letters(object, grant);
        for (RoleName name : grant.roles()) {
            apply(entries, grantee(name), letters, grant);
        }
        put(object, object.header().withPrivileges(entries));
    }

    private void requireGrantor(CatalogObject object) {
        if (!definitions.isSuperuser() && object.header().ownerOid() != definitions.userOid()) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    "permission denied for "
                            + (object instanceof Relation relation ? relation.noun() : "object")
                            + " "
                            + object.name());
        }
    }

    private void changeColumns(Table table, RoleStatement.Grant grant) {
        Table changed = table;
        for (RoleStatement.Privilege privilege : grant.privileges()) {
            for (String name : privilege.columns()) {
                TableColumn column = Lookup.column(changed, name);
                List<AclEntry> entries = new ArrayList<>(column.privileges());
                for (RoleName role : grant.roles()) {
                    apply(entries, grantee(role), String.valueOf(letter(privilege)), grant);
                }
                changed = changed.withColumn(column.withPrivileges(entries));
            }
        }
        definitions.put(changed);
    }

    private long grantee(RoleName name) {
        return name.kind() == RoleName.Kind.PUBLIC ? 0 : Roles.find(definitions, name).oid();
    }

    private void apply(
            List<AclEntry> entries, long grantee, String letters, RoleStatement.Grant grant) {
        AclEntry known = new AclEntry(grantee, definitions.userOid(), "", "");
        for (AclEntry entry : List.copyOf(entries)) {
            if (entry.grantee() == grantee) {
                known = entry;
                entries.remove(entry);
            }
        }
        AclEntry changed;
        if (grant.grant()) {
            changed =
                    new AclEntry(
                            grantee,
                            known.grantor(),
                            union(known.letters(), letters),
                            grant.option() ? union(known.grantable(), letters) : known.grantable());
        } else if (grant.option()) {
            changed =
                    new AclEntry(
                            grantee,
                            known.grantor(),
                            known.letters(),
                            without(known.grantable(), letters));
        } else {
            changed =
                    new AclEntry(
                            grantee,
                            known.grantor(),
                            without(known.letters(), letters),
                            without(known.grantable(), letters));
        }
        if (!changed.letters().isEmpty()) {
            entries.add(changed);
        }
    }

    private static String union(String left, String right) {
        var all = new StringBuilder();
        for (int i = 0; i < ORDER.length(); i++) {
            char letter = ORDER.charAt(i);
            if (left.indexOf(letter) >= 0 || right.indexOf(letter) >= 0) {
                all.append(letter);
            }
        }
        return all.toString();
    }

    private static String without(String letters, String removed) {
        var rest = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            if (removed.indexOf(letter) < 0) {
                rest.append(letter);
            }
        }
        return rest.toString();
    }

    private static String allLetters(CatalogObject object) {
        return switch (object) {
            case Sequence _ -> "rwU";
            case Relation _ -> "arwdDxt";
            case Schema _ -> "UC";
            case Routine _ -> "X";
            case UserType _ -> "U";
            default -> "";
        };
    }

    /// Returns what NULL in the catalog stands for.
    private static List<AclEntry> defaults(CatalogObject object) {
        long owner = object.header().ownerOid();
        var entries = new ArrayList<AclEntry>();
        if (object instanceof Routine) {
            entries.add(new AclEntry(0, owner, "X", ""));
        } else if (object instanceof UserType) {
            entries.add(new AclEntry(0, owner, "U", ""));
        }
        entries.add(new AclEntry(owner, owner, allLetters(object), ""));
        return entries;
    }

    private String letters(CatalogObject object, RoleStatement.Grant grant) {
        if (grant.privileges().isEmpty()) {
            return allLetters(object);
        }
        var letters = new StringBuilder();
        for (RoleStatement.Privilege privilege : grant.privileges()) {
            char letter = letter(privilege);
            if (allLetters(object).indexOf(letter) < 0) {
                String noun = object instanceof Relation relation ? relation.noun() : "object";
                throw new DatabaseException(
                        SqlState.INVALID_GRANTOR,
                        "invalid privilege type "
                                + privilege.name().toUpperCase(java.util.Locale.ROOT)
                                + " for "
                                + noun);
            }
            letters.append(letter);
        }
        return letters.toString();
    }

    private static char letter(RoleStatement.Privilege privilege) {
        Character letter = LETTERS.get(privilege.name());
        if (letter == null) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "unrecognized privilege type \"" + privilege.name() + "\"");
        }
        return letter;
    }

    private void put(CatalogObject object, Header header) {
        definitions.put(
                switch (object) {
                    case Relation relation -> relation.withHeader(header);
                    case Schema _ -> new Schema(header);
                    case Routine routine -> routine.withHeader(header);
                    case UserType type -> type.withHeader(header);
                    default -> object;
                });
    }
}
