package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;

/// Strings by a dictionary.
final class BytesCoder implements KeyCoder {
    private final ByteDictionary dictionary = new ByteDictionary();

    /// Whether blanks at the end don't count, as in `character(n)`.
    private final boolean ignoresTrailingBlanks;

    BytesCoder(boolean ignoresTrailingBlanks) {
        this.ignoresTrailingBlanks = ignoresTrailingBlanks;
    }

    @Override
    public void encode(
            ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        var strings = (BytesVector) vector;
        if (strings.isCoded()) {
            encodeEntries(strings, rows, codes, memo, grow);
            return;
        }
        byte[] bytes = strings.bytes();
        int[] starts = strings.starts();
        int[] ends = strings.ends();
        int count = rows.selectedCount();
        if (!memo.begin(bytes)) {
            for (int i = 0; i < count; i++) {
                int row = rows.row(i);
                codes[i] =
                        strings.isNull(row) ? 0 : code(number(bytes, starts[row], ends[row], grow));
            }
            return;
        }
        int missCount = 0;
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            int start = starts[row];
            int end = ends[row];
            int number = memo.number(start, end);
            if (number == ByteDictionary.ABSENT) {
                missCount++;
                // What lies in a NULL row need not be a string.
                if (strings.isNull(row)) {
                    codes[i] = 0;
                    continue;
                }
                number = number(bytes, start, end, grow);
                memo.note(start, end, number);
            }
            codes[i] = code(number);
        }
        memo.end(count, missCount);
    }

    /// Looks for each entry of a storage dictionary once.
    private void encodeEntries(
            BytesVector strings, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        int[] entryOfRow = strings.codes();
        int[] numbers = memo.numbersOfEntries(strings);
        boolean hasNoNulls = strings.hasNoNulls();
        int count = rows.selectedCount();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            int entry = entryOfRow[row];
            int number = numbers[entry];
            if (number < 0 && (hasNoNulls || !strings.isNull(row))) {
                number = number(strings.entries(), entry, number, grow);
                numbers[entry] = number;
            }
            codes[i] = code(number);
        }
    }

    /// Looks for an entry that had no number when it was looked for last.
    private int number(BytesVector entries, int entry, int last, boolean grow) {
        return last == ByteDictionary.ABSENT && !grow
                ? last
                : number(entries.bytes(), entries.starts()[entry], entries.ends()[entry], grow);
    }

    private static long code(int number) {
        return number < 0 ? ABSENT : number;
    }

    private int number(byte[] bytes, int start, int end, boolean grow) {
        int last = end;
        if (ignoresTrailingBlanks) {
            while (last > start && bytes[last - 1] == ' ') {
                last--;
            }
        }
        return grow ? dictionary.intern(bytes, start, last) : dictionary.find(bytes, start, last);
    }

    @Override
    public long byteCount() {
        return dictionary.byteCount();
    }

    @Override
    public boolean isFull() {
        return dictionary.isFull();
    }
}
