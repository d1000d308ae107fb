package dev.reckon.sql;

import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the current user may do what a statement does. What a view does with its tables, it does
/// with its owner's rights.
record PrivilegeChecks(Session session) {
    /// @throws DatabaseException 42501
    void require(Accesses accesses) {
        if (accesses.all().isEmpty() && accesses.routines().isEmpty()) {
            return;
        }
        Map<Long, Rights> rights = new HashMap<>();
        Catalog catalog = session.catalog();
        Rights own = Rights.of(catalog, session.currentUser());
        for (Accesses.Access access : accesses.all()) {
            Rights rightsOf = rights(access, own, rights);
            if (!rightsOf.isSuperuser()) {
                catalog.relation(access.oid())
                        .ifPresent(relation -> require(access, relation, rightsOf));
            }
        }
        for (Accesses.Access access : accesses.routines()) {
            Rights rightsOf = rights(access, own, rights);
            if (!rightsOf.isSuperuser()
                    && catalog.object(access.oid()).orElse(null) instanceof Routine routine
                    && !rightsOf.may(routine, 'X')) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied for " + routine.noun() + " " + routine.name());
            }
        }
    }

    private Rights rights(Accesses.Access access, Rights own, Map<Long, Rights> known) {
        return access.role().isEmpty()
                ? own
                : known.computeIfAbsent(
                        access.role().get(), role -> Rights.of(session.catalog(), role));
    }

    private static void require(Accesses.Access access, Relation relation, Rights rights) {
        for (char kind : access.kinds()) {
            char letter = kind == 'k' ? 'w' : kind;
            boolean allowed =
                    kind == 'k'
                            ? List.of('w', 'd').stream()
                                    .anyMatch(each -> rights.may(relation, each))
                            : rights.may(relation, letter);
            if (!allowed && !mayColumns(relation, letter, access.columns(kind), rights)) {
                throw denied(relation);
            }
        }
    }

    static DatabaseException denied(Relation relation) {
        return new DatabaseException(
                SqlState.INSUFFICIENT_PRIVILEGE,
                "permission denied for " + relation.noun() + " " + relation.name());
    }

    /// All the columns named must be allowed; where none is named, as by `count(*)`, any one does.
    private static boolean mayColumns(
            Relation relation, char letter, Set<Integer> numbers, Rights rights) {
        if (numbers.isEmpty()) {
            return rights.mayAnyColumn(relation, letter);
        }
        for (int number : numbers) {
            Optional<TableColumn> column =
                    relation.columns().stream().filter(each -> each.number() == number).findFirst();
            if (column.filter(each -> rights.may(relation, each, letter)).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
