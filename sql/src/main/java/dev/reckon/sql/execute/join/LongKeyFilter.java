package dev.reckon.sql.execute.join;

import dev.reckon.sql.execute.RuntimeFilter;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.Value;
import java.util.Optional;
import java.util.function.LongPredicate;

/// The integers (dates, timestamps, …) of a build side: their range, and which of it they are.
///
/// A dense range has a bit for each possible value, so that the answer is exact. A sparse one has a
/// Bloom filter with three bits for each value, all in one word (Putze, Sanders and Singler,
/// "Cache-, Hash- and Space-Efficient Bloom Filters", 2007): about one row in fifty passes wrongly.
final class LongKeyFilter implements RuntimeFilter {
    /// Up to so many possible values for each that is there the bits are exact: where rows come in
    /// the order of the value, as they often do, even wide gaps cost nothing.
    private static final int DENSITY = 256;

    private static final int EXACT_BITS_MIN = 1 << 16;
    private static final int WORDS_MAX = 1 << 22;
    private static final int BLOOM_BITS_PER_VALUE = 16;
    private static final int BLOOM_WORDS_MIN = 1 << 8;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final long least;
    private final long span;
    private final boolean isExact;
    private final long[] bits;

    /// How far a product is shifted to give the number of a word; not used when exact.
    private final int shift;

    private LongKeyFilter(long least, long span, Shape shape) {
        this.least = least;
        this.span = span;
        this.isExact = shape.isExact;
        this.bits = new long[shape.wordCount];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(shape.wordCount);
    }

    /// Makes the filter of a column's values; NULLs don't count. Without values nothing passes.
    ///
    /// @param mayTake whether so many bytes of memory may be taken; if not, there is no filter
    static Optional<LongKeyFilter> of(LongVector column, LongPredicate mayTake) {
        long[] values = column.values();
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        int count = column.rowCount();
        boolean hasNulls = !column.hasNoNulls();
        for (int row = 0; row < count; row++) {
            if (!hasNulls || !column.isNull(row)) {
                least = Math.min(least, values[row]);
                greatest = Math.max(greatest, values[row]);
            }
        }
        Shape shape = least > greatest ? new Shape(true, 1) : Shape.of(greatest - least, count);
        if (!mayTake.test((long) shape.wordCount * Long.BYTES)) {
            return Optional.empty();
        }
        LongKeyFilter filter =
                least > greatest
                        ? new LongKeyFilter(0, 0, shape)
                        : new LongKeyFilter(least, greatest - least, shape);
        for (int row = 0; row < count; row++) {
            if (!hasNulls || !column.isNull(row)) {
                filter.add(values[row]);
            }
        }
        return Optional.of(filter);
    }

    private record Shape(boolean isExact, int wordCount) {
        static Shape of(long span, int count) {
            long exactMax =
                    Math.min(
                            (long) WORDS_MAX * Long.SIZE,
                            Math.max(EXACT_BITS_MIN, (long) count * DENSITY));
            if (Long.compareUnsigned(span, exactMax) < 0) {
                return new Shape(true, (int) (span >>> 6) + 1);
            }
            long words = Math.max(BLOOM_WORDS_MIN, (long) count * BLOOM_BITS_PER_VALUE / Long.SIZE);
            return new Shape(false, (int) Math.min(WORDS_MAX, Long.highestOneBit(words * 2 - 1)));
        }
    }

    private void add(long value) {
        if (isExact) {
            long distance = value - least;
            bits[(int) (distance >>> 6)] |= 1L << distance;
        } else {
            long hash = value * MULTIPLIER;
            bits[(int) (hash >>> shift)] |= pattern(hash);
        }
    }

    /// Three bits by both halves of the hash: its top chooses the word.
    private static long pattern(long hash) {
        long mixed = hash ^ (hash >>> 32);
        return 1L << mixed | 1L << (mixed >>> 6) | 1L << (mixed >>> 12);
    }

    @Override
    public Value lower() {
        return new Value.Int(least);
    }

    @Override
    public Value upper() {
        return new Value.Int(least + span);
    }

    @Override
    public int select(ColumnVector values, Batch rows, int[] selected) {
        var column = (LongVector) values;
        int count =
                rows.isDense()
                        ? selectDense(column.values(), rows.rowCount(), selected)
                        : selectSparse(
                                column.values(), rows.selection(), rows.selectedCount(), selected);
        return column.hasNoNulls() ? count : withoutNulls(column, selected, count);
    }

    private int selectDense(long[] values, int rowCount, int[] selected) {
        int count = 0;
        if (isExact) {
            for (int row = 0; row < rowCount; row++) {
                selected[count] = row;
                count += isThere(values[row]);
            }
        } else {
            for (int row = 0; row < rowCount; row++) {
                selected[count] = row;
                count += mayBeThere(values[row]);
            }
        }
        return count;
    }

    private int selectSparse(long[] values, int[] rows, int rowCount, int[] selected) {
        int count = 0;
        if (isExact) {
            for (int i = 0; i < rowCount; i++) {
                int row = rows[i];
                selected[count] = row;
                count += isThere(values[row]);
            }
        } else {
            for (int i = 0; i < rowCount; i++) {
                int row = rows[i];
                selected[count] = row;
                count += mayBeThere(values[row]);
            }
        }
        return count;
    }

    private int isThere(long value) {
        long distance = value - least;
        return Long.compareUnsigned(distance, span) <= 0
                ? (int) (bits[(int) (distance >>> 6)] >>> distance) & 1
                : 0;
    }

    private int mayBeThere(long value) {
        long hash = value * MULTIPLIER;
        long pattern = pattern(hash);
        return Long.compareUnsigned(value - least, span) <= 0
                        && (bits[(int) (hash >>> shift)] & pattern) == pattern
                ? 1
                : 0;
    }

    private static int withoutNulls(LongVector column, int[] selected, int selectedCount) {
        int count = 0;
        for (int i = 0; i < selectedCount; i++) {
            int row = selected[i];
            selected[count] = row;
            count += column.isNull(row) ? 0 : 1;
        }
        return count;
    }
}
