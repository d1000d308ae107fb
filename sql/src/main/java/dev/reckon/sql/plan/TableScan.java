package dev.reckon.sql.plan;

import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reads a stored table: some columns of the rows whose keys are selected and that meet the filter.
///
/// @param alias the name that the statement gives to the table
/// @param columns what the rest of the plan and the filter need
/// @param positions the position in the table of each of `columns`
/// @param keys which keys are read; [KeySelection#ALL] for all
/// @param filter what is left to test for each row, over `columns`
/// @param order the order that the rest of the plan relies on
/// @param bounds necessary conditions by which blocks are skipped
/// @param skip rows to leave out at the start, found by position; only with all keys and no filter
/// @param rowEstimate about how many rows come out
public record TableScan(
        TableSchema table,
        String alias,
        List<Column> columns,
        List<Integer> positions,
        KeySelection keys,
        Optional<Scalar> filter,
        ScanOrder order,
        List<BoundTerm> bounds,
        Optional<Scalar> skip,
        double rowEstimate)
        implements Plan {
    public TableScan {
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
        bounds = List.copyOf(bounds);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys.map(change),
                filter.map(change),
                order,
                bounds.stream().map(each -> each.map(change)).toList(),
                skip.map(change),
                rowEstimate);
    }

    /// Returns what EXPLAIN calls this way to the rows.
    public String accessPath() {
        if (!keys.isAll()) {
            return keys.isPoint(table) ? "Learned Point Lookup" : "Learned Range Scan";
        }
        return order == ScanOrder.ANY ? "Columnar Scan" : "Learned Ordered Scan";
    }
}
