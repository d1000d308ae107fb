package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;

/// The order in which the tables of WITH RECURSIVE can be bound: each may name any other, earlier
/// or later, as long as no two name each other.
final class CommonTableOrder {
    private CommonTableOrder() {}

    /// Returns the tables so that each stands after those that it names.
    ///
    /// @throws DatabaseException 0A000 when some name each other
    static List<Query.CommonTable> of(List<Query.CommonTable> tables) {
        List<Query.CommonTable> ordered = new ArrayList<>();
        List<Query.CommonTable> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            Query.CommonTable next =
                    left.stream()
                            .filter(table -> left.stream().noneMatch(each -> needs(table, each)))
                            .findFirst()
                            .orElseThrow(() ->
                                    new DatabaseException(
                                                    SqlState.FEATURE_NOT_SUPPORTED,
                                                    "mutual recursion between WITH items is not"
                                                            + " implemented")
                                            .at(left.getFirst().position()));
            ordered.add(next);
            left.remove(next);
        }
        return ordered;
    }

    private static boolean needs(Query.CommonTable table, Query.CommonTable other) {
        return !table.name().equals(other.name())
                && CommonTableUses.mentions(table.statement(), other.name());
    }
}
