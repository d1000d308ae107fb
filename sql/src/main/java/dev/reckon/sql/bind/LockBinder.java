package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.LockRows;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.RowLock;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.KeyColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds FOR UPDATE and its relatives.
record LockBinder(Binder binder, FromBinder from) {
    Plan lock(Plan input, List<Query.Locking> clauses, Optional<Scalar> recheck) {
        Map<String, RowLock> locks = new LinkedHashMap<>();
        for (Query.Locking clause : clauses) {
            for (FromBinder.BoundTable table : tables(clause)) {
                RowLock lock = lock(table, clause);
                locks.merge(table.name(), lock, LockBinder::stronger);
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

    private static RowLock lock(FromBinder.BoundTable table, Query.Locking clause) {
        TableScan scan = table.scan();
        var key = new ArrayList<Column>();
        for (KeyColumn column : scan.table().key()) {
            key.add(scan.columns().get(column.column()));
        }
        return new RowLock(
                scan.table(),
                key,
                scan.columns(),
                scan.positions(),
                LockMode.valueOf(clause.strength().name()),
                WaitPolicy.valueOf(clause.whenLocked().name()));
    }
}
