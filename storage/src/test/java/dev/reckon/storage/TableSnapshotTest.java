package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reckon.index.LookupTrace;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads through the store: segments, memtable and own writes together.
final class TableSnapshotTest {
    private static final int FLUSHED = 20_000;

    @TempDir Path directory;
    private Store store;
    private SimpleTable table;

    /// The keys that the transaction below sees.
    private final TreeSet<Long> keys = new TreeSet<>();

    @BeforeEach
    void fill() throws IOException {
        store =
                Store.open(
                        new LocalFileSystem(directory),
                        new StoreOptions(1_000, 1 << 20, 64 << 20, false));
        table = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(table.schema());
            for (long key = 0; key < FLUSHED; key++) {
                insert(transaction, 2 * key);
            }
            transaction.commit();
        }
        store.maintain();
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            for (long key = 1; key < 2 * FLUSHED; key += 200) {
                insert(transaction, key);
            }
            for (long key = 0; key < 2 * FLUSHED; key += 50) {
                delete(transaction, key);
            }
            transaction.commit();
        }
    }

    @AfterEach
    void close() {
        store.close();
        assertThat(NativeMemory.openCount()).isZero();
    }

    private void insert(Transaction transaction, long key) {
        assertThat(transaction.insert(table.id(), table.key(key), table.row(key, "row " + key)))
                .isTrue();
        keys.add(key);
    }

    private void delete(Transaction transaction, long key) {
        transaction.lock(table.id(), table.key(key), LockMode.UPDATE, WaitPolicy.WAIT);
        transaction.delete(table.id(), table.key(key));
        keys.remove(key);
    }

    @Test
    void seesSegmentsMemtableAndOwnWrites() {
        try (Transaction transaction = store.begin(Isolation.REPEATABLE_READ)) {
            for (long key = 3; key < 2 * FLUSHED; key += 700) {
                insert(transaction, key);
            }
            for (long key = 4; key < 2 * FLUSHED; key += 300) {
                delete(transaction, key);
            }
            insert(transaction, -7);
            try (Snapshot snapshot = transaction.statementSnapshot()) {
                check(snapshot.table(table.id()).orElseThrow());
            }
        }
    }

    private void check(TableSnapshot view) {
        var expected = new ArrayList<>(keys);
        assertThat(view.rowCount()).isEqualTo(expected.size());
        assertThat(keys(view, request(ScanOrder.FORWARD))).isEqualTo(expected);
        assertThat(keys(view, request(ScanOrder.BACKWARD))).isEqualTo(expected.reversed());
        List<Long> any = keys(view, request(ScanOrder.ANY));
        Collections.sort(any);
        assertThat(any).isEqualTo(expected);
        for (ScanOrder order : ScanOrder.values()) {
            var split = new ArrayList<Long>();
            List<ScanRequest> parts = view.split(request(order), 4);
            assertThat(parts).hasSize(4);
            parts.forEach(part -> split.addAll(keys(view, part)));
            if (order == ScanOrder.ANY) {
                Collections.sort(split);
            }
            assertThat(split)
                    .isEqualTo(order == ScanOrder.BACKWARD ? expected.reversed() : expected);
        }
        for (int rank = 0; rank < expected.size(); rank += 331) {
            assertThat(view.keyAt(rank)).contains(table.key(expected.get(rank)));
            var below =
                    new KeyRange(new byte[0], Optional.of(table.key(expected.get(rank)).bytes()));
            assertEquals(rank, view.rowCount(below));
        }
        checkFinding(view);
        long positions = view.segments().stream().mapToLong(SegmentStatistics::rowCount).sum();
        assertThat(positions).isEqualTo(FLUSHED);
        assertThat(view.memtableRowCount()).isEqualTo(FLUSHED / 100);
        assertThat(view.statistics(0).distinctCount()).isGreaterThan(FLUSHED * 0.9);
    }

    @Test
    void theFirstBatchIsAsLongAsIsWantedAndLentBatchesShareMemory() {
        var other = new SimpleTable(store.allocateId());
        try (Transaction transaction = store.begin(Isolation.READ_COMMITTED)) {
            transaction.createTable(other.schema());
            for (long key = 0; key < 4_000; key++) {
                transaction.insert(other.id(), other.key(key), other.row(key, "row " + key));
            }
            transaction.commit();
        }
        store.maintain();
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot view = snapshot.table(other.id()).orElseThrow();
            assertThat(view.memtableRowCount()).isZero();
            assertThat(view.segments()).hasSize(1);
            var request =
                    new ScanRequest(
                            List.of(1), List.of(KeyRange.ALL), ScanOrder.BACKWARD, List.of());
            assertThat(firstTwo(view, request).getFirst().rowCount()).isEqualTo(128);
            assertThat(firstTwo(view, request.startingWith(10)).getFirst().rowCount())
                    .isEqualTo(10);
            assertThat(firstTwo(view, request.startingWith(1_000_000)).getFirst().rowCount())
                    .isEqualTo(Batch.ROW_COUNT);
            // The second batch fits where the first one was: keys are shorter.
            List<Batch> lent = firstTwo(view, request.startingWith(2_048).lending(Lending.ALL));
            List<Batch> owned = firstTwo(view, request.startingWith(2_048));
            assertThat(bytes(lent.get(1))).isSameAs(bytes(lent.get(0)));
            assertThat(bytes(owned.get(1))).isNotSameAs(bytes(owned.get(0)));
            assertThat(lent.get(1).column(0).value(7)).isEqualTo(owned.get(1).column(0).value(7));
            ScanRequest forward = ScanRequest.all(List.of(0, 1));
            List<Batch> lentNumbers = firstTwo(view, forward.lending(Lending.NUMBERS));
            owned = firstTwo(view, forward);
            assertThat(numbers(lentNumbers.get(1))).isSameAs(numbers(lentNumbers.get(0)));
            assertThat(numbers(owned.get(1))).isNotSameAs(numbers(owned.get(0)));
            assertThat(lentNumbers.get(1).column(0).value(7))
                    .isEqualTo(owned.get(1).column(0).value(7));
            assertThat(lentNumbers.get(0).column(1).value(7))
                    .isEqualTo(owned.get(0).column(1).value(7));
        }
    }

    private static List<Batch> firstTwo(TableSnapshot view, ScanRequest request) {
        try (Cursor cursor = view.scan(request)) {
            return List.of(cursor.next().orElseThrow(), cursor.next().orElseThrow());
        }
    }

    private static long[] numbers(Batch batch) {
        return ((LongVector) batch.column(0)).values();
    }

    private static byte[] bytes(Batch batch) {
        return ((BytesVector) batch.column(0)).bytes();
    }

    private static ScanRequest request(ScanOrder order) {
        return new ScanRequest(List.of(0), List.of(KeyRange.ALL), order, List.of());
    }

    private static List<Long> keys(TableSnapshot view, ScanRequest request) {
        var found = new ArrayList<Long>();
        try (Cursor cursor = view.scan(request)) {
            for (Optional<Batch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                var values = (LongVector) next.get().column(0);
                for (int index = 0; index < next.get().selectedCount(); index++) {
                    found.add(values.values()[next.get().row(index)]);
                }
            }
        }
        return found;
    }

    private void checkFinding(TableSnapshot learned) {
        for (TableSnapshot view : List.of(learned, learned.with(IndexUse.BINARY_SEARCH))) {
            RowKey[] sought = new RowKey[2_000];
            for (int index = 0; index < sought.length; index++) {
                long key = index * 20L - 10;
                sought[index] = table.key(key);
                Batch row = view.find(sought[index], List.of(1));
                assertEquals(keys.contains(key) ? 1 : 0, row.rowCount());
                if (row.rowCount() == 1) {
                    assertEquals(Value.text("row " + key), row.column(0).value(0));
                }
            }
            int[] matches = new int[sought.length];
            Batch rows = view.find(sought, sought.length, List.of(0), matches);
            for (int row = 0; row < rows.rowCount(); row++) {
                assertEquals(new Value.Int(matches[row] * 20L - 10), rows.column(0).value(row));
            }
        }
        LookupTrace trace = learned.trace(table.key(5_000)).getFirst();
        assertThat(trace.actual()).isEqualTo(2_500);
        assertThat(trace.window().first()).isLessThanOrEqualTo(2_500);
        LookupTrace binary =
                learned.with(IndexUse.BINARY_SEARCH).trace(table.key(5_000)).getFirst();
        assertThat(binary.actual()).isEqualTo(2_500);
        assertThat(learned.trace(table.key(-1_000))).isEmpty();
    }

    @Test
    void boundsSkipBlocksButNoRow() {
        try (Snapshot snapshot = store.snapshot()) {
            TableSnapshot view = snapshot.table(table.id()).orElseThrow();
            var bound =
                    new ScanRequest.ColumnBound(0, new Value.Int(30_000), new Value.Int(30_100));
            var request =
                    new ScanRequest(
                            List.of(0), List.of(KeyRange.ALL), ScanOrder.ANY, List.of(bound));
            List<Long> found = keys(view, request);
            assertThat(found).containsAll(keys.subSet(30_000L, 30_101L));
            // One block of the segment, and the memtable.
            assertThat(found).hasSizeLessThan(5_000);
            var ofAnotherType =
                    new ScanRequest.ColumnBound(0, Value.text("30000"), Value.Null.NULL);
            assertThat(
                            keys(
                                    view,
                                    new ScanRequest(
                                            List.of(0),
                                            List.of(KeyRange.ALL),
                                            ScanOrder.FORWARD,
                                            List.of(ofAnotherType))))
                    .isEqualTo(new ArrayList<>(keys));
        }
    }
}
