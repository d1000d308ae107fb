package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.SampleScan;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Reads a random part of a table: draws ranks, and lets the index tell which keys have them. Only
/// where so much is drawn that a scan is faster, everything is read and the rest dropped; the same
/// rows come out. Immutable; safe for many threads.
public final class SampleScanFactory implements OperatorFactory {
    private static final double PERCENT = 100;

    /// About how many rows a scan reads while one run is found by its rank.
    private static final double ROWS_FOR_A_RUN = 512;

    private static final Batch ONE_ROW = new Batch(List.of(), 1);

    private final SampleScan scan;
    private final Expression percentage;
    private final Optional<Expression> seed;

    /// @param outer compiles scalars that read no column
    public SampleScanFactory(SampleScan scan, ScalarCompiler outer) {
        this.scan = scan;
        this.percentage = outer.compile(scan.percentage());
        this.seed = scan.seed().map(outer::compile);
    }

    @Override
    public Operator open(Evaluation evaluation) {
        double share = share(percentage.evaluate(ONE_ROW, evaluation).value(0));
        long drawnFrom =
                seed.isPresent()
                        ? seed(seed.get().evaluate(ONE_ROW, evaluation).value(0))
                        : evaluation.environment().statementTimestamp() + scan.use();
        Optional<Batch> given = evaluation.rowOfTable(scan.table().id());
        if (given.isPresent()) {
            // A row that was drawn, and changed while its lock was waited for, stays drawn.
            return new RowsOperator(
                    List.of(TableScanFactory.project(given.get(), scan.positions())).iterator());
        }
        TableSnapshot table = TableScanFactory.snapshot(scan.table(), evaluation);
        int runRowCount = scan.method().rowCount();
        var ranks = new SampledRanks(table.rowCount(), runRowCount, share, drawnFrom);
        if (share * ROWS_FOR_A_RUN > runRowCount) {
            ScanRequest all =
                    new ScanRequest(
                            scan.positions(), List.of(KeyRange.ALL), ScanOrder.FORWARD, List.of());
            return new DrawnRowsOperator(table.scan(all), ranks, evaluation);
        }
        return new DrawnRangesOperator(table, scan.positions(), ranks, evaluation);
    }

    private static double share(Value percentage) {
        if (percentage.isNull()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
        }
        double value = ((Value.Real) percentage).value();
        if (!(value >= 0 && value <= PERCENT)) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_ARGUMENT,
                    "sample percentage must be between 0 and 100");
        }
        return value / PERCENT;
    }

    private static long seed(Value seed) {
        if (seed.isNull()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLESAMPLE_REPEAT,
                    "TABLESAMPLE REPEATABLE parameter cannot be null");
        }
        return Double.doubleToLongBits(((Value.Real) seed).value());
    }
}
