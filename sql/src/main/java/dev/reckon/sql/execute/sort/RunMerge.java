package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.execute.buffer.SpilledRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Merges sorted runs; of equal rows those of earlier runs come first. For one thread.
final class RunMerge {
    private final RowOrder order;
    private final List<PhysicalType> types;
    private final PriorityQueue<Head> heads;

    /// Where one run is.
    private static final class Head {
        private final int number;
        private final SpilledRows.Reader reader;
        private Batch batch;
        private int row;

        Head(int number, SpilledRows.Reader reader, Batch batch) {
            this.number = number;
            this.reader = reader;
            this.batch = batch;
        }

        /// Moves to the next row, and returns false after the last.
        boolean advance() {
            if (++row < batch.rowCount()) {
                return true;
            }
            Optional<Batch> next = reader.next();
            row = 0;
            next.ifPresent(rows -> batch = rows);
            return next.isPresent();
        }
    }

    /// Begins to merge; the runs stay open until the merge is done with.
    RunMerge(RowOrder order, List<PhysicalType> types, List<SpilledRows> runs) {
        this.order = order;
        this.types = types;
        this.heads = new PriorityQueue<>(Math.max(1, runs.size()), this::compare);
        for (int run = 0; run < runs.size(); run++) {
            SpilledRows.Reader reader = runs.get(run).read();
            Optional<Batch> first = reader.next();
            if (first.isPresent()) {
                heads.add(new Head(run, reader, first.get()));
            }
        }
    }

    private int compare(Head left, Head right) {
        int comparison =
                order.compare(left.batch.columns(), left.row, right.batch.columns(), right.row);
        return comparison != 0 ? comparison : Integer.compare(left.number, right.number);
    }

    /// Returns the next rows; empty at the end.
    Optional<Batch> next() {
        var target = new RowBuffer(types);
        int[] rows = new int[Batch.ROW_COUNT];
        while (target.rowCount() < Batch.ROW_COUNT && !heads.isEmpty()) {
            Head head = heads.poll();
            List<Head> rest = heads.isEmpty() ? List.of() : List.of(heads.peek());
            Batch batch = head.batch;
            int count = 0;
            boolean isAlive;
            do {
                rows[count++] = head.row;
                isAlive = head.advance();
            } while (isAlive
                    && head.row > 0
                    && target.rowCount() + count < Batch.ROW_COUNT
                    && (rest.isEmpty() || compare(head, rest.get(0)) <= 0));
            target.append(batch.columns(), rows, count);
            if (isAlive) {
                heads.add(head);
            }
        }
        return target.rowCount() == 0
                ? Optional.empty()
                : Optional.of(new Batch(new ArrayList<>(target.columns()), target.rowCount()));
    }
}
