package dev.reckon.sql.function.convert;

import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.Modifier;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.nio.charset.StandardCharsets;

/// Conversion through the text form: what a type's output function writes, another's input function
/// reads.
public final class TextConversion {
    private static final int NO_MODIFIER = -1;

    private TextConversion() {}

    /// Returns when such a conversion may be computed ahead: dates and times depend on settings.
    public static Volatility volatility(DataType source, DataType target) {
        boolean isTimeOfDay = source.equals(DataType.TIME) || source.equals(DataType.TIMETZ);
        // A time of day looks the same by all settings, but is not always read the same.
        boolean isStable = (isStable(source) && !isTimeOfDay) || isStable(target);
        return isStable ? Volatility.STABLE : Volatility.IMMUTABLE;
    }

    private static boolean isStable(DataType type) {
        return switch (type.category()) {
            case DATE_TIME, TIMESPAN, ARRAY, COMPOSITE, RANGE, MULTIRANGE, PSEUDO, ENUM -> true;
            case NUMERIC -> type.name().startsWith("reg") || type.equals(DataType.MONEY);
            default -> type.equals(DataType.XML); // Read by the setting xmloption.
        };
    }

    /// Returns a strict kernel of one argument.
    public static Kernel kernel(DataType source, DataType target) {
        if (target.category() == TypeCategory.STRING) {
            return (arguments, rows, environment) ->
                    write(arguments.getFirst(), source, target, rows, environment);
        }
        return (arguments, rows, environment) -> {
            BytesVector texts =
                    arguments.getFirst() instanceof BytesVector vector
                                    && source.category() == TypeCategory.STRING
                            ? vector
                            : write(arguments.getFirst(), source, DataType.TEXT, rows, environment);
            return read(texts, target, rows, environment);
        };
    }

    private static BytesVector write(
            ColumnVector values,
            DataType source,
            DataType target,
            Batch rows,
            Environment environment) {
        int[] starts = new int[rows.rowCount()];
        int[] ends = new int[rows.rowCount()];
        var sink = new ByteSink(rows.selectedCount() * Long.BYTES + Long.BYTES);
        boolean isName = target.equals(DataType.NAME);
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (!values.isNull(row)) {
                starts[row] = sink.length();
                ValueFormat.writeText(values, row, source, environment, sink);
                if (isName) {
                    sink.truncate(
                            starts[row]
                                    + Modifier.nameLength(
                                            sink.bytes(), starts[row], sink.length()));
                }
                ends[row] = sink.length();
            }
        }
        return new BytesVector(sink.bytes(), starts, ends, values.nulls(), rows.rowCount());
    }

    private static ColumnVector read(
            BytesVector texts, DataType target, Batch rows, Environment environment) {
        var builder = new VectorBuilder(target.physical(), rows.rowCount());
        int next = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            while (next < row) {
                builder.appendNull();
                next++;
            }
            if (texts.isNull(row)) {
                builder.appendNull();
            } else {
                int start = texts.starts()[row];
                String text =
                        new String(
                                texts.bytes(),
                                start,
                                texts.ends()[row] - start,
                                StandardCharsets.UTF_8);
                builder.append(ValueFormat.readText(text, target, NO_MODIFIER, environment));
            }
            next++;
        }
        while (next < rows.rowCount()) {
            builder.appendNull();
            next++;
        }
        return builder.build();
    }
}
