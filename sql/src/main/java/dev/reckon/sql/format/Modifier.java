package dev.reckon.sql.format;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/// Type modifiers in PostgreSQL's encoding: the 20 of `varchar(20)`, and what they do to values.
public final class Modifier {
    /// The most digits that a `long` holds for certain.
    public static final int LONG_DIGITS = 18;

    /// `POWERS_OF_TEN[n]` is 10^n.
    private static final long[] POWERS_OF_TEN = new long[LONG_DIGITS + 1];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i <= LONG_DIGITS; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    /// PostgreSQL counts a length's own four bytes.
    private static final int HEADER = 4;

    private static final int SCALE_BITS = 11;
    private static final int FRACTION_DIGITS = 6;

    /// A `name` is 64 bytes with its terminator.
    private static final int NAME_BYTES = 63;

    private static final int INTERVAL_ALL_FIELDS = 0x7FFF;
    private static final int INTERVAL_FULL_PRECISION = 0xFFFF;

    private Modifier() {}

    /// Returns the n of a `varchar(n)` or `char(n)`.
    public static int length(int modifier) {
        return modifier - HEADER;
    }

    /// Returns the p of a `numeric(p, s)`.
    public static int precision(int modifier) {
        return (modifier - HEADER) >> 16 & 0xFFFF;
    }

    /// Returns the s of a `numeric(p, s)`, which may be negative.
    public static int scale(int modifier) {
        return (modifier - HEADER) << (32 - SCALE_BITS) >> (32 - SCALE_BITS);
    }

    /// Returns the modifier of a `numeric(p, s)`.
    public static int ofNumeric(int precision, int scale) {
        return (precision << 16 | (scale & ((1 << SCALE_BITS) - 1))) + HEADER;
    }

    /// Returns the modifier of a `varchar(n)` or `char(n)`.
    public static int ofLength(int length) {
        return length + HEADER;
    }

    /// Returns whether a modifier means anything for a type.
    public static boolean applies(DataType type, int modifier) {
        if (modifier < 0) {
            return false;
        }
        return switch (type.name()) {
            case "varchar", "bpchar", "numeric" -> modifier >= HEADER;
            case "timestamp", "timestamptz", "time", "timetz" -> modifier < FRACTION_DIGITS;
            case "interval", "bit", "varbit" -> true;
            default -> false;
        };
    }

    /// Returns a value made to fit a modifier.
    ///
    /// @param explicit whether strings are cut silently
    /// @throws DatabaseException 22001, 22026, 22003
    public static Value apply(Value value, DataType type, int modifier, boolean explicit) {
        if (value.isNull() || !applies(type, modifier)) {
            return value;
        }
        return switch (type.name()) {
            case "varchar" -> varchar((Value.Bytes) value, length(modifier), explicit);
            case "bpchar" -> bpchar((Value.Bytes) value, length(modifier), explicit);
            case "numeric" -> numeric(value, precision(modifier), scale(modifier));
            case "timestamp", "timestamptz", "time" ->
                    new Value.Int(Calendar.roundMicros(((Value.Int) value).value(), modifier));
            case "timetz" -> {
                var time = (Value.TimeTz) value;
                yield new Value.TimeTz(
                        Calendar.roundMicros(time.micros(), modifier), time.zoneOffsetSeconds());
            }
            case "interval" -> interval((Value.Interval) value, modifier);
            case "bit" -> bit((Value.Bits) value, modifier, explicit);
            case "varbit" -> varbit((Value.Bits) value, modifier, explicit);
            default -> value;
        };
    }

    private static Value varchar(Value.Bytes value, int lengthMax, boolean explicit) {
        byte[] text = value.value();
        int end = endOfCharacters(text, lengthMax);
        if (end == text.length) {
            return value;
        }
        if (!explicit) {
            requireBlanks(text, end, "character varying(" + lengthMax + ")");
        }
        return new Value.Bytes(Arrays.copyOf(text, end));
    }

    private static Value bpchar(Value.Bytes value, int length, boolean explicit) {
        byte[] text = value.value();
        int end = endOfCharacters(text, length);
        if (end < text.length) {
            if (!explicit) {
                requireBlanks(text, end, "character(" + length + ")");
            }
            return new Value.Bytes(Arrays.copyOf(text, end));
        }
        int missing = length - characterCount(text);
        if (missing == 0) {
            return value;
        }
        byte[] padded = Arrays.copyOf(text, text.length + missing);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return new Value.Bytes(padded);
    }

    private static void requireBlanks(byte[] text, int start, String type) {
        for (int i = start; i < text.length; i++) {
            if (text[i] != ' ') {
                throw new DatabaseException(
                        SqlState.STRING_DATA_RIGHT_TRUNCATION, "value too long for type " + type);
            }
        }
    }

