package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.BytesVector;
import java.util.Arrays;

/// Remembers the numbers of strings by where they lie, so that strings of a storage dictionary are
/// hashed once instead of once a row. For one thread.
///
/// Gives up for a while when strings turn out not to be shared.
final class StringMemo {
    private static final int CAPACITY = 1024;
    private static final int EMPTY = -1;

    /// How many batches go by before it tries again.
    private static final int PAUSE = 30;

    private static final byte[] NONE = {};

    /// The number of an entry that nobody has asked for.
    static final int UNKNOWN = -2;

    private byte[] source = NONE;
    private int[] starts = {};
    private int[] ends = {};
    private int[] numbers = {};
    private int pause;

    /// Begins a batch whose strings lie in `newSource`, and returns whether to use the memo for it.
    @SuppressWarnings("ReferenceEquality") // The same array, not the same bytes.
    boolean begin(byte[] newSource) {
        if (pause > 0) {
            pause--;
            return false;
        }
        if (starts.length == 0) {
            starts = new int[CAPACITY];
            ends = new int[CAPACITY];
            numbers = new int[CAPACITY];
        }
        if (newSource != source) {
            Arrays.fill(starts, EMPTY);
            source = newSource;
        }
        return true;
    }

    /// Ends a batch of `rowCount` rows.
    void end(int rowCount, int missCount) {
        if (missCount * 2 > rowCount && rowCount > CAPACITY / 8) {
            pause = PAUSE;
            source = NONE;
            Arrays.fill(starts, EMPTY);
        }
    }

    private static int slot(int start) {
        return (start * 0x9E37_79B1) >>> 22;
    }

    /// Returns the number noted for the string at `[start, end)`, or [ByteDictionary#ABSENT].
    int number(int start, int end) {
        int slot = slot(start);
        return starts[slot] == start && ends[slot] == end ? numbers[slot] : ByteDictionary.ABSENT;
    }

    void note(int start, int end, int number) {
        int slot = slot(start);
        starts[slot] = start;
        ends[slot] = end;
        numbers[slot] = number;
    }

    private byte[] codedBytes = NONE;
    private int[] codedEnds = {};
    private int[] codedNumbers = {};

    /// Returns the numbers of the entries of a coded vector as far as they were put there, else
    /// [#UNKNOWN]; the caller puts what it finds. The same array for the same entries as before.
    int[] numbersOfEntries(BytesVector coded) {
        BytesVector entries = coded.entries();
        if (entries.rowCount() == codedNumbers.length
                && Arrays.equals(entries.bytes(), codedBytes)
                && Arrays.equals(entries.ends(), codedEnds)) {
            return codedNumbers;
        }
        codedBytes = entries.bytes();
        codedEnds = entries.ends();
        codedNumbers = new int[entries.rowCount()];
        Arrays.fill(codedNumbers, UNKNOWN);
        return codedNumbers;
    }
}
