package dev.reckon.sql.plan;

import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reads a table by way of a secondary index: entries of the index whose keys are selected, then
/// the rows that they name, looked up in batches by primary key.
///
/// @param index the sorted table that is the index: its last columns are the key of `table`
/// @param indexName the name of the index in SQL
/// @param keyPositions the position in the index of each key column of `table`
/// @param columns what the rest of the plan and the filter need
/// @param positions the position in `table` of each of `columns`
/// @param keys over the key of `index`
/// @param filter what is left to test for each row, over `columns`
/// @param order the order of the index that the rest of the plan relies on
public record IndexScan(
        TableSchema table,
        TableSchema index,
        String indexName,
        String alias,
        List<Integer> keyPositions,
        List<Column> columns,
        List<Integer> positions,
        KeySelection keys,
        Optional<Scalar> filter,
        ScanOrder order,
        double rowEstimate)
        implements Plan {
    public IndexScan {
        keyPositions = List.copyOf(keyPositions);
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new IndexScan(
                table,
                index,
                indexName,
                alias,
                keyPositions,
                columns,
                positions,
                keys.map(change),
                filter.map(change),
                order,
                rowEstimate);
    }

    /// Returns what EXPLAIN calls this way to the rows.
    public String accessPath() {
        return "Learned Index Scan";
    }
}
