package dev.reckon.storage.row;

import dev.reckon.storage.type.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// The stored form of a numeric, which keeps its display scale and is short for short numbers.
///
/// The first byte is the scale, when that is at most 239; 240 says that the scale follows in two
/// bytes; 253 to 255 are minus infinity, infinity and NaN. The unscaled number follows, big-endian
/// in two's complement, in as few bytes as hold it: none for zero. The length is not stored.
public final class NumericCodec {
    /// The largest scale that fits the first byte.
    private static final int SHORT_SCALE_MAX = 239;

    private static final int LONG_SCALE = 240;
    private static final int NEGATIVE_INFINITY = 253;
    private static final int POSITIVE_INFINITY = 254;
    private static final int NAN = 255;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private NumericCodec() {}

    /// Returns whether `unscaled / 10^scale` has a form that [#isCompact].
    static boolean fitsCompact(int scale) {
        return scale <= SHORT_SCALE_MAX;
    }

    /// Returns the number of bytes that [#write] writes.
    static int byteCount(long unscaled) {
        return 1 + digitBytes(unscaled);
    }

    private static int digitBytes(long unscaled) {
        if (unscaled == 0) {
            return 0;
        }
        int bits = 65 - Long.numberOfLeadingZeros(unscaled ^ unscaled >> 63);
        return (bits + 7) >>> 3;
    }

    /// Writes `unscaled / 10^scale` at `offset` and returns the offset after it. The scale must
    /// [#fitsCompact].
    static int write(long unscaled, int scale, byte[] target, int offset) {
        target[offset] = (byte) scale;
        int count = digitBytes(unscaled);
        long rest = unscaled;
        for (int index = offset + count; index > offset; index--) {
            target[index] = (byte) rest;
            rest >>= 8;
        }
        return offset + 1 + count;
    }

    /// Returns the stored form of a numeric: a [Value.Numeric] or a [Value.SpecialNumeric].
    public static byte[] encode(Value value) {
        return switch (value) {
            case Value.Numeric(BigDecimal number) -> encode(number);
            case Value.SpecialNumeric special ->
                    new byte[] {
                        (byte)
                                switch (special) {
                                    case NEGATIVE_INFINITY -> NEGATIVE_INFINITY;
                                    case POSITIVE_INFINITY -> POSITIVE_INFINITY;
                                    case NAN -> NAN;
                                }
                    };
            default -> throw new IllegalArgumentException("not a numeric: " + value);
        };
    }

    private static byte[] encode(BigDecimal number) {
        BigInteger unscaled = number.unscaledValue();
        int scale = number.scale();
        if (scale < 0) {
            throw new IllegalArgumentException("negative display scale: " + number);
        }
        byte[] digits = unscaled.signum() == 0 ? new byte[0] : unscaled.toByteArray();
        int header = fitsCompact(scale) ? 1 : 3;
        byte[] bytes = new byte[header + digits.length];
        if (header == 1) {
            bytes[0] = (byte) scale;
        } else {
            bytes[0] = (byte) LONG_SCALE;
            bytes[1] = (byte) (scale >> 8);
            bytes[2] = (byte) scale;
        }
        System.arraycopy(digits, 0, bytes, header, digits.length);
        return bytes;
    }

    /// Returns whether the numeric in `source[start, end)` is `unscaled / 10^scale` with 64 bits of
    /// unscaled number, as [#unscaled] and [#scale] read it.
    public static boolean isCompact(byte[] source, int start, int end) {
        return (source[start] & 0xFF) <= SHORT_SCALE_MAX && end - start <= 1 + Long.BYTES;
    }

    /// Returns the scale of a compact numeric that starts at `start`.
    public static int scale(byte[] source, int start) {
        return source[start] & 0xFF;
    }

    /// Returns the unscaled number of a compact numeric.
    public static long unscaled(byte[] source, int start, int end) {
        int count = end - start - 1;
        if (count == 0) {
            return 0;
        }
        if (end >= Long.BYTES) {
            // One load that ends with the number, whatever stands before it.
            int surplus = 64 - (count << 3);
            return (long) LONG.get(source, end - Long.BYTES) << surplus >> surplus;
        }
        long unscaled = source[start + 1];
        for (int index = start + 2; index < end; index++) {
            unscaled = unscaled << 8 | (source[index] & 0xFF);
        }
        return unscaled;
    }

    /// Returns the numeric in `source[start, end)`.
    public static Value decode(byte[] source, int start, int end) {
        if (isCompact(source, start, end)) {
            return new Value.Numeric(
                    BigDecimal.valueOf(unscaled(source, start, end), scale(source, start)));
        }
        int first = source[start] & 0xFF;
        return switch (first) {
            case NEGATIVE_INFINITY -> Value.SpecialNumeric.NEGATIVE_INFINITY;
            case POSITIVE_INFINITY -> Value.SpecialNumeric.POSITIVE_INFINITY;
            case NAN -> Value.SpecialNumeric.NAN;
            case LONG_SCALE -> {
                int scale = (source[start + 1] & 0xFF) << 8 | (source[start + 2] & 0xFF);
                yield new Value.Numeric(new BigDecimal(digits(source, start + 3, end), scale));
            }
            default -> new Value.Numeric(new BigDecimal(digits(source, start + 1, end), first));
        };
    }

    private static BigInteger digits(byte[] source, int start, int end) {
        return start == end ? BigInteger.ZERO : new BigInteger(source, start, end - start);
    }
}
