package dev.reckon.storage;

import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.state.RowPlace;
import dev.reckon.storage.state.RowPlaces;
import dev.reckon.storage.type.RowKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many keys of one table that a transaction has locked together, numbered from 0 as they were
/// given, and what was under them when all were locked. For the transaction's thread.
public final class LockedKeys {
    private final long tableId;
    private final RowKey[] keys;
    private final LockedRow.Outcome[] outcomes;
    private final int[] order;
    private final byte[] @Nullable [] own;
    private final RowPlaces places;
    private final int[] present;
    private final Batch rows;

    /// @param order the numbers of all keys, so that the keys ascend
    /// @param own rows that the transaction has written itself
    /// @param places where the committed ones are
    /// @param columns the columns to read of rows that are there
    LockedKeys(
            long tableId,
            RowKey[] keys,
            LockedRow.Outcome[] outcomes,
            int[] order,
            byte[] @Nullable [] own,
            RowPlaces places,
            List<Integer> columns) {
        this.tableId = tableId;
        this.keys = keys;
        this.outcomes = outcomes;
        this.order = order;
        this.own = own;
        this.places = places;
        this.present = findPresent();
        this.rows = places.rows(columns, own, columns.isEmpty() ? new int[0] : present);
    }

    private int[] findPresent() {
        int[] numbers = new int[keys.length];
        int count = 0;
        for (int number = 0; number < keys.length; number++) {
            if (exists(number)) {
                numbers[count++] = number;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    public int count() {
        return keys.length;
    }

    public RowKey key(int number) {
        return keys[number];
    }

    /// Returns what became of a row between the statement's snapshot and the lock.
    public LockedRow.Outcome outcome(int number) {
        return outcomes[number];
    }

    /// Returns whether a key has a row, and is locked.
    public boolean exists(int number) {
        return outcomes[number] == LockedRow.Outcome.UNCHANGED
                || outcomes[number] == LockedRow.Outcome.CHANGED;
    }

    /// Returns the numbers of the keys that have a row, ascending; nobody changes the array.
    public int[] present() {
        return present;
    }

    /// Returns the newest rows, committed or the transaction's own, of the keys in [#present], with
    /// the columns that were asked for; without any when none were.
    public Batch rows() {
        return rows;
    }

    long tableId() {
        return tableId;
    }

    /// Returns the numbers of all keys, so that the keys ascend.
    int[] order() {
        return order;
    }

    /// Returns where the committed table has a row, as the write set notes it.
    byte[] place(int number) {
        return own[number] == null ? places.place(number) : RowPlace.UNKNOWN;
    }
}
