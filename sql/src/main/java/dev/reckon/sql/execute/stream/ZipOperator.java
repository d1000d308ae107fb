package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of several inputs side by side; shorter ones are filled up with NULLs.
public final class ZipOperator implements Operator {
    private final List<Side> sides;
    private final boolean ordinality;
    private final Evaluation evaluation;
    private long rowNumber;

    /// An input, and how far its present batch is read.
    private static final class Side {
        private final Operator input;
        private final List<PhysicalType> types;
        private Optional<Batch> batch = Optional.empty();
        private int position;
        private boolean ended;

        Side(Operator input, List<PhysicalType> types) {
            this.input = input;
            this.types = types;
        }

        int available() {
            if (batch.isEmpty() && !ended) {
                batch = input.next();
                position = 0;
                ended = batch.isEmpty();
            }
            return batch.map(rows -> rows.selectedCount() - position).orElse(0);
        }

        /// Returns the next rows; NULLs after the last.
        List<ColumnVector> take(int count) {
            var columns = new ArrayList<ColumnVector>(types.size());
            for (int column = 0; column < types.size(); column++) {
                var builder = new VectorBuilder(types.get(column), count);
                for (int i = 0; i < count; i++) {
                    if (batch.isPresent()) {
                        Batch rows = batch.get();
                        builder.append(rows.column(column), rows.row(position + i));
                    } else {
                        builder.appendNull();
                    }
                }
                columns.add(builder.build());
            }
            position += count;
            batch = batch.filter(rows -> position < rows.selectedCount());
            return columns;
        }
    }

    /// @param types the columns of each input
    /// @param ordinality whether a last column counts the rows from 1
    public ZipOperator(
            List<Operator> inputs,
            List<List<PhysicalType>> types,
            boolean ordinality,
            Evaluation evaluation) {
        var all = new ArrayList<Side>();
        for (int i = 0; i < inputs.size(); i++) {
            all.add(new Side(inputs.get(i), types.get(i)));
        }
        this.sides = all;
        this.ordinality = ordinality;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        evaluation.checkCancelled();
        int count = 0;
        for (Side side : sides) {
            int available = side.available();
            if (available > 0) {
                count = count == 0 ? available : Math.min(count, available);
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        var columns = new ArrayList<ColumnVector>();
        for (Side side : sides) {
            columns.addAll(side.take(count));
        }
        if (ordinality) {
            long[] numbers = new long[count];
            for (int row = 0; row < count; row++) {
                numbers[row] = ++rowNumber;
            }
            columns.add(LongVector.of(numbers));
        }
        return Optional.of(new Batch(columns, count));
    }

    @Override
    public void close() {
        sides.forEach(side -> side.input.close());
    }
}
