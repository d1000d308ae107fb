package dev.reckon.sql.function.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// extract from dates and timestamps: fields that days alone decide are computed in integers for a
/// whole batch; others, and infinity, row by row.
final class DateFieldKernel {
    private DateFieldKernel() {}

    /// Returns the kernel for a type.
    ///
    /// @param type date or timestamp
    /// @param rowByRow how any field is computed
    static Kernel of(DataType type, Body rowByRow) {
        Kernel general = Bodies.kernel(rowByRow, true, DataType.NUMERIC);
        return (arguments, rows, environment) -> {
            long[] nulls = Bodies.nulls(arguments);
            long[] results = new long[rows.rowCount()];
            return compute(arguments, rows, nulls, type, results)
                    ? NumericVector.compact(results, 0, nulls, rows.rowCount())
                    : general.compute(arguments, rows, environment);
        };
    }

    /// Computes all results; returns false when one of them takes more than days.
    private static boolean compute(
            List<ColumnVector> arguments, Batch rows, long[] nulls, DataType type, long[] results) {
        var names = (BytesVector) arguments.get(0);
        long[] times = ((LongVector) arguments.get(1)).values();
        boolean isDate = type.equals(DataType.DATE);
        TimeField field = TimeField.DAY;
        int start = -1;
        int end = -1;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (Nulls.isNull(nulls, row)) {
                continue;
            }
            if (names.starts()[row] != start || names.ends()[row] != end) {
                start = names.starts()[row];
                end = names.ends()[row];
                String name = new String(names.bytes(), start, end - start, StandardCharsets.UTF_8);
                field = TimeField.of(name, type);
            }
            long time = times[row];
            boolean isFinite = isDate ? Calendar.isFiniteDate(time) : Calendar.isFinite(time);
            if (!isFinite || !field.isOfDays()) {
                return false;
            }
            long days = isDate ? time : Math.floorDiv(time, Calendar.MICROS_PER_DAY);
            results[row] = TimeField.dateField(field, days);
        }
        return true;
    }
}
