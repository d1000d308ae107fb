package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Strings of bytes: row `r` is `bytes[starts[r], ends[r])`. Rows may share bytes (a dictionary, a
/// substring), so decoding and gathering copy offsets only.
///
/// Rows of a dictionary can be given by the numbers of their entries ([#isCoded]): whoever computes
/// with strings then does so once an entry; whoever asks where strings are gets that when it asks.
///
/// Text is UTF-8 and compares as unsigned bytes.
public final class BytesVector implements ColumnVector {
    private static final int[] NO_CODES = {};

    private final byte[] bytes;
    private final int[] codes;

    /// Where the rows are; of coded ones, where the entries are.
    private final Places given;

    private final long[] nulls;
    private final int rowCount;

    /// Where the rows are, once somebody has asked.
    private volatile @Nullable Places places;

    private record Places(int[] starts, int[] ends) {}

    private BytesVector(byte[] bytes, Places given, int[] codes, long[] nulls, int rowCount) {
        this.bytes = bytes;
        this.given = given;
        this.codes = codes;
        this.nulls = nulls;
        this.rowCount = rowCount;
    }

    /// Makes a vector of strings that lie anywhere in `bytes`, one start and one end for each row,
    /// possibly more.
    public BytesVector(byte[] bytes, int[] starts, int[] ends, long[] nulls, int rowCount) {
        this(bytes, new Places(starts, ends), NO_CODES, nulls, rowCount);
    }

    /// Makes a vector of rows that are entries of a dictionary, at least one row.
    ///
    /// @param bytes of the entries, one after the other: entry `n` ends at `entryEnds[n + 1]`,
    ///   where entry `n + 1` begins; the first begins at `entryEnds[0]`
    /// @param codes the number of each row's entry; that of a NULL row is any
    public static BytesVector coded(
            byte[] bytes, int[] entryEnds, int[] codes, long[] nulls, int rowCount) {
        int[] ends = Arrays.copyOfRange(entryEnds, 1, entryEnds.length);
        return new BytesVector(bytes, new Places(entryEnds, ends), codes, nulls, rowCount);
    }

    /// Returns whether the rows are given by numbers of entries.
    public boolean isCoded() {
        return codes.length > 0;
    }

    /// Returns the number of each row's entry, when the vector is coded.
    public int[] codes() {
        return codes;
    }

    /// Returns the entries by their numbers, none of them NULL, when the vector is coded.
    public BytesVector entries() {
        return new BytesVector(bytes, given, NO_CODES, Nulls.NONE, given.ends.length);
    }

    public byte[] bytes() {
        return bytes;
    }

    /// Returns where each row begins in [#bytes].
    public int[] starts() {
        return places().starts;
    }

    /// Returns where each row ends in [#bytes].
    public int[] ends() {
        return places().ends;
    }

    private Places places() {
        if (!isCoded()) {
            return given;
        }
        Places known = places;
        if (known == null) {
            int[] starts = new int[rowCount];
            int[] ends = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                starts[row] = given.starts[codes[row]];
                ends[row] = given.ends[codes[row]];
            }
            known = new Places(starts, ends);
            places = known;
        }
        return known;
    }

    @Override
    public long[] nulls() {
        return nulls;
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    /// Makes a vector of the given strings; a [Value.Null] is NULL.
    public static BytesVector of(Value... values) {
        int byteCount = 0;
        for (Value value : values) {
            byteCount += value instanceof Value.Bytes(byte[] string) ? string.length : 0;
        }
        byte[] bytes = new byte[byteCount];
        int[] starts = new int[values.length];
        int[] ends = new int[values.length];
        long[] nulls = Nulls.NONE;
        int end = 0;
        for (int row = 0; row < values.length; row++) {
            starts[row] = end;
            if (values[row] instanceof Value.Bytes(byte[] string)) {
                System.arraycopy(string, 0, bytes, end, string.length);
                end += string.length;
            } else {
                nulls = nulls.length == 0 ? Nulls.allocate(values.length) : nulls;
                Nulls.set(nulls, row);
            }
            ends[row] = end;
        }
        return new BytesVector(bytes, starts, ends, nulls, values.length);
    }

    /// Returns a copy of one row's bytes.
    public byte[] copy(int row) {
        return isCoded()
                ? Arrays.copyOfRange(bytes, given.starts[codes[row]], given.ends[codes[row]])
                : Arrays.copyOfRange(bytes, given.starts[row], given.ends[row]);
    }

    /// Compares two rows as unsigned bytes; neither may be NULL.
    public static int compare(BytesVector left, int leftRow, BytesVector right, int rightRow) {
        return Arrays.compareUnsigned(
                left.bytes,
                left.starts()[leftRow],
                left.ends()[leftRow],
                right.bytes,
                right.starts()[rightRow],
                right.ends()[rightRow]);
    }

    @Override
    public Value value(int row) {
        return isNull(row) ? Value.Null.NULL : new Value.Bytes(copy(row));
    }

    @Override
    public BytesVector gather(int[] rows, int count) {
        if (isCoded() && count > 0) {
            int[] gatheredCodes = new int[count];
            for (int i = 0; i < count; i++) {
                gatheredCodes[i] = rows[i] < 0 ? 0 : codes[rows[i]];
            }
            return new BytesVector(bytes, given, gatheredCodes, gatherNulls(rows, count), count);
        }
        int[] starts = given.starts;
        int[] ends = given.ends;
        int[] gatheredStarts = new int[count];
        int[] gatheredEnds = new int[count];
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                gatheredStarts[i] = starts[rows[i]];
                gatheredEnds[i] = ends[rows[i]];
            }
        }
        return new BytesVector(
                bytes, gatheredStarts, gatheredEnds, gatherNulls(rows, count), count);
    }
}
