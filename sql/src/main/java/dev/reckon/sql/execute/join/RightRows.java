package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.execute.ParallelRows;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The right rows that a join hands out by themselves: those with a partner, or those without one.
/// For one thread.
final class RightRows {
    private final HashJoinPlan plan;
    private final JoinTable table;
    private final RowSet matched;
    private final boolean wanted;
    private int nextRow;
    private final int end;

    private RightRows(
            HashJoinPlan plan,
            JoinTable table,
            RowSet matched,
            boolean wanted,
            int start,
            int end) {
        this.plan = plan;
        this.table = table;
        this.matched = matched;
        this.wanted = wanted;
        this.nextRow = start;
        this.end = end;
    }

    /// Returns the rows without a partner, NULLs on the left, after the pairs of an outer join.
    static RightRows withoutPartner(HashJoinPlan plan, JoinTable table, RowSet matched) {
        return new RightRows(plan, table, matched, false, 0, table.rowCount());
    }

    /// Returns the rows of a join that gives no others.
    static RightRows marked(
            OperatorFactory left, Evaluation evaluation, HashJoinPlan plan, JoinTable table) {
        return of(plan, table, mark(left, evaluation, plan, table), 0, table.rowCount());
    }

    /// Returns what comes out of rows `[start, end)` of a join that gives no others.
    static RightRows of(HashJoinPlan plan, JoinTable table, RowSet matched, int start, int end) {
        return new RightRows(plan, table, matched, plan.kind() == JoinKind.RIGHT_SEMI, start, end);
    }

    /// Reads the left rows, on several threads where they can be divided, and returns the right
    /// rows that have a partner among them.
    static RowSet mark(
            OperatorFactory left, Evaluation evaluation, HashJoinPlan plan, JoinTable table) {
        Optional<ParallelRows> divided =
                plan.isParallel() ? left.openParallel(evaluation) : Optional.empty();
        if (divided.isEmpty()) {
            var probe = new HashProbe(plan, table, evaluation);
            try (Operator rows = left.open(evaluation)) {
                readAll(rows, probe, evaluation);
            }
            return probe.matchedRight();
        }
        try (ParallelRows parts = divided.get()) {
            List<HashProbe> probes =
                    evaluation
                            .workers()
                            .run(
                                    parts.partCount(),
                                    () -> new HashProbe(plan, table, evaluation),
                                    (probe, part) -> {
                                        try (Operator rows = parts.open(part)) {
                                            readAll(rows, probe, evaluation);
                                        }
                                    });
            RowSet matched = new RowSet(table.rowCount());
            probes.forEach(probe -> matched.addAll(probe.matchedRight()));
            return matched;
        }
    }

    private static void readAll(Operator rows, HashProbe probe, Evaluation evaluation) {
        for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
            evaluation.checkCancelled();
            probe.begin(batch.get());
            probe.next();
        }
    }

    /// Returns the next rows; empty at the end.
    Optional<Batch> next() {
        int[] rows = new int[Batch.ROW_COUNT];
        int count = 0;
        while (nextRow < end && count < Batch.ROW_COUNT) {
            rows[count] = nextRow;
            count += matched.contains(nextRow) == wanted ? 1 : 0;
            nextRow++;
        }
        if (count == 0) {
            return Optional.empty();
        }
        if (!plan.marksRight()) {
            return Optional.of(
                    PairOutput.rightOnly(
                            plan.pairColumns().ofLeft(plan.leftTypes()),
                            plan.pairColumns().ofRight(table.columns()),
                            rows,
                            count));
        }
        List<ColumnVector> columns = new ArrayList<>(table.columns().size());
        for (ColumnVector column : table.columns()) {
            columns.add(column.gather(rows, count));
        }
        return Optional.of(new Batch(columns, count));
    }
}
