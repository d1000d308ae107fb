package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.RowLock;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds FOR UPDATE and its relatives.
record LockBinder(Binder binder, FromBinder from) {
    /// One of the tables that hold the rows of an item of FROM.
    private record Locked(String name, int part) {}

    Plan lock(Plan input, List<Query.Locking> clauses, Optional<Scalar> recheck) {
        Map<Locked, RowLock> locks = new LinkedHashMap<>();
        for (Query.Locking clause : clauses) {
            for (FromBinder.BoundTable table : tables(clause)) {
                for (int i = 0; i < table.parts().size(); i++) {
                    RowLock lock = lock(table.parts().get(i), clause);
                    locks.merge(new Locked(table.name(), i), lock, LockBinder::stronger);
                }
                table.relation().access('k');
            }
        }
        return locks.isEmpty()
                ? input
                : new LockRows(input, new ArrayList<>(locks.values()), recheck);
    }

    private static RowLock stronger(RowLock left, RowLock right) {
        return left.mode().compareTo(right.mode()) >= 0 ? left : right;
    }

    private List<FromBinder.BoundTable> tables(Query.Locking clause) {
        if (clause.of().isEmpty()) {
            if (from.hasOther()) {
                throw DatabaseException.notSupported(
                                "row locks on views, subqueries and functions",
                                "Name the tables to lock: FOR UPDATE OF table.")
                        .at(clause.position());
            }
            return from.tables();
        }
        var named = new ArrayList<FromBinder.BoundTable>();
        for (QualifiedName name : clause.of()) {
            named.add(
                    from.tables().stream()
                            .filter(table -> table.name().equals(name.name()))
                            .findFirst()
                            .orElseThrow(() -> missing(name, clause)));
        }
        return named;
    }

    private DatabaseException missing(QualifiedName name, Query.Locking clause) {
        String strength = "FOR " + clause.strength().name().replace('_', ' ');
        boolean isJoin =
                from.scope.tables(name.name()).stream()
                        .anyMatch(table -> table.kind() == ScopeTable.Kind.JOIN);
        return isJoin
                ? new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                strength + " cannot be applied to a join")
                        .at(name.position())
                : new DatabaseException(
                                SqlState.UNDEFINED_TABLE,
                                "relation \""
                                        + name.name()
                                        + "\" in "
                                        + strength
                                        + " clause not found in FROM clause")
                        .at(name.position());
    }

    private static RowLock lock(FromBinder.StoredPart part, Query.Locking clause) {
        return new RowLock(
                part.table(),
                part.key(),
                LockMode.valueOf(clause.strength().name()),
                WaitPolicy.valueOf(clause.whenLocked().name()));
    }
}
