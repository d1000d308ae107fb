package dev.reckon.sql.define;

import dev.reckon.sql.ast.RoleName;
import dev.reckon.sql.ast.RoleStatement;
import dev.reckon.sql.catalog.AclEntry;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// REASSIGN OWNED and DROP OWNED.
record OwnedObjects(Definitions definitions) {
    void reassign(RoleStatement.ReassignOwned reassign) {
        Set<Long> owners = oids(reassign.roles());
        Role newOwner = Roles.find(definitions, reassign.newOwner());
        requireMember(owners, "permission denied to reassign objects");
        requireMember(Set.of(newOwner.oid()), "permission denied to reassign objects");
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (owners.contains(object.header().ownerOid())) {
                definitions.put(with(object, object.header().withOwner(newOwner.oid())));
            }
        }
    }

    private void requireMember(Set<Long> roles, String message) {
        if (!roles.stream().allMatch(definitions.rights()::has)) {
            throw new DatabaseException(SqlState.INSUFFICIENT_PRIVILEGE, message);
        }
    }

    /// Drops what the roles own, and takes back what was granted to them.
    void drop(RoleStatement.DropOwned drop) {
        Set<Long> owners = oids(drop.roles());
        requireMember(owners, "permission denied to drop objects");
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            CatalogObject kept = withoutGrants(object, owners);
            if (!kept.equals(object)) {
                definitions.put(kept);
            }
        }
        List<CatalogObject> owned =
                definitions.catalog().objects().stream()
                        .filter(object -> owners.contains(object.header().ownerOid()))
                        .filter(OwnedObjects::isDroppedItself)
                        .toList();
        if (!owned.isEmpty()) {
            new Drops(definitions).dropAll(owned, drop.cascade());
        }
    }

    private static boolean isDroppedItself(CatalogObject object) {
        return switch (object) {
            case Index _, Comment _, Role _, DatabaseEntry _ -> false;
            case Sequence sequence -> sequence.ownerTableOid() == 0;
            default -> true;
        };
    }

    private Set<Long> oids(List<RoleName> names) {
        Set<Long> oids = new HashSet<>();
        for (RoleName name : names) {
            long oid = Roles.find(definitions, name).oid();
            if (oid == Role.BOOTSTRAP_OID) {
                throw new DatabaseException(
                        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                        "cannot drop objects owned by role "
                                + name.name()
                                + " because they are required by the database system");
            }
            oids.add(oid);
        }
        return oids;
    }

    private static CatalogObject with(CatalogObject object, Header header) {
        return switch (object) {
            case Relation relation -> relation.withHeader(header);
            case Schema _ -> new Schema(header);
            case DatabaseEntry entry -> entry.withHeader(header);
            case UserType type -> type.withHeader(header);
            case Routine routine -> routine.withHeader(header);
            case Extension extension -> extension.withHeader(header);
            case Trigger trigger -> trigger;
            case UserCast cast -> cast; // It has no owner.
            case Role role -> role.withHeader(header);
            case DefaultPrivileges entry ->
                    new DefaultPrivileges(header, entry.kind(), entry.entries());
            case Comment comment ->
                    new Comment(
                            header,
                            comment.classOid(),
                            comment.objectOid(),
                            comment.columnNumber(),
                            comment.text());
        };
    }

    private static CatalogObject withoutGrants(CatalogObject object, Set<Long> roles) {
        CatalogObject changed = object;
        if (object.header().privileges().isPresent()) {
            List<AclEntry> entries = object.header().privileges().get();
            List<AclEntry> kept = without(entries, roles);
            if (kept.size() != entries.size()) {
                changed = with(object, object.header().withPrivileges(kept));
            }
        }
        if (object instanceof DefaultPrivileges entry) {
            return entry.withEntries(without(entry.entries(), roles));
        }
        if (changed instanceof Table table) {
            for (TableColumn column : table.columns()) {
                table =
                        table.withColumn(
                                column.withPrivileges(without(column.privileges(), roles)));
            }
            return table;
        }
        return changed;
    }

    private static List<AclEntry> without(List<AclEntry> entries, Set<Long> roles) {
        return entries.stream().filter(entry -> !roles.contains(entry.grantee())).toList();
    }
}
