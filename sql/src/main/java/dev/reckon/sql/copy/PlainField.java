package dev.reckon.sql.copy;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

/// Ways to read a field of a common type as it is mostly written, from its bytes straight into a
/// vector. What is written in another way, or wrong, is left to the type's own input.
enum PlainField {
    /// Digits, maybe with a sign.
    INT2,
    INT4,
    INT8,
    /// Digits with a point among them.
    FLOAT8,
    NUMERIC,
    /// `t` or `f`.
    BOOLEAN,
    /// `2024-02-29`.
    DATE,
    /// `2024-02-29 23:59:59.999999`.
    TIMESTAMP,
    /// The same with `+00` or another offset of whole hours.
    TIMESTAMPTZ,
    /// `a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11`.
    UUID;

    /// So many digits are less than 2^63.
    private static final int DIGIT_COUNT_MAX = 18;

    /// So many digits are less than 2^53: a division by a power of ten up to 10^22 rounds right
    /// (Clinger, "How to read floating point numbers accurately", 1990).
    private static final int EXACT_DIGIT_COUNT = 15;

    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int DATE_LENGTH = 10;
    private static final int TIME_LENGTH = 8;
    private static final int FRACTION_DIGITS = 6;
    private static final int UUID_LENGTH = 36;
    private static final int UUID_BYTES = 16;

    /// What the digit readers return for bytes that are not as they should be.
    private static final long WRONG = Long.MIN_VALUE;

    /// Returns the way to read fields of a type; empty when there is none.
    static Optional<PlainField> of(DataType type) {
        return switch (type.name()) {
            case "int2" -> Optional.of(INT2);
            case "int4" -> Optional.of(INT4);
            case "int8" -> Optional.of(INT8);
            case "float8" -> Optional.of(FLOAT8);
            case "numeric" -> Optional.of(NUMERIC);
            case "bool" -> Optional.of(BOOLEAN);
            case "date" -> Optional.of(DATE);
            case "timestamp" -> Optional.of(TIMESTAMP);
            case "timestamptz" -> Optional.of(TIMESTAMPTZ);
            case "uuid" -> Optional.of(UUID);
            default -> Optional.empty();
        };
    }

    /// Appends the value of `bytes[start, end)`, or returns false and appends nothing.
    boolean read(byte[] bytes, int start, int end, VectorBuilder target) {
        return switch (this) {
            case INT2 -> readInteger(bytes, start, end, Short.MIN_VALUE, Short.MAX_VALUE, target);
            case INT4 ->
                    readInteger(bytes, start, end, Integer.MIN_VALUE, Integer.MAX_VALUE, target);
            case INT8 -> readInteger(bytes, start, end, Long.MIN_VALUE, Long.MAX_VALUE, target);
            case FLOAT8, NUMERIC -> readDecimal(bytes, start, end, target);
            case BOOLEAN -> readBoolean(bytes, start, end, target);
            case DATE -> end - start == DATE_LENGTH && append(days(bytes, start), target);
            case TIMESTAMP -> append(micros(bytes, start, end), target);
            case TIMESTAMPTZ -> readInstant(bytes, start, end, target);
            case UUID -> readUuid(bytes, start, end, target);
        };
    }

    /// Appends the value of `bytes[start, end)` in the binary format, or returns false and appends
    /// nothing.
    boolean readBinary(byte[] bytes, int start, int end, VectorBuilder target) {
        if (end - start != binaryLength()) {
            return false;
        }
        switch (this) {
            case BOOLEAN -> target.appendLong(bytes[start] == 0 ? 0 : 1);
            case INT2 -> target.appendLong((short) SHORT.get(bytes, start));
            case INT4, DATE -> target.appendLong((int) INT.get(bytes, start));
            case INT8, TIMESTAMP, TIMESTAMPTZ -> target.appendLong((long) LONG.get(bytes, start));
            case FLOAT8 ->
                    target.appendDouble(Double.longBitsToDouble((long) LONG.get(bytes, start)));
            case UUID -> target.appendBytes(bytes, start, end);
            case NUMERIC -> throw new IllegalStateException("a numeric has no fixed length");
        }
        return true;
    }

    private int binaryLength() {
        return switch (this) {
            case BOOLEAN -> 1;
            case INT2 -> Short.BYTES;
            case INT4, DATE -> Integer.BYTES;
            case INT8, TIMESTAMP, TIMESTAMPTZ, FLOAT8 -> Long.BYTES;
            case UUID -> UUID_BYTES;
            case NUMERIC -> -1;
        };
    }

    private static boolean append(long value, VectorBuilder target) {
        if (value == WRONG) {
            return false;
        }
        target.appendLong(value);
        return true;
    }

    private static boolean readInteger(
            byte[] bytes, int start, int end, long least, long greatest, VectorBuilder target) {
        boolean negative = start < end && bytes[start] == '-';
        long value = digits(bytes, negative ? start + 1 : start, end);
        if (value == WRONG) {
            return false;
        }
        value = negative ? -value : value;
        return value >= least && value <= greatest && append(value, target);
    }

