package dev.reckon.sql.function.kernel;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes kernels of functions of one row.
public final class Bodies {
    private Bodies() {}

    /// Returns the kernel of a body.
    ///
    /// @param strict whether a NULL argument gives NULL without a call
    public static Kernel kernel(Body body, boolean strict, DataType resultType) {
        PhysicalType physical = resultType.physical();
        return switch (body) {
            case Body.Vector(Kernel kernel) -> kernel;
            case Body.OfNumber function ->
                    (arguments, rows, environment) ->
                            numbers(function, strict, arguments, rows, environment);
            case Body.OfBool function ->
                    (arguments, rows, environment) ->
                            bools(function, strict, arguments, rows, environment);
            case Body.OfReal function ->
                    (arguments, rows, environment) ->
                            reals(function, strict, arguments, rows, environment);
            case Body.OfText function ->
                    build(
                            physical,
                            strict,
                            (row, builder) -> {
                                byte[] text =
                                        function.compute(row).getBytes(StandardCharsets.UTF_8);
                                builder.appendBytes(text, 0, text.length);
                            });
            case Body.OfBytes function ->
                    build(
                            physical,
                            strict,
                            (row, builder) -> {
                                byte[] bytes = function.compute(row);
                                builder.appendBytes(bytes, 0, bytes.length);
                            });
            case Body.OfDecimal function ->
                    build(
                            physical,
                            strict,
                            (row, builder) ->
                                    builder.append(new Value.Numeric(function.compute(row))));
            case Body.OfValue function ->
                    build(
                            physical,
                            strict,
                            (row, builder) -> builder.append(function.compute(row)));
            case Body.Missing _ -> throw new IllegalArgumentException("no body");
        };
    }

    private static ColumnVector numbers(
            Body.OfNumber function,
            boolean strict,
            List<ColumnVector> arguments,
            Batch rows,
            Environment environment) {
        long[] results = new long[rows.rowCount()];
        long[] nulls = strict ? nulls(arguments) : Nulls.NONE;
        var cursor = new Row(arguments, environment);
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row)) {
                cursor.moveTo(row);
                results[row] = function.compute(cursor);
            }
        }
        return new LongVector(results, nulls, rows.rowCount());
    }

    private static ColumnVector bools(
            Body.OfBool function,
            boolean strict,
            List<ColumnVector> arguments,
            Batch rows,
            Environment environment) {
        return numbers(row -> function.compute(row) ? 1 : 0, strict, arguments, rows, environment);
    }

    private static ColumnVector reals(
            Body.OfReal function,
            boolean strict,
            List<ColumnVector> arguments,
            Batch rows,
            Environment environment) {
        double[] results = new double[rows.rowCount()];
        long[] nulls = strict ? nulls(arguments) : Nulls.NONE;
        var cursor = new Row(arguments, environment);
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row)) {
                cursor.moveTo(row);
                results[row] = function.compute(cursor);
            }
        }
        return new DoubleVector(results, nulls, rows.rowCount());
    }

    private interface Appender {
        void append(Row row, VectorBuilder builder);
    }

    private static Kernel build(PhysicalType physical, boolean strict, Appender appender) {
        return (arguments, rows, environment) -> {
            var builder = new VectorBuilder(physical, rows.rowCount());
            var cursor = new Row(arguments, environment);
            int next = 0;
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                while (next < row) {
                    builder.appendNull();
                    next++;
                }
                cursor.moveTo(row);
                if (strict && cursor.hasNull()) {
                    builder.appendNull();
                } else {
                    appender.append(cursor, builder);
                }
                next++;
            }
            while (next < rows.rowCount()) {
                builder.appendNull();
                next++;
            }
            return builder.build();
        };
    }

    /// Returns the rows in which an argument is NULL.
    public static long[] nulls(List<ColumnVector> arguments) {
        long[] nulls = Nulls.NONE;
        for (int i = 0; i < arguments.size(); i++) {
            nulls = Nulls.union(nulls, arguments.get(i).nulls());
        }
        return nulls;
    }
}
