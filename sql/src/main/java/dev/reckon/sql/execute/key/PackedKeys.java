package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import java.util.Arrays;

/// Keys whose columns fit into 62 bits together, packed into one long.
///
/// Each column has a base and a number of bits that adapt to the codes seen: its field is the code
/// minus the base, with one bit more that says NULL; the first column's is the highest. As long as
/// keys come in ascending order, a key is the last one or new. Otherwise numbers are found by the
/// packed key in an array when the keys are few bits or dense, else by open addressing. The top bit
/// of a packed key marks a row without a key, or with one that is not there.
final class PackedKeys implements KeyStore {
    private static final long NO_KEY = Long.MIN_VALUE;
    private static final int BITS_MAX = 62;

    /// Up to this many bits an array of all possible keys is taken at once.
    private static final int ARRAY_BITS_MAX = 16;

    /// And up to this many when at least one in so many possible keys is there.
    private static final int DENSE_BITS_MAX = 28;

    private static final int DENSITY = 8;
    private static final int CAPACITY_MIN = 64;
    private static final int NEVER_SEEN = -1;

    /// Blocks of two cache lines.
    private static final int BLOCK_BITS = 3;

    private final boolean nullsEqual;
    private final long[] bases;
    private final int[] bits;
    private final int[] shifts;
    private int totalBits;

    private long[] keys = new long[CAPACITY_MIN];
    private int keyCount;

    /// Whether the keys are ascending, and nobody has looked for one: there is no array or table.
    private volatile boolean isSorted = true;

    /// The array: number plus one by packed key; empty when [#table] is in use.
    private int[] array = {};

    /// Open addressing: pairs of a key and its number plus one, 0 for an empty slot.
    private long[] table = {};

    PackedKeys(int columnCount, boolean nullsEqual) {
        this.nullsEqual = nullsEqual;
        this.bases = new long[columnCount];
        this.bits = new int[columnCount];
        this.shifts = new int[columnCount];
        Arrays.fill(bits, NEVER_SEEN);
    }

    @Override
    public int keyCount() {
        return keyCount;
    }

    @Override
    public boolean accepts(CodeBatch codes) {
        for (int column = 0; column < bits.length; column++) {
            if (outOfRange(codes, column)) {
                return false;
            }
        }
        return true;
    }

    private boolean outOfRange(CodeBatch codes, int column) {
        if (bits[column] == NEVER_SEEN) {
            return true;
        }
        long[] values = codes.column(column);
        long base = bases[column];
        int columnBits = bits[column];
        long over = 0;
        if (codes.hasNulls(column)) {
            boolean[] nulls = codes.nulls(column);
            for (int i = 0; i < codes.count(); i++) {
                over |= nulls[i] ? 0 : (values[i] - base) >>> columnBits;
            }
        } else {
            for (int i = 0; i < codes.count(); i++) {
                over |= (values[i] - base) >>> columnBits;
            }
        }
        return over != 0;
    }

    @Override
    public KeyStore widen(CodeBatch codes) {
        long[][] fields = new long[bits.length][];
        boolean[][] nullFields = new boolean[bits.length][];
        for (int column = 0; column < bits.length; column++) {
            fields[column] = new long[keyCount];
            nullFields[column] = new boolean[keyCount];
            unpack(column, fields[column], nullFields[column]);
        }
        int total = 0;
        for (int column = bits.length - 1; column >= 0; column--) {
            if (outOfRange(codes, column)) {
                widen(codes, column, fields[column], nullFields[column]);
            }
            shifts[column] = total;
            total += bits[column] + 1;
        }
        if (total > BITS_MAX) {
            return WideKeys.of(fields, nullFields, keyCount, nullsEqual);
        }
        totalBits = total;
        Arrays.fill(keys, 0, keyCount, 0);
        for (int column = 0; column < bits.length; column++) {
            for (int key = 0; key < keyCount; key++) {
                long field =
                        nullFields[column][key]
                                ? 1L << bits[column]
                                : fields[column][key] - bases[column];
                keys[key] |= field << shifts[column];
            }
        }
        if (!isSorted) {
            rebuild(keyCount + 1);
        }
        return this;
    }

