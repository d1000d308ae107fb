package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The numbers of keys that are entries of dictionaries, by the numbers of the entries: a key that
/// was seen is found by one load, without hashing or packing. For one thread.
///
/// Used where all key columns are coded and have fewer combinations of entries than a batch has
/// rows.
final class EntryNumbers {
    private static final int COLUMN_COUNT_MAX = 4;

    /// A combination that nobody has asked for.
    private static final int UNKNOWN = -2;

    /// The dictionaries that [#numbers] is about.
    private List<BytesVector> dictionaries = List.of();

    private int[] numbers = {};

    /// Of each row of the batch, the combination of its entries.
    private int[] combinations = {};

    private int[] newCombinations = {};
    private int[] newRows = {};
    private int newCount;

    /// Begins a batch.
    ///
    /// @return false when its keys are not such: then nothing is begun
    boolean begin(List<ColumnVector> keys, Batch rows) {
        if (keys.isEmpty() || keys.size() > COLUMN_COUNT_MAX) {
            return false;
        }
        long combinationCount = 1;
        for (ColumnVector key : keys) {
            if (!(key instanceof BytesVector strings)
                    || !strings.isCoded()
                    || !strings.hasNoNulls()) {
                return false;
            }
            combinationCount *= strings.entries().rowCount();
            if (combinationCount > rows.selectedCount()) {
                return false;
            }
        }
        useDictionariesOf(keys, (int) combinationCount);
        combine(keys, rows);
        return true;
    }

    private void useDictionariesOf(List<ColumnVector> keys, int combinationCount) {
        boolean same = dictionaries.size() == keys.size();
        List<BytesVector> used = new ArrayList<>(keys.size());
        for (int column = 0; column < keys.size(); column++) {
            BytesVector entries = ((BytesVector) keys.get(column)).entries();
            used.add(entries);
            same = same && areSame(entries, dictionaries.get(column));
        }
        if (same) {
            return;
        }
        dictionaries = used;
        if (numbers.length < combinationCount) {
            numbers = new int[combinationCount];
            newCombinations = new int[combinationCount];
            newRows = new int[combinationCount];
        }
        Arrays.fill(numbers, 0, combinationCount, UNKNOWN);
    }

    private static boolean areSame(BytesVector some, BytesVector other) {
        return some.rowCount() == other.rowCount()
                && Arrays.equals(some.bytes(), other.bytes())
                && Arrays.equals(some.ends(), other.ends());
    }

    private void combine(List<ColumnVector> keys, Batch rows) {
        int count = rows.selectedCount();
        if (combinations.length < count) {
            combinations = new int[count];
        }
        int[] combined = combinations;
        boolean isDense = rows.isDense();
        for (int column = 0; column < keys.size(); column++) {
            var strings = (BytesVector) keys.get(column);
            int[] codes = strings.codes();
            int entryCount = column == 0 ? 0 : dictionaries.get(column).rowCount();
            if (column == 0 && isDense) {
                System.arraycopy(codes, 0, combined, 0, count);
            } else if (column == 0) {
                for (int i = 0; i < count; i++) {
                    combined[i] = codes[rows.row(i)];
                }
            } else if (isDense) {
                for (int i = 0; i < count; i++) {
                    combined[i] = combined[i] * entryCount + codes[i];
                }
            } else {
                for (int i = 0; i < count; i++) {
                    combined[i] = combined[i] * entryCount + codes[rows.row(i)];
                }
            }
        }
    }

    /// Sets the numbers of the keys of the batch's rows as far as they are known.
    ///
    /// @return the batch with the first row of each key that isn't selected
    Batch find(Batch rows, int[] found) {
        int count = rows.selectedCount();
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            int number = numbers[combinations[i]];
            found[i] = number;
            unknown |= number;
        }
        newCount = 0;
        if (unknown >= 0) {
            return rows.select(newRows, 0);
        }
        for (int i = 0; i < count; i++) {
            int combination = combinations[i];
            if (numbers[combination] == UNKNOWN) {
                newCombinations[newCount] = combination;
                newRows[newCount++] = rows.row(i);
                numbers[combination] = newCount;
            }
        }
        return rows.select(Arrays.copyOf(newRows, newCount), newCount);
    }

    /// Takes the numbers of the keys that [#find] did not know, in the order of its rows, and sets
    /// those of all rows.
    void take(int[] numbersOfNew, int rowCount, int[] found) {
        if (newCount == 0) {
            return;
        }
        for (int index = 0; index < newCount; index++) {
            numbers[newCombinations[index]] = numbersOfNew[index];
        }
        for (int i = 0; i < rowCount; i++) {
            found[i] = numbers[combinations[i]];
        }
    }
}
