package dev.reckon.sql.largeobject;

import static dev.reckon.sql.largeobject.LargeObjectTables.PAGE_BYTES;

import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads and writes large objects in a transaction. Who writes to one holds the lock of its row in
/// the table of objects. Immutable; safe for many threads.
final class LargeObjectStore {
    /// The most bytes that one can have: as many as there are pages.
    static final long LENGTH_MAX = (long) Integer.MAX_VALUE * PAGE_BYTES;

    private final HiddenTable objects = new HiddenTable(LargeObjectTables.OBJECTS);
    private final HiddenTable pages = new HiddenTable(LargeObjectTables.PAGES);

    /// A large object.
    ///
    /// @param length in bytes
    record LargeObject(long oid, long ownerOid, long length) {}

    boolean create(Transaction transaction, long oid, long ownerOid) {
        return objects.insert(
                transaction, new Value.Int(oid), new Value.Int(ownerOid), new Value.Int(0));
    }

    Optional<LargeObject> find(Transaction transaction, long oid) {
        return objects.find(transaction, new Value.Int(oid)).map(LargeObjectStore::object);
    }

    /// Returns the newest state of a large object, kept from others until the transaction ends.
    LargeObject lock(Transaction transaction, long oid) {
        return objects.lock(transaction, new Value.Int(oid))
                .map(LargeObjectStore::object)
                .orElseThrow(() -> missing(oid));
    }

    private static LargeObject object(List<Value> row) {
        return new LargeObject(number(row.get(0)), number(row.get(1)), number(row.get(2)));
    }

    private static long number(Value value) {
        return ((Value.Int) value).value();
    }

    static DatabaseException missing(long oid) {
        return new DatabaseException(
                SqlState.UNDEFINED_OBJECT, "large object " + oid + " does not exist");
    }

    void remove(Transaction transaction, long oid) {
        LargeObject object = lock(transaction, oid);
        removePages(transaction, object, 0);
        objects.delete(transaction, new Value.Int(oid));
    }

    private void removePages(Transaction transaction, LargeObject object, long first) {
        for (long page = first; page * PAGE_BYTES < object.length; page++) {
            if (pages.lock(transaction, new Value.Int(object.oid), new Value.Int(page))
                    .isPresent()) {
                pages.delete(transaction, new Value.Int(object.oid), new Value.Int(page));
            }
        }
    }

    /// Reads bytes; fewer at the end.
    byte[] read(Transaction transaction, LargeObject object, long offset, int byteCount) {
        long end = Math.min(object.length, offset + byteCount);
        if (offset >= end) {
            return new byte[0];
        }
        byte[] bytes = new byte[(int) (end - offset)];
        for (long page = offset / PAGE_BYTES; page * PAGE_BYTES < end; page++) {
            byte[] held = page(transaction, object.oid, page);
            long pageStart = page * PAGE_BYTES;
            int from = (int) Math.max(0, offset - pageStart);
            int to = (int) Math.min(held.length, end - pageStart);
            if (from < to) {
                System.arraycopy(held, from, bytes, (int) (pageStart + from - offset), to - from);
            }
        }
        return bytes;
    }

    private byte[] page(Transaction transaction, long oid, long page) {
        return pages.find(transaction, new Value.Int(oid), new Value.Int(page))
                .map(row -> ((Value.Bytes) row.get(2)).value())
                .orElse(new byte[0]);
    }

    /// Writes bytes at an offset.
    void write(Transaction transaction, long oid, long offset, byte[] bytes) {
        LargeObject object = lock(transaction, oid);
        long end = offset + bytes.length;
        for (long page = offset / PAGE_BYTES; page * PAGE_BYTES < end; page++) {
            long pageStart = page * PAGE_BYTES;
            int from = (int) Math.max(0, offset - pageStart);
            int to = (int) Math.min(PAGE_BYTES, end - pageStart);
            Optional<List<Value>> held =
                    pages.lock(transaction, new Value.Int(oid), new Value.Int(page));
            byte[] before = held.map(row -> ((Value.Bytes) row.get(2)).value()).orElse(new byte[0]);
            byte[] after = Arrays.copyOf(before, Math.max(before.length, to));
            System.arraycopy(bytes, (int) (pageStart + from - offset), after, from, to - from);
            put(transaction, held.isPresent(), oid, page, after);
        }
        if (end > object.length) {
            setLength(transaction, object, end);
        }
    }

    private void put(Transaction transaction, boolean isThere, long oid, long page, byte[] bytes) {
        Value[] row = {new Value.Int(oid), new Value.Int(page), new Value.Bytes(bytes)};
        if (isThere) {
            pages.update(transaction, row);
        } else {
            pages.insert(transaction, row);
        }
    }

    private void setLength(Transaction transaction, LargeObject object, long length) {
        objects.update(
                transaction,
                new Value.Int(object.oid),
                new Value.Int(object.ownerOid),
                new Value.Int(length));
    }

    /// Cuts a large object, or makes it longer by zeros.
    void truncate(Transaction transaction, long oid, long length) {
        LargeObject object = lock(transaction, oid);
        if (length < object.length) {
            long last = length / PAGE_BYTES;
            int kept = (int) (length % PAGE_BYTES);
            byte[] cut = page(transaction, oid, last);
            removePages(transaction, object, kept == 0 ? last : last + 1);
            if (kept > 0 && cut.length > kept) {
                pages.lock(transaction, new Value.Int(oid), new Value.Int(last));
                put(transaction, true, oid, last, Arrays.copyOf(cut, kept));
            }
        }
        setLength(transaction, object, length);
    }
}