    /// Returns the offset after the first `count` characters of a text.
    private static int endOfCharacters(byte[] text, int count) {
        if (text.length <= count) {
            return text.length;
        }
        int characters = 0;
        for (int i = 0; i < text.length; i++) {
            if ((text[i] & 0xC0) != 0x80 && characters++ == count) {
                return i;
            }
        }
        return text.length;
    }

    private static int characterCount(byte[] text) {
        int count = 0;
        for (byte unit : text) {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /// Rounds to a scale and checks the precision, as PostgreSQL's numeric(p, s) does.
    private static Value numeric(Value value, int precision, int scale) {
        if (value instanceof Value.SpecialNumeric special) {
            if (special == Value.SpecialNumeric.NAN) {
                return value;
            }
            throw new DatabaseException(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
                    .withDetail(
                            "A field with precision "
                                    + precision
                                    + ", scale "
                                    + scale
                                    + " cannot hold an infinite value.");
        }
        BigDecimal number = ((Value.Numeric) value).value();
        if (number.scale() != scale) {
            number = number.setScale(scale, RoundingMode.HALF_UP);
            if (scale < 0) {
                number = number.setScale(0, RoundingMode.UNNECESSARY);
            }
        }
        if (number.signum() != 0 && number.precision() - number.scale() > precision - scale) {
            String limit = precision == scale ? "1" : "10^" + (precision - scale);
            throw new DatabaseException(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow")
                    .withDetail(
                            "A field with precision "
                                    + precision
                                    + ", scale "
                                    + scale
                                    + " must round to an absolute value less than "
                                    + limit
                                    + ".");
        }
        return new Value.Numeric(number);
    }

    private static Value interval(Value.Interval value, int modifier) {
        int fields = modifier >> 16 & INTERVAL_ALL_FIELDS;
        int precision = modifier & INTERVAL_FULL_PRECISION;
        int months = value.months();
        int days = value.days();
        long micros = value.micros();
        if (fields != INTERVAL_ALL_FIELDS) {
            boolean hasMonth = (fields & 1 << 1) != 0;
            boolean hasYear = (fields & 1 << 2) != 0;
            boolean hasHour = (fields & 1 << 10) != 0;
            boolean hasMinute = (fields & 1 << 11) != 0;
            boolean hasSecond = (fields & 1 << 12) != 0;
            if (hasYear || hasMonth) {
                months = hasMonth ? months : months / 12 * 12;
                days = 0;
                micros = 0;
            } else if (!hasSecond) {
                long unit = hasMinute ? 60_000_000L : hasHour ? 3_600_000_000L : Long.MAX_VALUE;
                micros = micros / unit * unit;
            }
        }
        if (precision != INTERVAL_FULL_PRECISION) {
            micros = Calendar.roundMicros(micros, precision);
        }
        return new Value.Interval(months, days, micros);
    }

    private static Value bit(Value.Bits value, int length, boolean explicit) {
        if (value.bitCount() == length) {
            return value;
        }
        if (!explicit) {
            throw new DatabaseException(
                    SqlState.STRING_DATA_LENGTH_MISMATCH,
                    "bit string length "
                            + value.bitCount()
                            + " does not match type bit("
                            + length
                            + ")");
        }
        return resize(value, length);
    }

    private static Value varbit(Value.Bits value, int lengthMax, boolean explicit) {
        if (value.bitCount() <= lengthMax || lengthMax == 0) {
            return value;
        }
        if (!explicit) {
            throw new DatabaseException(
                    SqlState.STRING_DATA_RIGHT_TRUNCATION,
                    "bit string too long for type bit varying(" + lengthMax + ")");
        }
        return resize(value, lengthMax);
    }

    /// Cuts or pads a bit string on the right.
    public static Value.Bits resize(Value.Bits value, int bitCount) {
        byte[] bytes = Arrays.copyOf(value.bytes(), (bitCount + 7) / 8);
        if ((bitCount & 7) != 0 && bytes.length > 0) {
            bytes[bytes.length - 1] &= (byte) (0xFF << (8 - (bitCount & 7)));
        }
        return new Value.Bits(bitCount, bytes);
    }

    /// Returns 10^n.
    ///
    /// @param n 0 to [#LONG_DIGITS]
    public static long longPowerOfTen(int n) {
        return POWERS_OF_TEN[n];
    }

    /// Returns 10^n for any n of 0 or more.
    public static BigInteger powerOfTen(int n) {
        return n <= LONG_DIGITS ? BigInteger.valueOf(POWERS_OF_TEN[n]) : BigInteger.TEN.pow(n);
    }

    /// Returns the byte length of the longest prefix of a text that a `name` holds.
    public static int nameLength(byte[] text, int start, int end) {
        if (end - start <= NAME_BYTES) {
            return end - start;
        }
        int length = NAME_BYTES;
        while (length > 0 && (text[start + length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }
}
