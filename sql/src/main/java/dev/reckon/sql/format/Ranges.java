package dev.reckon.sql.format;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;

/// Makes ranges: checks their bounds and brings those of discrete types into the form `[a,b)`.
public final class Ranges {
    /// The empty range.
    public static final Value.Range EMPTY =
            new Value.Range(true, Value.Null.NULL, false, Value.Null.NULL, false);

    private Ranges() {}

    /// Returns a range with the given bounds; a NULL bound is unbounded.
    ///
    /// @throws DatabaseException 22000 when the lower bound is above the upper one
    public static Value.Range of(
            DataType type,
            Value lower,
            boolean lowerInclusive,
            Value upper,
            boolean upperInclusive) {
        boolean lowerCloses = lowerInclusive && !lower.isNull();
        boolean upperCloses = upperInclusive && !upper.isNull();
        if (!lower.isNull() && !upper.isNull()) {
            int order = ValueOrder.of(type).compare(lower, upper);
            if (order > 0) {
                throw new DatabaseException(
                        SqlState.DATA_EXCEPTION,
                        "range lower bound must be less than or equal to range upper bound");
            }
            if (order == 0 && !(lowerCloses && upperCloses)) {
                return EMPTY;
            }
        }
        return isDiscrete(type)
                ? canonical(type, lower, lowerCloses, upper, upperCloses)
                : new Value.Range(false, lower, lowerCloses, upper, upperCloses);
    }

    private static boolean isDiscrete(DataType type) {
        return switch (type.name()) {
            case "int4range", "int8range", "daterange" -> true;
            default -> false;
        };
    }

    private static Value.Range canonical(
            DataType type, Value lower, boolean lowerCloses, Value upper, boolean upperCloses) {
        Value first = lower.isNull() || lowerCloses ? lower : next(type, lower);
        Value end = upper.isNull() || !upperCloses ? upper : next(type, upper);
        boolean firstCloses = !first.isNull() && (lowerCloses || !isInfiniteDate(type, first));
        boolean endCloses = upperCloses && isInfiniteDate(type, upper);
        if (!first.isNull() && !end.isNull()) {
            int order = ValueOrder.of(type).compare(first, end);
            if (order > 0 || (order == 0 && !(firstCloses && endCloses))) {
                return EMPTY;
            }
        }
        return new Value.Range(false, first, firstCloses, end, endCloses);
    }

    private static boolean isInfiniteDate(DataType type, Value bound) {
        return type.equals(DataType.DATERANGE)
                && bound instanceof Value.Int(long day)
                && !Calendar.isFiniteDate(day);
    }

    private static Value next(DataType type, Value bound) {
        if (isInfiniteDate(type, bound)) {
            return bound;
        }
        long value = ((Value.Int) bound).value();
        if (type.equals(DataType.INT4RANGE) && value == Integer.MAX_VALUE) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        if (value == Long.MAX_VALUE) {
            throw new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        if (type.equals(DataType.DATERANGE)) {
            Calendar.checkDate(value + 1);
        }
        return new Value.Int(value + 1);
    }
}
