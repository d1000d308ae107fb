package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.stream.FilterOperator;
import dev.reckon.sql.plan.IndexScan;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.type.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compiled scan by way of a secondary index. Immutable; safe for many threads.
public final class IndexScanFactory implements OperatorFactory {
    private final IndexScan scan;
    private final CompiledKeys keys;
    private final Optional<Predicate> filter;
    private final KeyEncoder tableEncoder;

    /// @param outer compiles scalars that don't read the table's columns
    /// @param inner compiles scalars over the scan's columns
    public IndexScanFactory(IndexScan scan, ScalarCompiler outer, ScalarCompiler inner) {
        this.scan = scan;
        this.keys = new CompiledKeys(scan.index(), scan.keys(), outer);
        this.filter = scan.filter().map(inner::compilePredicate);
        this.tableEncoder = new KeyEncoder(scan.table());
    }

    @Override
    public Operator open(Evaluation evaluation) {
        Operator rows = openUnfiltered(evaluation);
        return filter.isPresent() ? new FilterOperator(rows, filter.get(), evaluation) : rows;
    }

    private Operator openUnfiltered(Evaluation evaluation) {
        Optional<Batch> given = evaluation.rowOfTable(scan.table().id());
        if (given.isPresent()) {
            List<ColumnVector> columns = new ArrayList<>();
            for (int position : scan.positions()) {
                columns.add(given.get().column(position));
            }
            Batch row = given.get();
            return new RowsOperator(
                    List.of(
                                    new Batch(
                                            columns,
                                            row.rowCount(),
                                            row.selection(),
                                            row.selectedCount()))
                            .iterator());
        }
        List<KeyRange> ranges = keys.ranges(evaluation);
        if (ranges.isEmpty()) {
            return new RowsOperator(List.<Batch>of().iterator());
        }
        TableSnapshot index = TableScanFactory.snapshot(scan.index(), evaluation);
        TableSnapshot table = TableScanFactory.snapshot(scan.table(), evaluation);
        var request = new ScanRequest(scan.keyPositions(), ranges, scan.order(), List.of());
        return new IndexScanOperator(
                index.scan(request),
                table,
                tableEncoder,
                scan.positions(),
                scan.order() != ScanOrder.ANY,
                evaluation);
    }
}
