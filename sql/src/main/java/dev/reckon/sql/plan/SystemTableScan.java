package dev.reckon.sql.plan;

import dev.reckon.sql.catalog.SystemTable;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reads a table that is made up from the catalog.
///
/// @param positions the position in the table of each of `columns`
/// @param filter over `columns`
public record SystemTableScan(
        SystemTable table,
        String alias,
        List<Column> columns,
        List<Integer> positions,
        Optional<Scalar> filter)
        implements Plan {
    public SystemTableScan {
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new SystemTableScan(table, alias, columns, positions, filter.map(change));
    }
}
