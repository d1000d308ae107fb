package dev.reckon.storage;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.bulk.KeySet;
import dev.reckon.storage.bulk.RowRun;
import dev.reckon.storage.bulk.SharedKeys;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Inserts the many rows of one statement into tables that belong together: a table and its
/// indexes. Part of its [Transaction], and for its thread.
///
/// Few rows end in the write set, as if they had been inserted one by one. Many are written to
/// segments, run by run, each as large as memory should hold: without a byte of them in the log,
/// and without a lock for each row. Either way the rows are the transaction's from then on, and
/// undone with it or with a savepoint.
public final class BulkInsert {
    /// More rows than this are never held in memory.
    private static final int RUN_ROW_COUNT_MAX = 1 << 20;

    /// A run holds so many times the rows of a full memtable; and so many times its bytes.
    private static final int RUN_ROW_FACTOR = 8;

    private static final int RUN_BYTE_FACTOR = 2;

    /// Rows that fill a memtable to such a part are worth segments of their own.
    private static final int WORTH_DIVISOR = 2;

    /// Fewer rows than this are locked one by one.
    private static final int HELD_TOGETHER_MIN = 16;

    private final Transaction transaction;
    private final long rowCountMax;
    private final long byteCountMax;
    private final long rowCountWorth;
    private final long byteCountWorth;
    private final List<Part> parts = new ArrayList<>();
    private boolean wrote;

    /// A table that rows are inserted to.
    ///
    /// @param checksKeys whether a key may exist; false only where the caller knows that none does,
    ///   because its keys are new or belong to rows of a table whose keys are checked
    public record Target(long tableId, boolean checksKeys) {}

    /// A row that could not be inserted, because its key exists: of all such rows the one with the
    /// least tag, and of its keys the one in the first target.
    ///
    /// @param row the row of the target, alone
    public record Duplicate(int target, long tag, Batch row) {}

    /// What one target gets.
    private static final class Part {
        final Target target;
        final TableState table;
        RowRun run;
        Optional<Segment> segment = Optional.empty();

        /// Places of rows whose key this transaction has deleted: they go to the write set.
        final List<Integer> reinserted = new ArrayList<>();

        Part(Target target, TableState table) {
            this.target = target;
            this.table = table;
            this.run = new RowRun(table.schema());
        }
    }

    BulkInsert(Transaction transaction, StoreOptions options, List<Target> targets) {
        this.transaction = transaction;
        long rowCount = options.memtableRowCountMax();
        long byteCount = options.memtableByteCountMax();
        this.rowCountMax = Math.min(RUN_ROW_COUNT_MAX, rowCount * RUN_ROW_FACTOR);
        this.byteCountMax = byteCount / WORTH_DIVISOR * (RUN_BYTE_FACTOR * WORTH_DIVISOR);
        this.rowCountWorth = Math.max(1, rowCount / WORTH_DIVISOR);
        this.byteCountWorth = byteCount / WORTH_DIVISOR;
        for (Target target : targets) {
            parts.add(new Part(target, transaction.tableToWrite(target.tableId())));
        }
    }

    /// Gathers rows for one target. For each tag, the targets are given their rows before any gets
    /// one of a greater tag and [#isFull] is asked.
    ///
    /// @param target its number, from 0
    /// @param rows all columns of the table; of which the selected rows count; never changed
    ///   afterwards
    /// @param tags what each physical row is known by, ascending from one call to the next
    public void add(int target, Batch rows, long[] tags) {
        parts.get(target).run.add(rows, tags);
    }

    /// Returns whether [#write] should be called before more is added.
    public boolean isFull() {
        return rowCount() >= rowCountMax || byteCount() >= byteCountMax;
    }

    private long rowCount() {
        long most = 0;
        for (Part part : parts) {
            most = Math.max(most, part.run.rowCount());
        }
        return most;
    }

    private long byteCount() {
        long sum = 0;
        for (Part part : parts) {
            sum += part.run.byteCount();
        }
        return sum;
    }

    /// Inserts what is left. Nothing is added afterwards.
    ///
    /// @return a row whose key exists; then the caller undoes all, as [Transaction] says
    /// @throws dev.reckon.storage.error.DatabaseException as [#write]
    public Optional<Duplicate> finish() {
        if (wrote || rowCount() >= rowCountWorth || byteCount() >= byteCountWorth) {
            return write();
        }
        return rowCount() < HELD_TOGETHER_MIN || transaction.bulkLoad().hasManyClaims()
                ? insertEach()
                : insertTogether(false);
    }

    /// Inserts few rows, one by one, each with its index entries before the next.
    private Optional<Duplicate> insertEach() {
        List<RowRun.Arrivals> arrivals = parts.stream().map(part -> part.run.arrivals()).toList();
        List<KeyEncoder> keys =
                parts.stream().map(part -> new KeyEncoder(part.table.schema())).toList();
        for (int next = next(arrivals); next >= 0; next = next(arrivals)) {
            Part part = parts.get(next);
            RowRun.Arrivals row = arrivals.get(next);
            RowKey key = keys.get(next).encode(row.batch(), row.row());
            if (!insert(part, key, part.table.layout().encode(row.batch(), row.row()))) {
                Batch alone = row.batch().select(new int[] {row.row()}, 1).compact();
                return Optional.of(new Duplicate(next, row.tag(), alone));
            }
            row.next();
        }
        return Optional.empty();
    }

