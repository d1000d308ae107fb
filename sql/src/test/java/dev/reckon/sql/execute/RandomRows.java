package dev.reckon.sql.execute;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random rows with NULLs, as lists of values for a model and as batches for operators: some
/// batches are dense, some have rows that are not selected, some are short.
public final class RandomRows {
    private final List<DataType> types;
    private final List<List<Value>> rows = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();

    /// Makes rows.
    ///
    /// @param distinct about how many different values a column has
    public RandomRows(Random random, List<DataType> types, int rowCount, int distinct) {
        this.types = types;
        while (rows.size() < rowCount) {
            int count = Math.min(rowCount - rows.size(), 1 + random.nextInt(Batch.ROW_COUNT));
            batches.add(batch(random, count, distinct));
        }
    }

    /// Makes rows of one batch size of given values.
    public RandomRows(List<DataType> types, List<List<Value>> rows) {
        this.types = types;
        this.rows.addAll(rows);
        if (!rows.isEmpty()) {
            batches.add(dense(types, rows));
        }
    }

    private static Batch dense(List<DataType> types, List<List<Value>> rows) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int column = 0; column < types.size(); column++) {
            var builder = new VectorBuilder(types.get(column).physical(), rows.size());
            for (List<Value> row : rows) {
                builder.append(row.get(column));
            }
            columns.add(builder.build());
        }
        return new Batch(columns, rows.size());
    }

    private Batch batch(Random random, int count, int distinct) {
        boolean dense = random.nextBoolean();
        List<List<Value>> all = new ArrayList<>();
        List<Integer> selected = new ArrayList<>();
        while (selected.size() < count) {
            List<Value> row = new ArrayList<>();
            for (DataType type : types) {
                row.add(value(random, type, distinct));
            }
            if (dense || random.nextInt(3) > 0) {
                selected.add(all.size());
                rows.add(row);
            }
            all.add(row);
        }
        Batch batch = dense(types, all);
        int[] selection = selected.stream().mapToInt(i -> i).toArray();
        return batch.select(Arrays.copyOf(selection, all.size()), count);
    }

    /// Makes one value: one in eight is NULL.
    public static Value value(Random random, DataType type, int distinct) {
        int number = random.nextInt(distinct) - distinct / 2;
        if (random.nextInt(8) == 0) {
            return Value.Null.NULL;
        }
        return switch (type.physical()) {
            case BOOLEAN -> new Value.Int(number & 1);
            case INT2, INT4 -> new Value.Int(number);
            case INT8 ->
                    new Value.Int(
                            switch (Math.floorMod(number, 7)) {
                                case 0 -> Long.MIN_VALUE + Math.abs(number);
                                case 1 -> Long.MAX_VALUE - Math.abs(number);
                                default -> number * 1_000_003L;
                            });
            case FLOAT4, FLOAT8 ->
                    new Value.Real(
                            switch (Math.floorMod(number, 11)) {
                                case 0 -> random.nextBoolean() ? 0.0 : -0.0;
                                case 1 -> Double.NaN;
                                case 2 -> Double.NEGATIVE_INFINITY;
                                default -> number / 4.0;
                            });
            case NUMERIC ->
                    switch (Math.floorMod(number, 13)) {
                        case 0 -> Value.SpecialNumeric.NAN;
                        case 1 ->
                                new Value.Numeric(
                                        new BigDecimal("1e30")
                                                .add(BigDecimal.valueOf(number))
                                                .setScale(0));
                        default ->
                                new Value.Numeric(
                                        BigDecimal.valueOf(number, 1)
                                                .setScale(1 + random.nextInt(3)));
                    };
            case BYTES -> Value.text(number % 3 == 0 ? "s" + number : "a longer string " + number);
            case OBJECT -> new Value.Interval(0, number, 0);
        };
    }

    public List<DataType> types() {
        return types;
    }

    public List<List<Value>> rows() {
        return rows;
    }

    /// Returns an operator that gives the rows.
    public Operator operator() {
        return operator(batches);
    }

    private static Operator operator(List<Batch> batches) {
        var next = batches.iterator();
        return new Operator() {
            @Override
            public Optional<Batch> next() {
                return next.hasNext() ? Optional.of(next.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    /// Returns a step that gives the rows, whole or with each batch as a part.
    public OperatorFactory factory() {
        return new OperatorFactory() {
            @Override
            public Operator open(Evaluation evaluation) {
                return operator();
            }

            @Override
            public Optional<ParallelRows> openParallel(Evaluation evaluation) {
                return Optional.of(
                        new ParallelRows() {
                            @Override
                            public int partCount() {
                                return batches.size();
                            }

                            @Override
                            public Operator open(int part) {
                                return operator(List.of(batches.get(part)));
                            }
                        });
            }
        };
    }

    /// Reads the parts of a step on several threads, and closes them.
    public static List<List<Value>> readParallel(OperatorFactory factory, Evaluation evaluation) {
        List<List<Value>> rows = Collections.synchronizedList(new ArrayList<>());
        try (ParallelRows parts = factory.openParallel(evaluation).orElseThrow()) {
            evaluation
                    .workers()
                    .run(
                            parts.partCount(),
                            () -> rows,
                            (all, part) -> all.addAll(read(parts.open(part))));
        }
        return rows;
    }

    /// Reads an operator to its end, checks what its batches promise, and closes it.
    public static List<List<Value>> read(Operator operator) {
        List<List<Value>> rows = new ArrayList<>();
        try (operator) {
            for (Optional<Batch> batch = operator.next();
                    batch.isPresent();
                    batch = operator.next()) {
                Batch each = batch.get();
                if (each.selectedCount() == 0) {
                    throw new AssertionError("an empty batch");
                }
                for (ColumnVector column : each.columns()) {
                    if (column.rowCount() != each.rowCount()) {
                        throw new AssertionError("columns of different lengths");
                    }
                }
                for (int i = 0; i < each.selectedCount(); i++) {
                    List<Value> row = new ArrayList<>();
                    for (ColumnVector column : each.columns()) {
                        row.add(column.value(each.row(i)));
                    }
                    rows.add(row);
                }
            }
            if (operator.next().isPresent()) {
                throw new AssertionError("rows after the end");
            }
        }
        return rows;
    }

    /// Returns values in a form in which those that SQL finds equal are equal objects.
    public static List<Object> canonical(List<Value> row) {
        List<Object> canonical = new ArrayList<>();
        for (Value value : row) {
            canonical.add(
                    switch (value) {
                        case Value.Numeric(BigDecimal number) -> number.stripTrailingZeros();
                        case Value.Real(double number) -> number + 0.0;
                        default -> value;
                    });
        }
        return canonical;
    }

    /// Returns rows as sorted texts, for comparing without order.
    public static List<String> sorted(List<List<Value>> rows) {
        return rows.stream().map(row -> canonical(row).toString()).sorted().toList();
    }

    /// Returns the seed of a test run: `-Dseed=` or a fixed one.
    public static long seed() {
        return Long.getLong("seed", 20251124L);
    }
}
