package dev.reckon.sql.largeobject;

import dev.reckon.sql.function.LargeObjects;
import dev.reckon.sql.largeobject.LargeObjectStore.LargeObject;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The large objects of one session, with the descriptors that are open in its transaction.
///
/// Its lock guards the descriptors: the workers of a query may call functions at a time.
public final class SessionLargeObjects implements LargeObjects {
    private final LargeObjectStore store = new LargeObjectStore();
    private final Supplier<Transaction> transactions;
    private final LongSupplier newOid;
    private final LongSupplier currentRole;
    private final LongPredicate mayUse;

    private final Map<Integer, Descriptor> open = new TreeMap<>();

    /// An open large object.
    ///
    /// @param transaction in which it was opened: it is of no use in another
    private record Descriptor(
            Transaction transaction, long oid, boolean forWriting, long position) {
        Descriptor at(long newPosition) {
            return new Descriptor(transaction, oid, forWriting, newPosition);
        }
    }

    /// @param transactions gives the session's transaction, which begins if there is none
    /// @param newOid gives oids that no object has
    /// @param currentRole gives the oid of the current user
    /// @param mayUse whether the current user may do what the owner may, by the owner's oid
    public SessionLargeObjects(
            Supplier<Transaction> transactions,
            LongSupplier newOid,
            LongSupplier currentRole,
            LongPredicate mayUse) {
        this.transactions = transactions;
        this.newOid = newOid;
        this.currentRole = currentRole;
        this.mayUse = mayUse;
    }

    @Override
    public synchronized long create(long oid) {
        long chosen = oid == 0 ? newOid.getAsLong() : oid;
        if (!store.create(transactions.get(), chosen, currentRole.getAsLong())) {
            throw new DatabaseException(
                    SqlState.UNIQUE_VIOLATION, "large object " + chosen + " already exists");
        }
        return chosen;
    }

    @Override
    public synchronized void remove(long oid) {
        Transaction transaction = transactions.get();
        if (!mayUse.test(required(transaction, oid).ownerOid())) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "must be owner of large object " + oid);
        }
        open.values().removeIf(descriptor -> descriptor.oid == oid);
        store.remove(transaction, oid);
    }

    private LargeObject required(Transaction transaction, long oid) {
        return store.find(transaction, oid).orElseThrow(() -> LargeObjectStore.missing(oid));
    }

    @Override
    public synchronized int open(long oid, boolean forWriting) {
        Transaction transaction = transactions.get();
        if (!mayUse.test(required(transaction, oid).ownerOid())) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for large object " + oid);
        }
        open.values().removeIf(descriptor -> !descriptor.transaction.equals(transaction));
        int free = 0;
        while (open.containsKey(free)) {
            free++;
        }
        open.put(free, new Descriptor(transaction, oid, forWriting, 0));
        return free;
    }

    @Override
    public synchronized void close(int descriptor) {
        descriptor(descriptor);
        open.remove(descriptor);
    }

    private Descriptor descriptor(int number) {
        Descriptor descriptor = open.get(number);
        if (descriptor == null || !descriptor.transaction.equals(transactions.get())) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "invalid large-object descriptor: " + number);
        }
        return descriptor;
    }

    @Override
    public synchronized byte[] read(int descriptor, int byteCount) {
        Descriptor from = descriptor(descriptor);
        byte[] bytes =
                store.read(
                        from.transaction,
                        required(from.transaction, from.oid),
                        from.position,
                        byteCount);
        open.put(descriptor, from.at(from.position + bytes.length));
        return bytes;
    }

    @Override
    public synchronized void write(int descriptor, byte[] bytes) {
        Descriptor to = writable(descriptor);
        if (to.position + bytes.length > LargeObjectStore.LENGTH_MAX) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid large object write request size: " + bytes.length);
        }
        store.write(to.transaction, to.oid, to.position, bytes);
        open.put(descriptor, to.at(to.position + bytes.length));
    }

    private Descriptor writable(int number) {
        Descriptor descriptor = descriptor(number);
        if (!descriptor.forWriting) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "large object descriptor " + number + " was not opened for writing");
        }
        return descriptor;
    }

    @Override
    public synchronized long seek(int descriptor, long offset, Origin from) {
        Descriptor moved = descriptor(descriptor);
        long start =
                switch (from) {
                    case START -> 0;
                    case POSITION -> moved.position;
                    case END -> required(moved.transaction, moved.oid).length();
                };
        long position = start + offset;
        if (position < 0 || position > LargeObjectStore.LENGTH_MAX) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid large object seek target: " + position);
        }
        open.put(descriptor, moved.at(position));
        return position;
    }

    @Override
    public synchronized long position(int descriptor) {
        return descriptor(descriptor).position;
    }

    @Override
    public synchronized void truncate(int descriptor, long length) {
        Descriptor cut = writable(descriptor);
        if (length < 0 || length > LargeObjectStore.LENGTH_MAX) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid large object truncation target: " + length);
        }
        store.truncate(cut.transaction, cut.oid, length);
    }
}
