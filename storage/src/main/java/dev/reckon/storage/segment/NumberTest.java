package dev.reckon.storage.segment;

import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.NumberInterval;
import java.util.Optional;

/// Tests a condition on numbers as they are stored: the ends of its interval are moved to the
/// block's base once, and compared with the distances from it.
final class NumberTest implements ColumnTest {
    private final ColumnBlocks blocks;
    private final ColumnDirectory directory;
    private final ColumnCondition condition;
    private final DecodedTest decoded;
    private final NumberSelection selection = new NumberSelection();

    /// Whether a block's bounds in the directory are its least and greatest numbers.
    private final boolean boundsAreNumbers;

    private int askedBlock = -1;
    private Optional<NumberInterval> interval = Optional.empty();

    NumberTest(
            SegmentColumn column,
            ColumnBlocks blocks,
            ColumnCondition condition,
            boolean boundsAreNumbers) {
        this.blocks = blocks;
        this.directory = blocks.directory();
        this.condition = condition;
        this.boundsAreNumbers = boundsAreNumbers;
        this.decoded = new DecodedTest(column, condition);
    }

    /// Returns the interval of a block of numbers; what was asked last is remembered.
    private Optional<NumberInterval> interval(int block) {
        if (block != askedBlock) {
            askedBlock = block;
            interval =
                    directory.encodings[block] == Encoding.NUMBERS
                            ? condition.interval(directory.scales[block])
                            : Optional.empty();
        }
        return interval;
    }

    @Override
    public Answer answer(int block) {
        Optional<NumberInterval> wanted = interval(block);
        if (wanted.isEmpty()) {
            return Answer.SOME;
        }
        int blockRows = blocks.blockRows(block);
        int nullCount = directory.nullCounts[block];
        if (nullCount == blockRows) {
            return Answer.NONE;
        }
        NumberInterval numbers = wanted.get();
        long least = least(block);
        long greatest = greatest(block);
        boolean noneInside =
                numbers.isEmpty() || numbers.greatest() < least || greatest < numbers.least();
        boolean allInside = numbers.least() <= least && greatest <= numbers.greatest();
        if (numbers.inside() ? noneInside : allInside) {
            return Answer.NONE;
        }
        boolean all = numbers.inside() ? allInside : noneInside;
        return all && nullCount == 0 ? Answer.ALL : Answer.SOME;
    }

    private long least(int block) {
        if (boundsAreNumbers) {
            return directory.minCodes[block] ^ Long.MIN_VALUE;
        }
        return directory.widths[block] == Long.SIZE ? Long.MIN_VALUE : directory.bases[block];
    }

    private long greatest(int block) {
        if (boundsAreNumbers) {
            return directory.maxCodes[block] ^ Long.MIN_VALUE;
        }
        int bits = directory.widths[block];
        long base = directory.bases[block];
        long distance = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        long greatest = base + distance;
        return bits == Long.SIZE || greatest < base ? Long.MAX_VALUE : greatest;
    }

    @Override
    public void narrow(WindowRows window) {
        int block = window.block();
        Optional<NumberInterval> wanted = interval(block);
        if (wanted.isEmpty()) {
            decoded.narrow(window);
            return;
        }
        narrow(window, block, wanted.get());
        if (directory.nullCounts[block] != 0 && window.count() > 0) {
            dropNulls(window, block);
        }
    }

    private void narrow(WindowRows window, int block, NumberInterval wanted) {
        int bits = directory.widths[block];
        long base = directory.bases[block];
        if (wanted.isEmpty()) {
            window.keep(wanted.inside() ? 0 : window.count());
            return;
        }
        if (bits == Long.SIZE) {
            select(window, block, wanted.least(), wanted.greatest(), wanted.inside());
            return;
        }
        // As distances from the base, which have no sign.
        long mask = (1L << bits) - 1;
        long from = wanted.least() <= base ? 0 : wanted.least() - base;
        if (wanted.greatest() < base || Long.compareUnsigned(from, mask) > 0) {
            window.keep(wanted.inside() ? 0 : window.count());
            return;
        }
        long distance = wanted.greatest() - base;
        long to = Long.compareUnsigned(distance, mask) > 0 ? mask : distance;
        if (from == 0 && to == mask) {
            window.keep(wanted.inside() ? window.count() : 0);
        } else {
            select(window, block, from, to, wanted.inside());
        }
    }

    /// What is outside an interval is an interval, too, when numbers wrap around.
    private void select(WindowRows window, int block, long from, long to, boolean inside) {
        if (!inside && from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
            window.keep(0);
            return;
        }
        long least = inside ? from : to + 1;
        long greatest = inside ? to : from - 1;
        blocks.touch(block);
        window.keep(selection.select(blocks.packed(block), least, greatest - least, window));
    }

    private void dropNulls(WindowRows window, int block) {
        long[] nulls = blocks.nulls(block, window.rowInBlock(), window.length());
        if (nulls.length == 0) {
            return;
        }
        int[] rows = window.rows();
        int count = window.count();
        boolean dense = window.isDense();
        int kept = 0;
        for (int index = 0; index < count; index++) {
            int row = dense ? index : rows[index];
            rows[kept] = row;
            kept += Nulls.isNull(nulls, row) ? 0 : 1;
        }
        window.keep(kept);
    }
}
