package dev.reckon.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Code order never contradicts key order.
final class CodesTest {
    private static final int ROUNDS = 100_000;

    private final SplittableRandom random = new SplittableRandom(KeySets.SEED);

    @Test
    void integersKeepTheirOrderAndComeBack() {
        long[] edges = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            long a = round < edges.length ? edges[round] : random.nextLong() >> random.nextInt(64);
            long b = random.nextInt(4) == 0 ? a + random.nextInt(3) - 1 : random.nextLong();
            assertThat(Long.compareUnsigned(Codes.ofLong(a), Codes.ofLong(b)))
                    .as("%d and %d, seed %d", a, b, KeySets.SEED)
                    .isEqualTo(Long.compare(a, b));
            assertThat(Codes.toLong(Codes.ofLong(a))).isEqualTo(a);
        }
    }

    @Test
    void numbersKeepPostgresOrder() {
        double[] ascending = {
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -1.5,
            -1,
            -Double.MIN_NORMAL,
            -Double.MIN_VALUE,
            0,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            1,
            1.5,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN
        };
        for (int i = 0; i < ascending.length; i++) {
            assertThat(Double.compare(Codes.toDouble(Codes.ofDouble(ascending[i])), ascending[i]))
                    .isZero();
            for (int j = 0; j < ascending.length; j++) {
                assertThat(compare(ascending[i], ascending[j]))
                        .as("%s and %s", ascending[i], ascending[j])
                        .isEqualTo(Integer.compare(i, j));
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            double a = Double.longBitsToDouble(random.nextLong()) + 0.0;
            double b = Double.longBitsToDouble(random.nextLong()) + 0.0;
            assertThat(compare(a, b)).isEqualTo(Integer.signum(Double.compare(a, b)));
        }
    }

    private static int compare(double a, double b) {
        return Integer.signum(Long.compareUnsigned(Codes.ofDouble(a), Codes.ofDouble(b)));
    }

    @Test
    void negativeZeroIsZeroAndAllNotNumbersAreOne() {
        assertThat(Codes.ofDouble(-0.0)).isEqualTo(Codes.ofDouble(0.0));
        assertThat(Codes.ofDouble(Double.longBitsToDouble(0xFFF8_0000_0000_0001L)))
                .isEqualTo(Codes.ofDouble(Double.NaN));
    }

    @Test
    void byteStringsNeverContradictTheirOrder() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] a = bytes(new byte[0]);
            byte[] b = bytes(random.nextBoolean() ? a : new byte[0]);
            assertNotContradicted(a, b, Codes.ofBytes(a), Codes.ofBytes(b));
        }
    }

    @Test
    void keysNeverContradictTheirOrderAfterTheirPrefixIsTakenOff() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] common = bytes(new byte[0]);
            byte[] one = bytes(common);
            byte[] other = bytes(common);
            boolean ordered = Arrays.compareUnsigned(one, other) <= 0;
            Codes.Prefix prefix =
                    Codes.Prefix.ofBounds(ordered ? one : other, ordered ? other : one);
            // Keys of the segment, and keys that are not in it at all.
            byte[] a = bytes(random.nextInt(3) == 0 ? new byte[0] : prefix.bytes());
            byte[] b = random.nextBoolean() ? one : bytes(common);
            assertNotContradicted(a, b, prefix.code(a), prefix.code(b));
        }
    }

    @Test
    void theCodeIsTheEightBytesAfterThePrefix() {
        Codes.Prefix prefix =
                Codes.Prefix.ofBounds("https://a".getBytes(UTF_8), "https://z".getBytes(UTF_8));
        assertThat(prefix.bytes()).isEqualTo("https://".getBytes(UTF_8));
        assertThat(prefix.code("https://abcdefghij".getBytes(UTF_8)))
                .isEqualTo(Codes.ofBytes("abcdefgh".getBytes(UTF_8)));
        assertThat(prefix.code("http".getBytes(UTF_8))).isZero();
        assertThat(prefix.code("zebra".getBytes(UTF_8))).isEqualTo(-1L);
    }

    private static void assertNotContradicted(byte[] a, byte[] b, long codeA, long codeB) {
        int keys = Arrays.compareUnsigned(a, b);
        int codes = Long.compareUnsigned(codeA, codeB);
        if (keys < 0 ? codes > 0 : keys > 0 ? codes < 0 : codes != 0) {
            throw new AssertionError(
                    "%s and %s have codes %x and %x, seed %d"
                            .formatted(
                                    Arrays.toString(a),
                                    Arrays.toString(b),
                                    codeA,
                                    codeB,
                                    KeySets.SEED));
        }
    }

    /// Returns `start` and up to twelve bytes more, of few different values so that they often
    /// agree.
    private byte[] bytes(byte[] start) {
        byte[] result = Arrays.copyOf(start, start.length + random.nextInt(13));
        for (int i = start.length; i < result.length; i++) {
            result[i] = (byte) (random.nextInt(3) * 127);
        }
        return result;
    }
}
