package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers of every width, written, read in every way, and selected where they are.
final class NumberSelectionTest {
    private static final long SEED = Long.getLong("seed", 23);
    private static final int ROW_COUNT = 301;

    private final Random random = new Random(SEED);
    private final NumberSelection selection = new NumberSelection();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8, 16, 24, 32, 40, 48, 64})
    void numbersOfAWidthComeBackAndAreSelected(int bits) {
        check(bits, ROW_COUNT);
        check(bits, SegmentFormat.BLOCK_ROWS);
        check(bits, SegmentFormat.BLOCK_ROWS - 1 - random.nextInt(3000));
    }

    private void check(int bits, int rowCount) {
        long mask = bits == Long.SIZE ? -1L : (1L << bits) - 1;
        long base = bits == Long.SIZE ? 0 : random.nextInt();
        long[] numbers = random.longs(rowCount).map(number -> number & mask).toArray();
        numbers[random.nextInt(rowCount)] = 0;
        numbers[random.nextInt(rowCount)] = mask;
        numbers[rowCount - 1] = mask >>> 1;
        long[] values = Arrays.stream(numbers).map(number -> number + base).toArray();
        var sink = new ByteSink();
        sink.putLong(random.nextLong());
        sink.putNumbers(values, rowCount, base, bits);
        assertThat(sink.length()).isEqualTo(8 + NumberWidth.byteCount(rowCount, bits));
        sink.putLong(random.nextLong());
        MemorySegment file = MemorySegment.ofArray(sink.bytes());
        var packed = new PackedNumbers(file, 8, bits, rowCount);
        for (int row = 0; row < rowCount; row++) {
            assertThat(packed.number(row)).isEqualTo(numbers[row]);
        }
        for (int trial = 0; trial < 30; trial++) {
            int first = random.nextInt(rowCount);
            int count = 1 + random.nextInt(rowCount - first);
            long[] decoded = new long[count];
            packed.decode(base, first, count, decoded);
            assertThat(decoded).isEqualTo(Arrays.copyOfRange(values, first, first + count));
            int[] positions = random.ints(count, 0, rowCount).toArray();
            packed.gather(
                    base,
                    -7,
                    Arrays.stream(positions).map(row -> row + 7).toArray(),
                    0,
                    count,
                    decoded);
            for (int index = 0; index < count; index++) {
                assertThat(decoded[index]).isEqualTo(values[positions[index]]);
            }
            if (bits > 0) {
                assertSelected(packed, numbers, first, count);
            }
        }
    }

    private void assertSelected(PackedNumbers packed, long[] numbers, int first, int count) {
        long one = numbers[random.nextInt(numbers.length)];
        long other = numbers[random.nextInt(numbers.length)];
        long from = Math.min(one, other);
        long to = Math.max(one, other);
        for (boolean inside : new boolean[] {true, false}) {
            long least = inside ? from : to + 1;
            long greatest = inside ? to : from - 1;
            for (int step : new int[] {1, 3, 20}) {
                var window = new WindowRows();
                window.all(first, count);
                if (step > 1) {
                    int kept = 0;
                    for (int row = 0; row < count; row++) {
                        if (random.nextInt(step) == 0) {
                            window.rows()[kept++] = row;
                        }
                    }
                    window.keep(kept);
                }
                int[] wanted =
                        IntStream.range(0, window.count())
                                .map(window::row)
                                .filter(row -> {
                                    long number = numbers[first + row];
                                    return (from <= number && number <= to) == inside;
                                })
                                .toArray();
                int selected = selection.select(packed, least, greatest - least, window);
                window.keep(selected);
                assertThat(IntStream.range(0, selected).map(window::row).toArray())
                        .isEqualTo(wanted);
            }
        }
    }

    @Test
    void aWidthHoldsItsGreatestNumber() {
        for (int shift = 0; shift < Long.SIZE; shift++) {
            long greatest = -1L >>> shift;
            int bits = NumberWidth.of(greatest);
            assertThat(NumberWidth.isValid(bits)).isTrue();
            assertThat(bits).isGreaterThanOrEqualTo(Long.SIZE - shift);
        }
        assertThat(NumberWidth.of(0)).isZero();
        assertThat(NumberWidth.isValid(3)).isFalse();
        assertThat(NumberWidth.isValid(56)).isFalse();
        assertThat(NumberWidth.isValid(-8)).isFalse();
        assertThat(NumberWidth.isValid(72)).isFalse();
    }
}
