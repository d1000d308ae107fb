package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.AccessList;
import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
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
import java.util.Optional;
import java.util.Set;

/// GRANT and REVOKE on objects.
///
/// Who may act for the owner grants in the owner's name; others grant on what they were granted
/// with the option, in their own name. What they lack is left out, with a warning.
record Grants(Definitions definitions) {
    private static final String COLUMN_LETTERS = "arwx";

    String run(RoleStatement.Grant grant) {
        requireGrantor(grant.grantedBy());
        List<CatalogObject> objects = new GrantTargets(definitions).find(grant.target());
        List<Long> grantees = grantees(grant);
        boolean tables =
                grant.target() instanceof RoleStatement.GrantTarget.Objects named
                        && named.kind() == ObjectKind.TABLE;
        for (CatalogObject object : objects) {
            CatalogObject now = definitions.catalog().object(object.oid()).orElse(object);
            change(now, grant, grantees, tables);
        }
        return grant.grant() ? "GRANT" : "REVOKE";
    }

    private void requireGrantor(Optional<RoleName> grantedBy) {
        if (grantedBy.isPresent()
                && Roles.find(definitions, grantedBy.get()).oid() != definitions.userOid()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "grantor must be current user");
        }
    }

    private List<Long> grantees(RoleStatement.Grant grant) {
        var grantees = new ArrayList<Long>();
        for (RoleName name : grant.roles()) {
            boolean everybody = name.kind() == RoleName.Kind.PUBLIC;
            if (everybody && grant.grant() && grant.option()) {
                throw new DatabaseException(
                        SqlState.INVALID_GRANT_OPERATION,
                        "grant options can only be granted to roles");
            }
            grantees.add(everybody ? 0L : Roles.find(definitions, name).oid());
        }
        return grantees;
    }

    /// What is asked for of one object or column, and by whom it is granted.
    private record Request(
            RoleStatement.Grant grant, List<Long> grantees, String letters, long grantor) {
        AccessList apply(AccessList list) {
            AccessList changed = list;
            for (long grantee : grantees) {
                changed =
                        grant.grant()
                                ? changed.granted(grantee, grantor, letters, grant.option())
                                : changed.revoked(
                                        grantee, grantor, letters, grant.option(), grant.cascade());
            }
            return changed;
        }
    }

    private void change(
            CatalogObject object, RoleStatement.Grant grant, List<Long> grantees, boolean tables) {
        List<RoleStatement.Privilege> whole =
                grant.privileges().stream().filter(each -> each.columns().isEmpty()).toList();
        boolean onColumns = whole.size() < grant.privileges().size();
        if (onColumns && !(object instanceof Relation)) {
            throw new DatabaseException(
                    SqlState.INVALID_GRANT_OPERATION,
                    "column privileges are only valid for relations");
        }
        CatalogObject changed = object;
        if (!whole.isEmpty() || grant.privileges().isEmpty()) {
            changed = changeWhole(object, grant, whole, grantees, tables);
        }
        if (onColumns && changed instanceof Relation relation) {
            changed = changeColumns(relation, grant, grantees);
        }
        if (!changed.equals(object)) {
            definitions.put(changed);
        }
    }

    private CatalogObject changeWhole(
            CatalogObject object,
            RoleStatement.Grant grant,
            List<RoleStatement.Privilege> privileges,
            List<Long> grantees,
            boolean tables) {
        String all = AccessList.letters(object);
        String letters;
        if (object instanceof Sequence sequence && tables) {
            letters = PrivilegeWords.letters(privileges, "arwdDxtU", "relation");
            String known = AccessList.intersection(letters, all);
            if (!known.equals(letters) && !privileges.isEmpty()) {
                definitions.notice(
                        SqlState.WARNING,
                        "sequence \""
                                + sequence.name()
                                + "\" only supports USAGE, SELECT, and UPDATE privileges");
            }
            letters = privileges.isEmpty() ? all : known;
        } else {
            letters = PrivilegeWords.letters(privileges, all, noun(object));
        }
        AccessList list = AccessList.of(object);
        Optional<Request> request =
                request(
                        object,
                        "",
                        list,
                        List.of(),
                        all,
                        letters,
                        grant,
                        privileges.isEmpty(),
                        grantees);
        if (request.isEmpty()) {
            return object;
        }
        CatalogObject changed =
                withHeader(
                        object,
                        object.header().withPrivileges(request.get().apply(list).entries()));
        return !grant.grant() && changed instanceof Relation relation
                ? withoutColumnPrivileges(relation, request.get())
                : changed;
    }

    /// A privilege that is revoked on a table is revoked on its columns too.
    private static Relation withoutColumnPrivileges(Relation relation, Request whole) {
        var request =
                new Request(
                        whole.grant,
                        whole.grantees,
                        AccessList.intersection(whole.letters, COLUMN_LETTERS),
                        whole.grantor);
        var columns = new ArrayList<TableColumn>();
        for (TableColumn column : relation.columns()) {
            var list = new AccessList(relation.header().ownerOid(), column.privileges());
            columns.add(
                    column.privileges().isEmpty()
                            ? column
                            : column.withPrivileges(request.apply(list).entries()));
        }
        return withColumns(relation, columns);
    }

    private static Relation withColumns(Relation relation, List<TableColumn> columns) {
        return switch (relation) {
            case Table table -> table.withColumns(columns);
            case View view -> view.withColumns(columns);
            default -> relation;
        };
    }

    private Relation changeColumns(
            Relation relation, RoleStatement.Grant grant, List<Long> grantees) {
        Relation changed = relation;
        for (RoleStatement.Privilege privilege : grant.privileges()) {
            boolean all = privilege.name().equals("all");
            String letters =
                    all
                            ? COLUMN_LETTERS
                            : PrivilegeWords.letters(List.of(privilege), COLUMN_LETTERS, "column");
            for (String name : privilege.columns()) {
                changed = changeColumn(changed, name, letters, all, grant, grantees);
            }
        }
        return changed;
    }

    private Relation changeColumn(
            Relation relation,
            String name,
            String letters,
            boolean all,
            RoleStatement.Grant grant,
            List<Long> grantees) {
        var columns = new ArrayList<>(relation.columns());
        int index = relation.columns().stream().map(TableColumn::name).toList().indexOf(name);
        if (index < 0) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_COLUMN,
                    "column \""
                            + name
                            + "\" of relation \""
                            + relation.name()
                            + "\" does not exist");
        }
        TableColumn column = columns.get(index);
        var list = new AccessList(relation.header().ownerOid(), column.privileges());
        Optional<Request> request =
                request(
                        relation,
                        name,
                        list,
                        AccessList.of(relation).entries(),
                        COLUMN_LETTERS,
                        letters,
                        grant,
                        all,
                        grantees);
        request.ifPresent(
                each -> columns.set(index, column.withPrivileges(each.apply(list).entries())));
        return withColumns(relation, columns);
    }

    /// Finds in whose name the user grants, and how much of what is asked for.
    ///
    /// @param column empty for a whole object
    /// @param above the privileges on the whole relation of a column
    private Optional<Request> request(
            CatalogObject object,
            String column,
            AccessList list,
            List<AclEntry> above,
            String all,
            String letters,
            RoleStatement.Grant grant,
            boolean everything,
            List<Long> grantees) {
        Rights rights = definitions.rights();
        if (rights.owns(object)) {
            return Optional.of(new Request(grant, grantees, letters, list.ownerOid()));
        }
        AccessList combined = list.merged(new AccessList(list.ownerOid(), above));
        long grantor = definitions.userOid();
        String options = "";
        for (long role : rights.roles()) {
            String own = AccessList.intersection(combined.grantable(Set.of(role), all), letters);
            if (own.length() > options.length()
                    || (own.length() == options.length() && role == definitions.userOid())) {
                options = own;
                grantor = role;
            }
        }
        if (options.isEmpty()) {
            boolean some = false;
            for (int i = 0; i < all.length(); i++) {
                some |= combined.allows(rights.roles(), all.charAt(i));
            }
            if (!some) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied for " + nounOf(object) + " " + object.name());
            }
        }
        warn(object, column, grant, everything, letters, options);
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of(new Request(grant, grantees, options, grantor));
    }

    private void warn(
            CatalogObject object,
            String column,
            RoleStatement.Grant grant,
            boolean everything,
            String wanted,
            String possible) {
        String name = "for " + (column.isEmpty() ? "" : "column \"" + column + "\" of relation ");
        String title = name + "\"" + object.name() + "\"";
        if (possible.isEmpty()) {
            definitions.notice(
                    SqlState.WARNING,
                    (grant.grant()
                                    ? "no privileges were granted "
                                    : "no privileges could be revoked ")
                            + title);
        } else if (!everything && possible.length() < wanted.length()) {
            definitions.notice(
                    SqlState.WARNING,
                    (grant.grant()
                                    ? "not all privileges were granted "
                                    : "not all privileges could be revoked ")
                            + title);
        }
    }

    /// Returns the word for a kind of objects in messages about privileges.
    private static String noun(CatalogObject object) {
        return switch (object) {
            case Sequence _ -> "sequence";
            case Relation _ -> "relation";
            default -> nounOf(object);
        };
    }

    private static String nounOf(CatalogObject object) {
        return switch (object) {
            case Relation relation -> relation.noun();
            case Schema _ -> "schema";
            case DatabaseEntry _ -> "database";
            case Routine routine -> routine.noun();
            case UserType _ -> "type";
            case Role _ -> "role";
            default -> "object";
        };
    }

    /// Returns an object with another header.
    static CatalogObject withHeader(CatalogObject object, Header header) {
        return switch (object) {
            case Relation relation -> relation.withHeader(header);
            case Schema _ -> new Schema(header);
            case DatabaseEntry entry -> entry.withHeader(header);
            case Routine routine -> routine.withHeader(header);
            case UserType type -> type.withHeader(header);
            default -> object;
        };
    }
}
