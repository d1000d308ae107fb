package dev.reckon.sql.plan;

import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
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
/// @param skip rows to leave out at the start, found by position; only with all keys and no filter.
///   A bigint is their number, a double precision a fraction: those before its percentile
/// @param rowEstimate about how many rows come out
/// @param runtimeFilters what joins above may say of the columns once their build sides are read
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
        double rowEstimate,
        List<RuntimeFilterTarget> runtimeFilters)
        implements Plan {
    public TableScan {
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
        bounds = List.copyOf(bounds);
        runtimeFilters = List.copyOf(runtimeFilters);
    }

    /// Makes a scan that no join filters.
    public TableScan(
            TableSchema table,
            String alias,
            List<Column> columns,
            List<Integer> positions,
            KeySelection keys,
            Optional<Scalar> filter,
            ScanOrder order,
            List<BoundTerm> bounds,
            Optional<Scalar> skip,
            double rowEstimate) {
        this(
                table,
                alias,
                columns,
                positions,
                keys,
                filter,
                order,
                bounds,
                skip,
                rowEstimate,
                List.of());
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
                rowEstimate,
                runtimeFilters);
    }

    /// Returns what EXPLAIN calls this way to the rows.
    public String accessPath() {
        if (!keys.isAll()) {
            return keys.isPoint(table) ? "Learned Point Lookup" : "Learned Range Scan";
        }
        return order == ScanOrder.ANY ? "Columnar Scan" : "Learned Ordered Scan";
    }

    /// Returns this with another filter.
    public TableScan withFilter(Optional<Scalar> newFilter) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys,
                newFilter,
                order,
                bounds,
                skip,
                rowEstimate,
                runtimeFilters);
    }

    /// Returns this with other keys, and with what is then left of the filter.
    public TableScan withKeys(KeySelection newKeys, Optional<Scalar> rest) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                newKeys,
                rest,
                order,
                bounds,
                skip,
                rowEstimate,
                runtimeFilters);
    }

    /// Returns this in another order.
    public TableScan withOrder(ScanOrder newOrder) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys,
                filter,
                newOrder,
                bounds,
                skip,
                rowEstimate,
                runtimeFilters);
    }

    /// Returns this with some of its columns.
    public TableScan withColumns(List<Column> newColumns, List<Integer> newPositions) {
        return new TableScan(
                table,
                alias,
                newColumns,
                newPositions,
                keys,
                filter,
                order,
                bounds,
                skip,
                rowEstimate,
                runtimeFilters);
    }

    /// Returns this with bounds and an estimate.
    public TableScan withBounds(List<BoundTerm> newBounds, double newEstimate) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys,
                filter,
                order,
                newBounds,
                skip,
                newEstimate,
                runtimeFilters);
    }

    /// Returns this without its first rows.
    public TableScan withSkip(Scalar newSkip) {
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys,
                filter,
                order,
                bounds,
                Optional.of(newSkip),
                rowEstimate,
                runtimeFilters);
    }

    /// Returns this with one more runtime filter.
    public TableScan withRuntimeFilter(RuntimeFilterTarget target) {
        var targets = new ArrayList<>(runtimeFilters);
        targets.add(target);
        return new TableScan(
                table,
                alias,
                columns,
                positions,
                keys,
                filter,
                order,
                bounds,
                skip,
                rowEstimate,
                targets);
    }
}
