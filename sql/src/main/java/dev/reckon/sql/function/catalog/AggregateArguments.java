package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// The direct arguments of hypothetical-set aggregates: each has the type of its sort key.
final class AggregateArguments {
    private AggregateArguments() {}

    /// Returns the arguments' types with each pair of direct argument and sort key made equal.
    static List<DataType> align(FunctionEntry entry, List<DataType> actual, Names names) {
        var facts = CatalogTables.BUILT_IN.aggregates().get(entry.oid());
        if (facts == null || facts.kind() != AggregateFunction.Kind.HYPOTHETICAL_SET) {
            return actual;
        }
        int keys = actual.size() / 2;
        if (keys * 2 != actual.size()) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION,
                            "function "
                                    + new FunctionCall(
                                            entry.name(),
                                            entry.name(),
                                            actual,
                                            List.of(),
                                            false,
                                            false)
                                    + " does not exist")
                    .withHint(
                            "To use the hypothetical-set aggregate "
                                    + entry.name()
                                    + ", the number of hypothetical direct arguments (here "
                                    + keys
                                    + ") must match the number of ordering columns (here "
                                    + (actual.size() - keys)
                                    + ").");
        }
        List<DataType> types = new ArrayList<>(actual);
        for (int i = 0; i < keys; i++) {
            DataType common =
                    CommonType.select(
                            List.of(actual.get(i), actual.get(keys + i)), "WITHIN GROUP", names);
            types.set(i, common);
            types.set(keys + i, common);
        }
        return types;
    }
}
