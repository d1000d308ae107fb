package dev.reckon.storage.segment;

import java.util.Optional;

/// Writes the strings of one column's blocks as codes of symbols, where that is clearly shorter:
/// with the table of an earlier block as long as it serves. For one thread.
final class CompactStrings {
    /// Strings stay as they are unless codes take no more than this part of their bytes: plain ones
    /// are read with less work.
    private static final double SIZE_MAX = 0.75;

    /// A table that does this much worse than on the block that it was made for is doubted.
    private static final double DECLINE_MAX = 1.15;

    /// A new table must be better by this, the table included.
    private static final double GAIN_MIN = 0.9;

    /// Fewer bytes are not worth a table.
    private static final int BYTES_MIN = 1 << 10;

    /// More are not held in memory twice.
    private static final int BYTES_MAX = 256 << 20;

    /// After failures, so many blocks at most go by before the next attempt.
    private static final int PAUSE_MAX = 15;

    private final SymbolTrainer trainer;
    private Optional<SymbolMatcher> current = Optional.empty();
    private Optional<SymbolTable> currentTable = Optional.empty();

    /// What part of their bytes the current table made of the strings that it was made for.
    private double currentSize;

    /// How many blocks to let go by before another table is tried, and how many after that.
    private int pause;

    private int nextPause = 1;

    /// The strings of the last block as codes: one after the other, and after how many each ends.
    private byte[] codes = {};

    private final int[] ends = new int[SegmentFormat.BLOCK_ROWS];

    /// What another table would make of them.
    private byte[] otherCodes = {};

    private final int[] otherEnds = new int[SegmentFormat.BLOCK_ROWS];

    CompactStrings(SymbolTrainer trainer) {
        this.trainer = trainer;
    }

    /// Encodes the strings of a block, and returns whether that is worth it.
    ///
    /// @param bytes the strings one after the other, and at least 16 bytes more
    /// @param stringEnds where each ends
    boolean encode(byte[] bytes, int[] stringEnds, int rowCount) {
        int byteCount = stringEnds[rowCount - 1];
        if (byteCount < BYTES_MIN || byteCount > BYTES_MAX) {
            return false;
        }
        double size = Double.POSITIVE_INFINITY;
        if (current.isPresent()) {
            codes = encode(current.get(), bytes, stringEnds, rowCount, codes, ends);
            size = (double) SymbolTable.codeBytes(ends[rowCount - 1]) / byteCount;
        }
        if (size > Math.min(SIZE_MAX, DECLINE_MAX * currentSize)) {
            if (pause > 0) {
                pause--;
            } else if (improve(bytes, stringEnds, rowCount, size)) {
                return true;
            }
        }
        return size <= SIZE_MAX;
    }

    /// Tries a new table, and keeps it when it is better than `size`.
    private boolean improve(byte[] bytes, int[] stringEnds, int rowCount, double size) {
        int byteCount = stringEnds[rowCount - 1];
        var matcher = new SymbolMatcher();
        if (trainer.train(bytes, stringEnds, rowCount, matcher)) {
            otherCodes = encode(matcher, bytes, stringEnds, rowCount, otherCodes, otherEnds);
            SymbolTable table = matcher.table();
            int codeBytes = SymbolTable.codeBytes(otherEnds[rowCount - 1]);
            double newSize = (double) codeBytes / byteCount;
            double newSizeWithTable = newSize + (double) table.byteCount() / byteCount;
            if (newSizeWithTable <= SIZE_MAX && newSizeWithTable <= GAIN_MIN * size) {
                current = Optional.of(matcher);
                currentTable = Optional.of(table);
                currentSize = newSize;
                nextPause = 1;
                byte[] unused = codes;
                codes = otherCodes;
                otherCodes = unused;
                System.arraycopy(otherEnds, 0, ends, 0, rowCount);
                return true;
            }
        }
        pause = nextPause;
        nextPause = Math.min(PAUSE_MAX, 2 * nextPause + 1);
        return false;
    }

    private static byte[] encode(
            SymbolMatcher matcher,
            byte[] bytes,
            int[] stringEnds,
            int rowCount,
            byte[] buffer,
            int[] codeEnds) {
        // The worst are bytes that are in no symbol: a code each.
        int capacity = SymbolTable.codeBytes(stringEnds[rowCount - 1]) + 1;
        byte[] target = buffer.length < capacity ? new byte[capacity] : buffer;
        int at = 0;
        int count = 0;
        int even = 0;
        int out = 0;
        for (int row = 0; row < rowCount; row++) {
            int end = stringEnds[row];
            while (at < end) {
                int code = matcher.match(bytes, at, end);
                at += matcher.length(code);
                if ((count++ & 1) == 0) {
                    even = code;
                } else {
                    int pair = even | code << SymbolTable.CODE_BITS;
                    target[out] = (byte) pair;
                    target[out + 1] = (byte) (pair >>> 8);
                    target[out + 2] = (byte) (pair >>> 16);
                    out += 3;
                }
            }
            codeEnds[row] = count;
        }
        if ((count & 1) != 0) {
            target[out] = (byte) even;
            target[out + 1] = (byte) (even >>> 8);
        }
        return target;
    }

    /// Returns how many bytes the block just encoded takes.
    int byteCount(int rowCount) {
        return StringEnds.byteCount(ends, rowCount) + SymbolTable.codeBytes(ends[rowCount - 1]);
    }

    /// Puts the block just encoded.
    ///
    /// @param distances used on the way
    void write(
            ByteSink target,
            ColumnDirectory directory,
            int rowCount,
            int longest,
            int total,
            int nullCount,
            long[] distances) {
        int bits = StringEnds.write(target, ends, rowCount, longest, total, distances);
        target.putBytes(codes, 0, SymbolTable.codeBytes(ends[rowCount - 1]));
        int table = directory.tables.number(currentTable.orElseThrow());
        directory.add(Encoding.SYMBOLS, bits, 0, 0, nullCount);
        directory.setTable(table);
    }
}