    /// Returns the part whose next row has the least tag, the first of several; -1 at the end.
    private static int next(List<RowRun.Arrivals> arrivals) {
        int least = -1;
        for (int i = 0; i < arrivals.size(); i++) {
            RowRun.Arrivals row = arrivals.get(i);
            if (row.isValid() && (least < 0 || row.tag() < arrivals.get(least).tag())) {
                least = i;
            }
        }
        return least;
    }

    private boolean insert(Part part, RowKey key, byte[] row) {
        long tableId = part.target.tableId();
        if (part.target.checksKeys()) {
            return transaction.insert(tableId, key, row);
        }
        transaction.insertNew(tableId, key, row);
        return true;
    }

    /// Writes what was gathered to segments, which are the transaction's from then on.
    ///
    /// @return a row whose key exists; then the caller undoes all, as [Transaction] says
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030 when the disk fails;
    ///   40001, 40P01, 55P03, 57014 as [Transaction#insert]
    public Optional<Duplicate> write() {
        wrote = true;
        return insertTogether(true);
    }

    private Optional<Duplicate> insertTogether(boolean toSegments) {
        var found = new Conflicts();
        for (Part part : parts) {
            part.run.sort(place -> {
                part.run.exclude(place);
                found.add(part, place);
            });
            compareWithOwnRows(part, found);
            if (toSegments && part.run.writtenCount() > 0) {
                part.segment = Optional.of(transaction.bulkLoad().write(part.table, part.run));
            }
        }
        for (Part part : parts) {
            if (part.target.checksKeys() && part.run.writtenCount() > 0) {
                compareWithOthers(part, found);
            }
        }
        if (found.first.isPresent()) {
            return found.first;
        }
        for (Part part : parts) {
            keep(part, toSegments);
            part.run = new RowRun(part.table.schema());
            part.segment = Optional.empty();
        }
        return Optional.empty();
    }

    private void keep(Part part, boolean inSegment) {
        BulkLoad load = transaction.bulkLoad();
        long tableId = part.target.tableId();
        part.segment.ifPresent(segment -> load.use(tableId, segment));
        if (!inSegment) {
            load.hold(tableId, part.table, part.run);
            transaction.spillIfLarge(tableId);
        }
        for (int place : part.reinserted) {
            byte[] row = part.table.layout().encode(part.run.row(place), 0);
            insert(part, part.run.key(place), row);
        }
        part.reinserted.clear();
    }

    /// The first of the rows that cannot be inserted.
    private final class Conflicts {
        Optional<Duplicate> first = Optional.empty();

        void add(Part part, int place) {
            int number = parts.indexOf(part);
            long tag = part.run.tag(place);
            if (first.isEmpty()
                    || tag < first.get().tag()
                    || (tag == first.get().tag() && number < first.get().target())) {
                first = Optional.of(new Duplicate(number, tag, part.run.row(place)));
            }
        }
    }

    /// Finds the keys that the transaction's write set has: a row there is in the way; where one
    /// was deleted the new row takes its place in the write set.
    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    private void compareWithOwnRows(Part part, Conflicts found) {
        MemTree own = transaction.bulkLoad().heldRows(part.target.tableId());
        RowRun run = part.run;
        if (own.isEmpty() || run.rowCount() == 0) {
            return;
        }
        MemCursor row = MemCursor.forward(own, run.key(0).bytes());
        for (; row.isValid(); row.next()) {
            RowKey key = row.key();
            int place = run.lowerBound(key);
            if (place == run.rowCount()) {
                return;
            }
            if (!run.key(place).equals(key)) {
                continue;
            }
            run.exclude(place);
            if (row.row() == MemTree.DELETED) {
                part.reinserted.add(place);
            } else {
                found.add(part, place);
            }
        }
    }

    /// Makes the keys of a part the transaction's own, waiting for others that have some of them,
    /// and finds those that exist.
    private void compareWithOthers(Part part, Conflicts found) {
        long tableId = part.target.tableId();
        RowRun run = part.run;
        KeySet keys = part.segment.<KeySet>map(KeySet.OfSegment::new).orElse(run.keys());
        IntConsumer conflict = place -> addConflict(part, place, found);
        for (Segment own : transaction.bulkLoad().segments(tableId)) {
            SharedKeys.forEach(keys, own, DeletedPositions.NONE, conflict);
        }
        if (transaction.isPrivate(tableId)) {
            return;
        }
        if (found.first.isEmpty()) {
            transaction.bulkLoad().claim(tableId, keys, transaction.requests().timeoutNanos());
        }
        SharedKeys.forEach(
                keys,
                transaction.newestTable(tableId),
                place -> {
                    transaction.bulkLoad().noteRead(tableId, keys.key(place));
                    conflict.accept(place);
                });
        if (found.first.isEmpty()) {
            transaction.requireNoneDeletedSince(
                    tableId, keys, place -> part.segment.isPresent() || !run.isExcluded(place));
        }
    }

    /// Notes a key that exists, unless it is one that the transaction has deleted.
    private static void addConflict(Part part, int place, Conflicts found) {
        if (part.segment.isPresent()) {
            found.add(part, part.run.placeOfWritten(place));
        } else if (!part.run.isExcluded(place)) {
            found.add(part, place);
        }
    }
}