    private void unpack(int column, long[] codes, boolean[] nulls) {
        if (bits[column] == NEVER_SEEN) {
            return;
        }
        long mask = (1L << (bits[column] + 1)) - 1;
        for (int key = 0; key < keyCount; key++) {
            long field = (keys[key] >>> shifts[column]) & mask;
            nulls[key] = field >>> bits[column] != 0;
            codes[key] = field + bases[column];
        }
    }

    /// Makes room in a column for the batch's codes beside those of the keys, and some more on
    /// either side, so that slowly growing ranges don't come back with each batch.
    private void widen(CodeBatch codes, int column, long[] fields, boolean[] nullFields) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        long[] values = codes.column(column);
        for (int i = 0; i < codes.count(); i++) {
            if (!codes.hasNulls(column) || !codes.nulls(column)[i]) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
        }
        for (int key = 0; key < keyCount; key++) {
            if (!nullFields[key] && bits[column] != NEVER_SEEN) {
                least = Math.min(least, fields[key]);
                greatest = Math.max(greatest, fields[key]);
            }
        }
        if (least > greatest) {
            // NULLs only.
            bases[column] = 0;
            bits[column] = 0;
            return;
        }
        long span = greatest - least;
        if (span < 0 || span > 1L << (BITS_MAX - 2)) {
            bits[column] = BITS_MAX + 1;
            return;
        }
        boolean isFirst = bits[column] == NEVER_SEEN;
        int needed = Long.SIZE - Long.numberOfLeadingZeros(span);
        int roomBits = isFirst && needed <= 4 ? needed : needed + 1;
        long spare = (1L << roomBits) - 1 - span;
        long below = least >= 0 && least < spare / 2 ? least : spare / 2;
        bases[column] = least - below;
        bits[column] = roomBits;
    }

    /// Makes the array or the table where there was none. Several threads may look for keys first.
    private synchronized void index() {
        if (isSorted) {
            rebuild(keyCount + 1);
            isSorted = false;
        }
    }

    /// Returns whether an array of all possible keys serves `capacity` of them.
    private boolean isDense(int capacity) {
        return totalBits <= ARRAY_BITS_MAX
                || (totalBits <= DENSE_BITS_MAX && 1L << totalBits <= (long) capacity * DENSITY);
    }

    private static int slotCount(int capacity) {
        return Integer.highestOneBit(Math.max(CAPACITY_MIN, capacity) * 2 - 1) * 2;
    }

    /// Makes the array or the table anew, with room for `capacity` keys.
    private void rebuild(int capacity) {
        if (isDense(capacity)) {
            table = new long[0];
            array = new int[1 << totalBits];
            for (int key = 0; key < keyCount; key++) {
                array[(int) keys[key]] = key + 1;
            }
            return;
        }
        array = new int[0];
        int slotCount = slotCount(capacity);
        table = new long[slotCount * 2];
        int mask = slotCount - 1;
        for (int key = 0; key < keyCount; key++) {
            int slot = slot(keys[key], mask);
            while (table[2 * slot + 1] != 0) {
                slot = (slot + 1) & mask;
            }
            table[2 * slot] = keys[key];
            table[2 * slot + 1] = key + 1L;
        }
    }

    /// Hashes all but the last bits, so that keys close together are close together here: tables
    /// are mostly stored in the order of a key that others are grouped by.
    private static int slot(long key, int mask) {
        int block = (int) Hashes.mix(key >>> BLOCK_BITS) << BLOCK_BITS;
        return (block | ((int) key & ((1 << BLOCK_BITS) - 1))) & mask;
    }

    /// Packs the batch's keys; rows without one get [#NO_KEY].
    private long[] pack(CodeBatch codes, boolean mayBeOutOfRange) {
        int count = codes.count();
        long[] packed = codes.words(count);
        Arrays.fill(packed, 0, count, 0);
        for (int column = 0; column < bits.length; column++) {
            long[] values = codes.column(column);
            long base = bases[column];
            int columnBits = bits[column];
            int shift = shifts[column];
            if (codes.hasNulls(column)) {
                long nullField = nullsEqual ? 1L << (columnBits + shift) : NO_KEY;
                boolean[] nulls = codes.nulls(column);
                for (int i = 0; i < count; i++) {
                    long field = values[i] - base;
                    packed[i] |=
                            nulls[i]
                                    ? nullField
                                    : field >>> columnBits != 0 ? NO_KEY : field << shift;
                }
            } else if (mayBeOutOfRange) {
                for (int i = 0; i < count; i++) {
                    long field = values[i] - base;
                    packed[i] |= field >>> columnBits != 0 ? NO_KEY : field << shift;
                }
            } else {
                for (int i = 0; i < count; i++) {
                    packed[i] |= (values[i] - base) << shift;
                }
            }
        }
        return packed;
    }

    @Override
    public int assign(CodeBatch codes, Batch rows, int[] groups, int[] newRows) {
        int firstNew = keyCount;
        long[] packed = pack(codes, false);
        int count = codes.count();
        if (isSorted) {
            if (goesOn(packed, count)) {
                return append(packed, rows, groups, newRows);
            }
            index();
        }
        if (array.length != 0) {
            for (int i = 0; i < count; i++) {
                long key = packed[i];
                if (key < 0) {
                    groups[i] = -1;
                    continue;
                }
                int group = array[(int) key] - 1;
                if (group < 0) {
                    newRows[keyCount - firstNew] = rows.row(i);
                    group = add(key);
                    array[(int) key] = group + 1;
                }
                groups[i] = group;
            }
            return keyCount - firstNew;
        }
        if ((keyCount + (long) count) * 4 > table.length) {
            rebuild(Math.max(keyCount * 2, keyCount + count));
            if (array.length != 0) {
                return assign(codes, rows, groups, newRows);
            }
        }
        int mask = table.length / 2 - 1;
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            if (key < 0) {
                groups[i] = -1;
                continue;
            }
            int slot = slot(key, mask);
            while (table[2 * slot + 1] != 0 && table[2 * slot] != key) {
                slot = (slot + 1) & mask;
            }
            int group = (int) table[2 * slot + 1] - 1;
            if (group < 0) {
                newRows[keyCount - firstNew] = rows.row(i);
                group = add(key);
                table[2 * slot] = key;
                table[2 * slot + 1] = group + 1L;
            }
            groups[i] = group;
        }
        return keyCount - firstNew;
    }

    /// Returns whether a batch's keys are ascending, and not below the last.
    private boolean goesOn(long[] packed, int count) {
        if (count == 0) {
            return true;
        }
        // Only the difference to a row without a key overflows, and that is negative itself.
        long below = packed[0] | packed[0] - (keyCount == 0 ? 0 : keys[keyCount - 1]);
        for (int i = 1; i < count; i++) {
            below |= packed[i] | packed[i] - packed[i - 1];
        }
        return below >= 0;
    }

    /// Adds the keys of a batch that [#goesOn].
    private int append(long[] packed, Batch rows, int[] groups, int[] newRows) {
        int count = rows.selectedCount();
        if (keyCount + count > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, keyCount + count));
        }
        int firstNew = keyCount;
        int next = keyCount;
        long last = keyCount == 0 ? NO_KEY : keys[keyCount - 1];
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            if (key != last) {
                newRows[next - firstNew] = rows.row(i);
                keys[next++] = key;
                last = key;
            }
            groups[i] = next - 1;
        }
        keyCount = next;
        return next - firstNew;
    }

    private int add(long key) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount] = key;
        return keyCount++;
    }

    @Override
    public void find(CodeBatch codes, int[] groups) {
        int count = codes.count();
        if (keyCount == 0) {
            Arrays.fill(groups, 0, count, -1);
            return;
        }
        long[] packed = pack(codes, true);
        if (isSorted) {
            index();
        }
        if (array.length != 0) {
            for (int i = 0; i < count; i++) {
                long key = packed[i];
                groups[i] = key < 0 ? -1 : array[(int) key] - 1;
            }
            return;
        }
        int mask = table.length / 2 - 1;
        for (int i = 0; i < count; i++) {
            long key = packed[i];
            int slot = slot(key, mask);
            while (table[2 * slot + 1] != 0 && table[2 * slot] != key) {
                slot = (slot + 1) & mask;
            }
            // No key in the table has the top bit, so that a row without a key finds none.
            groups[i] = (int) table[2 * slot + 1] - 1;
        }
    }

    @Override
    public long byteCount() {
        if (isSorted) {
            // What looking for keys would add, which must not come as a surprise.
            return 8L * keys.length
                    + (isDense(keyCount + 1) ? 4L << totalBits : 16L * slotCount(keyCount + 1));
        }
        return 8L * (keys.length + table.length) + 4L * array.length;
    }
}
