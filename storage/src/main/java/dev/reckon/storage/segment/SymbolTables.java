package dev.reckon.storage.segment;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where the symbol tables of one column are in the file, which its blocks share.
///
/// Grown by a writer, for one thread; then fixed, and safe for many.
final class SymbolTables {
    private static final int ENTRY_BYTES = 16;

    long[] offsets = {};
    int[] lengths = {};
    int[] checksums = {};
    private int count;

    /// What a writer has, of which the first `count` are placed.
    private final List<SymbolTable> written = new ArrayList<>();

    int count() {
        return count;
    }

    /// Returns the number of a table, a new one when it is new here.
    @SuppressWarnings("ReferenceEquality") // Whoever copies blocks has the same object.
    int number(SymbolTable table) {
        for (int number = written.size() - 1; number >= 0; number--) {
            if (written.get(number) == table) {
                return number;
            }
        }
        written.add(table);
        return written.size() - 1;
    }

    /// Returns the tables that have no place in the file yet, in their order.
    List<SymbolTable> unplaced() {
        return written.subList(count, written.size());
    }

    /// Says where the first table without a place is.
    void place(long offset, int length, int checksum) {
        if (count == offsets.length) {
            resize(Math.max(4, 2 * count));
        }
        offsets[count] = offset;
        lengths[count] = length;
        checksums[count] = checksum;
        count++;
    }

    private void resize(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        checksums = Arrays.copyOf(checksums, capacity);
    }

    void write(ByteSink target) {
        target.putInt(count);
        for (int number = 0; number < count; number++) {
            target.putLong(offsets[number]);
            target.putInt(lengths[number]);
            target.putInt(checksums[number]);
        }
    }

    /// Reads what [#write] put.
    ///
    /// @throws BufferUnderflowException when it is cut
    static SymbolTables read(ByteBuffer source) {
        int count = source.getInt();
        if (count < 0 || source.remaining() / ENTRY_BYTES < count) {
            throw new BufferUnderflowException();
        }
        var tables = new SymbolTables();
        tables.resize(count);
        for (int number = 0; number < count; number++) {
            tables.place(source.getLong(), source.getInt(), source.getInt());
        }
        return tables;
    }
}