    /// Returns the number that 1 to 18 digits are.
    private static long digits(byte[] bytes, int start, int end) {
        int count = end - start;
        if (count < 1 || count > DIGIT_COUNT_MAX) {
            return WRONG;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return WRONG;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private boolean readDecimal(byte[] bytes, int start, int end, VectorBuilder target) {
        boolean negative = start < end && bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int digitCount = 0;
        int point = -1;
        long value = 0;
        for (int i = first; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (++digitCount > DIGIT_COUNT_MAX) {
                    return false;
                }
                value = value * 10 + digit;
            } else if (bytes[i] == '.' && point < 0) {
                point = i;
            } else {
                return false;
            }
        }
        // Digits on both sides of the point, or no point.
        if (digitCount == 0 || point == first || point == end - 1) {
            return false;
        }
        int scale = point < 0 ? 0 : end - 1 - point;
        if (this == NUMERIC) {
            target.appendNumeric(negative ? -value : value, scale);
            return true;
        }
        if (digitCount > EXACT_DIGIT_COUNT) {
            return false;
        }
        double number = value / POWERS[scale];
        target.appendDouble(negative ? -number : number);
        return true;
    }

    private static boolean readBoolean(byte[] bytes, int start, int end, VectorBuilder target) {
        if (end - start != 1 || (bytes[start] != 't' && bytes[start] != 'f')) {
            return false;
        }
        target.appendLong(bytes[start] == 't' ? 1 : 0);
        return true;
    }

    /// Returns the days since 2000-01-01 of a date of ten bytes.
    private static long days(byte[] bytes, int start) {
        if (bytes[start + 4] != '-' || bytes[start + 7] != '-') {
            return WRONG;
        }
        long year = digits(bytes, start, start + 4);
        long month = digits(bytes, start + 5, start + 7);
        long day = digits(bytes, start + 8, start + DATE_LENGTH);
        boolean right = year > 0 && month >= 1 && month <= 12;
        return right && day >= 1 && day <= Calendar.daysInMonth(year, (int) month)
                ? Calendar.days(year, (int) month, (int) day)
                : WRONG;
    }

    /// Returns the microseconds since 2000-01-01 of a date and a time.
    private static long micros(byte[] bytes, int start, int end) {
        int time = start + DATE_LENGTH + 1;
        if (end - time < TIME_LENGTH
                || bytes[time - 1] != ' '
                || bytes[time + 2] != ':'
                || bytes[time + 5] != ':') {
            return WRONG;
        }
        long days = days(bytes, start);
        long hour = digits(bytes, time, time + 2);
        long minute = digits(bytes, time + 3, time + 5);
        long second = digits(bytes, time + 6, time + TIME_LENGTH);
        long fraction = fraction(bytes, time + TIME_LENGTH, end);
        boolean right =
                days != WRONG && fraction != WRONG && hour >= 0 && minute >= 0 && second >= 0;
        if (!right || hour > 23 || minute > 59 || second > 59) {
            return WRONG;
        }
        return days * Calendar.MICROS_PER_DAY
                + hour * Calendar.MICROS_PER_HOUR
                + minute * Calendar.MICROS_PER_MINUTE
                + second * Calendar.MICROS_PER_SECOND
                + fraction;
    }

    /// Returns the microseconds of a point and up to six digits, 0 for nothing.
    private static long fraction(byte[] bytes, int start, int end) {
        if (start == end) {
            return 0;
        }
        int count = end - start - 1;
        if (bytes[start] != '.' || count > FRACTION_DIGITS) {
            return WRONG;
        }
        long value = digits(bytes, start + 1, end);
        for (int i = count; value != WRONG && i < FRACTION_DIGITS; i++) {
            value *= 10;
        }
        return value;
    }

    private static boolean readInstant(byte[] bytes, int start, int end, VectorBuilder target) {
        int sign = end - 3;
        if (sign < start || (bytes[sign] != '+' && bytes[sign] != '-')) {
            return false;
        }
        long hours = digits(bytes, sign + 1, end);
        long local = micros(bytes, start, sign);
        if (hours < 0 || hours > 14 || local == WRONG) {
            return false;
        }
        long offset = hours * Calendar.MICROS_PER_HOUR;
        return append(bytes[sign] == '+' ? local - offset : local + offset, target);
    }

    private static boolean readUuid(byte[] bytes, int start, int end, VectorBuilder target) {
        if (end - start != UUID_LENGTH) {
            return false;
        }
        byte[] uuid = new byte[UUID_BYTES];
        int offset = start;
        for (int i = 0; i < UUID_BYTES; i++) {
            if ((i == 4 || i == 6 || i == 8 || i == 10) && bytes[offset++] != '-') {
                return false;
            }
            int high = Character.digit(bytes[offset++], 16);
            int low = Character.digit(bytes[offset++], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            uuid[i] = (byte) (high << 4 | low);
        }
        target.appendBytes(uuid, 0, UUID_BYTES);
        return true;
    }
}
