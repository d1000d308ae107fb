package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.execute.stream.FilterOperator;
import dev.reckon.sql.plan.SystemTableScan;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Reads a table that is made up from the catalog. Immutable; safe for many threads.
public final class SystemTableScanFactory implements OperatorFactory {
    private final SystemTableScan scan;
    private final Optional<Predicate> filter;

    /// @param inner compiles scalars over the scan's columns
    public SystemTableScanFactory(SystemTableScan scan, ScalarCompiler inner) {
        this.scan = scan;
        this.filter = scan.filter().map(inner::compilePredicate);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        Iterator<Batch> all =
                scan.table()
                        .rows(
                                evaluation.catalog(),
                                evaluation.snapshot(),
                                evaluation.environment());
        var rows =
                new RowsOperator(
                        new Iterator<>() {
                            @Override
                            public boolean hasNext() {
                                return all.hasNext();
                            }

                            @Override
                            public Batch next() {
                                return project(all.next());
                            }
                        });
        return filter.isPresent() ? new FilterOperator(rows, filter.get(), evaluation) : rows;
    }

    private Batch project(Batch row) {
        List<ColumnVector> columns = new ArrayList<>(scan.positions().size());
        for (int position : scan.positions()) {
            columns.add(row.column(position));
        }
        return new Batch(columns, row.rowCount(), row.selection(), row.selectedCount());
    }
}
