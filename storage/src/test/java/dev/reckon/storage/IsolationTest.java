package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.Transaction.LockedRow;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The scenarios of Martin Kleppmann's Hermitage (anomalies G0 to G2 of Adya's thesis), and what
/// PostgreSQL does about each.
@Timeout(30)
final class IsolationTest {
    private Store store;
    private SimpleTable table;

    @BeforeEach
    void open() {
        store = Store.open(new SimulatedDisk(), new StoreOptions(1000, 1 << 20, 1 << 30, false));
        table = new SimpleTable(store.allocateId());
        Transaction setup = store.begin(Isolation.READ_COMMITTED);
        setup.createTable(table.schema());
        setup.insert(table.id(), table.key(1), table.row(1, "10"));
        setup.insert(table.id(), table.key(2), table.row(2, "20"));
        setup.commit();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Transaction begin(Isolation isolation) {
        return store.begin(isolation);
    }

    private Map<Long, String> read(Transaction transaction) {
        TreeMap<Long, String> rows = new TreeMap<>();
        try (Snapshot snapshot = transaction.statementSnapshot();
                Cursor cursor =
                        snapshot.table(table.id())
                                .orElseThrow()
                                .scan(ScanRequest.all(List.of(0, 1)))) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                add(batch.get(), rows);
            }
        }
        return rows;
    }

    private Optional<String> read(Transaction transaction, long key) {
        TreeMap<Long, String> rows = new TreeMap<>();
        try (Snapshot snapshot = transaction.statementSnapshot()) {
            TableSnapshot view = snapshot.table(table.id()).orElseThrow();
            add(view.find(table.key(key), List.of(0, 1)), rows);
        }
        return Optional.ofNullable(rows.get(key));
    }

    private static void add(Batch batch, Map<Long, String> rows) {
        Batch dense = batch.compact();
        for (int row = 0; row < dense.rowCount(); row++) {
            BytesVector text = (BytesVector) dense.column(1);
            int start = text.starts()[row];
            rows.put(
                    ((LongVector) dense.column(0)).values()[row],
                    new String(
                            text.bytes(), start, text.ends()[row] - start, StandardCharsets.UTF_8));
        }
    }

    /// An UPDATE by key: a statement snapshot, the lock, the change; returns the row that it found.
    private Optional<String> update(Transaction transaction, long key, String value) {
        try (Snapshot _ = transaction.statementSnapshot()) {
            LockedRow row =
                    transaction.lock(
                            table.id(), table.key(key), LockMode.NO_KEY_UPDATE, WaitPolicy.WAIT);
            if (row.row().isPresent()) {
                transaction.update(table.id(), table.key(key), table.row(key, value));
            }
            return row.row().map(table::value);
        }
    }

    private void insert(Transaction transaction, long key, String value) {
        assertThat(transaction.insert(table.id(), table.key(key), table.row(key, value))).isTrue();
    }

    private void assertState(SqlState state, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo(state));
    }

    private Map<Long, String> committed() {
        try (Transaction reader = begin(Isolation.READ_COMMITTED)) {
            return read(reader);
        }
    }

    /// Runs something that must wait for a lock of another transaction, until `release` is run.
    private void whileWaiting(Runnable waiter, Runnable release) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(waiter, true);
        Thread thread = Thread.ofPlatform().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        release.run();
        task.get();
    }

    @Test
    void dirtyWritesWaitG0() throws Exception {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        update(first, 1, "11");
        whileWaiting(
                () -> {
                    update(second, 1, "12");
                    update(second, 2, "22");
                },
                () -> {
                    update(first, 2, "21");
                    first.commit();
                });
        second.commit();
        assertThat(committed()).containsEntry(1L, "12").containsEntry(2L, "22");
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void abortedAndIntermediateReadsAreNotSeenG1(Isolation isolation) {
        Transaction writer = begin(isolation);
        Transaction reader = begin(isolation);
        update(writer, 1, "101");
        assertThat(read(reader)).containsEntry(1L, "10");
        update(writer, 1, "11");
        assertThat(read(reader)).containsEntry(1L, "10");
        writer.rollback();
        assertThat(read(reader)).containsEntry(1L, "10");
        reader.commit();
    }

    @Test
    void readCommittedSeesEachCommitAndRepeatableReadDoesNot() {
        Transaction committed = begin(Isolation.READ_COMMITTED);
        Transaction repeatable = begin(Isolation.REPEATABLE_READ);
        read(committed);
        read(repeatable);
        Transaction writer = begin(Isolation.READ_COMMITTED);
        update(writer, 1, "11");
        writer.commit();
        assertThat(read(committed)).containsEntry(1L, "11");
        assertThat(read(repeatable)).containsEntry(1L, "10");
        repeatable.commit();
        committed.commit();
    }

    @Test
    void aWaitingUpdateSeesWhatWasCommitted() throws Exception {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        update(first, 1, "11");
        whileWaiting(
                () -> {
                    try (Snapshot _ = second.statementSnapshot()) {
                        LockedRow row =
                                second.lock(
                                        table.id(), table.key(1), LockMode.UPDATE, WaitPolicy.WAIT);
                        assertThat(row.outcome()).isEqualTo(LockedRow.Outcome.CHANGED);
                        assertThat(row.row().map(table::value)).contains("11");
                    }
                },
                first::commit);
        second.commit();
    }

    @ParameterizedTest
    @EnumSource(
            value = Isolation.class,
            names = {"REPEATABLE_READ", "SERIALIZABLE"})
    void lostUpdatesAreRefusedP4(Isolation isolation) {
        Transaction first = begin(isolation);
        Transaction second = begin(isolation);
        read(first, 1);
        read(second, 1);
        update(first, 1, "11");
        first.commit();
        assertState(SqlState.SERIALIZATION_FAILURE, () -> update(second, 1, "11"));
        second.rollback();
    }

    @Test
    void aRowChangedToAndFroIsStillRefused() {
        Transaction old = begin(Isolation.REPEATABLE_READ);
        read(old, 1);
        for (String value : List.of("11", "10")) {
            Transaction writer = begin(Isolation.READ_COMMITTED);
            update(writer, 1, value);
            writer.commit();
        }
        assertState(SqlState.SERIALIZATION_FAILURE, () -> update(old, 1, "12"));
        old.rollback();
    }

    @Test
    void aRowThatOnlyMovedIsNotRefused() {
        Transaction filler = begin(Isolation.READ_COMMITTED);
        for (long key = 1000; key < 7000; key++) {
            insert(filler, key, "x");
        }
        filler.commit();
        Transaction old = begin(Isolation.REPEATABLE_READ);
        assertThat(read(old, 1)).contains("10");
        Transaction writer = begin(Isolation.READ_COMMITTED);
        update(writer, 2, "21");
        writer.commit();
        store.maintain();
        assertThat(store.state().tables().find(table.id()).orElseThrow().segments()).isNotEmpty();
        assertThat(update(old, 1, "11")).contains("10");
        old.commit();
        assertThat(committed()).containsEntry(1L, "11").containsEntry(2L, "21");
    }

    @Test
    void deletedRowsAreNotPutAgainByAnOlderSnapshot() {
        Transaction old = begin(Isolation.REPEATABLE_READ);
        read(old);
        Transaction writer = begin(Isolation.READ_COMMITTED);
        writer.lock(table.id(), table.key(1), LockMode.UPDATE, WaitPolicy.WAIT);
        writer.delete(table.id(), table.key(1));
        writer.commit();
        assertState(SqlState.SERIALIZATION_FAILURE, () -> insert(old, 1, "again"));
        old.rollback();
    }

    @Test
    void predicateManyPrecedersIsPreventedFromRepeatableReadOnPMP() {
        Transaction reader = begin(Isolation.REPEATABLE_READ);
        assertThat(read(reader)).hasSize(2);
        Transaction writer = begin(Isolation.REPEATABLE_READ);
        insert(writer, 3, "30");
        writer.commit();
        assertThat(read(reader)).hasSize(2);
        reader.commit();
    }

    @Test
    void readSkewIsPreventedFromRepeatableReadOnGSingle() {
        Transaction reader = begin(Isolation.REPEATABLE_READ);
        assertThat(read(reader, 1)).contains("10");
        Transaction writer = begin(Isolation.REPEATABLE_READ);
        update(writer, 1, "12");
        update(writer, 2, "18");
        writer.commit();
        assertThat(read(reader, 2)).contains("20");
        assertState(SqlState.SERIALIZATION_FAILURE, () -> update(reader, 2, "x"));
        reader.rollback();
    }

    /// Runs two transactions that each read and then write, and returns whether both committed.
    private boolean bothCommit(
            Isolation isolation,
            BiConsumer<Transaction, Integer> read,
            BiConsumer<Transaction, Integer> write) {
        Transaction first = begin(isolation);
        Transaction second = begin(isolation);
        read.accept(first, 1);
        read.accept(second, 2);
        write.accept(first, 1);
        write.accept(second, 2);
        first.commit();
        try {
            second.commit();
            return true;
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isEqualTo(SqlState.SERIALIZATION_FAILURE);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void writeSkewIsPreventedBySerializableOnlyG2Item(Isolation isolation) {
        boolean both =
                bothCommit(
                        isolation,
                        (transaction, _) -> {
                            read(transaction, 1);
                            read(transaction, 2);
                        },
                        (transaction, which) -> update(transaction, which, "1" + which));
        assertThat(both).isEqualTo(isolation != Isolation.SERIALIZABLE);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void antiDependencyCyclesOverPredicatesArePreventedBySerializableOnlyG2(Isolation isolation) {
        boolean both =
                bothCommit(
                        isolation,
                        (transaction, _) -> read(transaction),
                        (transaction, which) -> insert(transaction, 2 + which, "30"));
        assertThat(both).isEqualTo(isolation != Isolation.SERIALIZABLE);
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void absentKeysThatWereLookedForCountAsRead(Isolation isolation) {
        boolean both =
                bothCommit(
                        isolation,
                        (transaction, which) -> read(transaction, 13 - which),
                        (transaction, which) -> insert(transaction, 10 + which, "30"));
        assertThat(both).isEqualTo(isolation != Isolation.SERIALIZABLE);
    }

    /// Fekete, O'Neil, O'Neil: "A read-only transaction anomaly under snapshot isolation".
    @Test
    void readOnlyAnomalyIsPreventedBySerializable() {
        Transaction withdrawal = begin(Isolation.SERIALIZABLE);
        read(withdrawal, 1);
        read(withdrawal, 2);
        Transaction deposit = begin(Isolation.SERIALIZABLE);
        read(deposit, 2);
        update(deposit, 2, "120");
        deposit.commit();
        Transaction report = begin(Isolation.SERIALIZABLE);
        assertThat(read(report, 1)).contains("10");
        assertThat(read(report, 2)).contains("120");
        report.commit();
        update(withdrawal, 1, "-11");
        assertState(SqlState.SERIALIZATION_FAILURE, withdrawal::commit);
    }

    @Test
    void serializableTransactionsOnDifferentKeysBothCommit() {
        boolean both =
                bothCommit(
                        Isolation.SERIALIZABLE,
                        (transaction, which) -> read(transaction, which),
                        (transaction, which) -> update(transaction, which, "1" + which));
        assertThat(both).isTrue();
    }

    /// Each thread adds a row only while it sees fewer than fifty: under anything weaker than
    /// serializable some would add one too many.
    @Test
    void aRuleOverManyRowsHoldsUnderManyThreads() throws Exception {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        AtomicLong nextKey = new AtomicLong(100);
        for (int t = 0; t < 4; t++) {
            FutureTask<Integer> task =
                    new FutureTask<>(() -> {
                        int added = 0;
                        while (addWhileFewer(nextKey.getAndIncrement(), 50)) {
                            added++;
                        }
                        return added;
                    });
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        for (FutureTask<Integer> task : tasks) {
            task.get();
        }
        assertThat(committed()).hasSize(50);
    }

    /// Returns false when there are enough rows.
    private boolean addWhileFewer(long key, int count) {
        while (true) {
            try (Transaction transaction = begin(Isolation.SERIALIZABLE)) {
                if (read(transaction).size() >= count) {
                    return false;
                }
                insert(transaction, key, "x");
                transaction.commit();
                return true;
            } catch (DatabaseException e) {
                assertThat(e.sqlState()).isEqualTo(SqlState.SERIALIZATION_FAILURE);
            }
        }
    }

    @Test
    void anInsertWaitsForAnotherOfTheSameKeyAndThenFails() throws Exception {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        insert(first, 5, "50");
        whileWaiting(
                () ->
                        assertThat(second.insert(table.id(), table.key(5), table.row(5, "x")))
                                .isFalse(),
                first::commit);
        second.rollback();
        assertThat(committed()).containsEntry(5L, "50");
    }

    @Test
    void anInsertSucceedsWhenTheOtherRollsBack() throws Exception {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        insert(first, 5, "50");
        whileWaiting(() -> insert(second, 5, "51"), first::rollback);
        second.commit();
        assertThat(committed()).containsEntry(5L, "51");
    }

    @Test
    void deadlocksEndOneOfTheTwo() throws Exception {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        update(first, 1, "11");
        update(second, 2, "22");
        whileWaiting(
                () -> update(first, 2, "12"),
                () -> {
                    assertState(SqlState.DEADLOCK_DETECTED, () -> update(second, 1, "21"));
                    second.rollback();
                });
        first.commit();
        assertThat(committed()).containsEntry(1L, "11").containsEntry(2L, "12");
    }

    @Test
    void skipsAndRefusesLockedRowsAsAsked() {
        Transaction first = begin(Isolation.READ_COMMITTED);
        Transaction second = begin(Isolation.READ_COMMITTED);
        update(first, 1, "11");
        assertThat(
                        second.lock(
                                        table.id(),
                                        table.key(1),
                                        LockMode.UPDATE,
                                        WaitPolicy.SKIP_LOCKED)
                                .outcome())
                .isEqualTo(LockedRow.Outcome.SKIPPED);
        assertState(
                SqlState.LOCK_NOT_AVAILABLE,
                () -> second.lock(table.id(), table.key(1), LockMode.SHARE, WaitPolicy.NOWAIT));
        second.limitLockWaits(5);
        assertState(SqlState.LOCK_NOT_AVAILABLE, () -> update(second, 1, "x"));
        // A foreign key's check doesn't wait for an update that leaves the key alone.
        assertThat(
                        second.lock(table.id(), table.key(1), LockMode.KEY_SHARE, WaitPolicy.NOWAIT)
                                .outcome())
                .isEqualTo(LockedRow.Outcome.UNCHANGED);
        second.rollback();
        first.rollback();
    }

    @Test
    void aSavepointTakesBackWritesAndLocks() {
        Transaction transaction = begin(Isolation.READ_COMMITTED);
        update(transaction, 1, "11");
        Transaction.Savepoint savepoint = transaction.savepoint();
        update(transaction, 1, "12");
        update(transaction, 2, "22");
        insert(transaction, 3, "33");
        transaction.rollbackTo(savepoint);
        assertThat(read(transaction)).containsEntry(1L, "11").containsEntry(2L, "20").hasSize(2);
        Transaction other = begin(Isolation.READ_COMMITTED);
        other.limitLockWaits(1);
        update(other, 2, "other");
        assertState(SqlState.LOCK_NOT_AVAILABLE, () -> update(other, 1, "other"));
        other.rollback();
        transaction.rollbackTo(savepoint);
        transaction.commit();
        assertThat(committed()).containsEntry(1L, "11").containsEntry(2L, "20").hasSize(2);
    }

    @Test
    void aStatementDoesNotSeeItsOwnWrites() {
        Transaction transaction = begin(Isolation.READ_COMMITTED);
        try (Snapshot snapshot = transaction.statementSnapshot()) {
            insert(transaction, 3, "30");
            assertThat(snapshot.table(table.id()).orElseThrow().rowCount()).isEqualTo(2);
        }
        assertThat(read(transaction)).hasSize(3);
        transaction.rollback();
    }

    @Test
    void tablesAndDefinitionsAreTransactional() {
        SimpleTable other = new SimpleTable(store.allocateId());
        Transaction transaction = begin(Isolation.READ_COMMITTED);
        transaction.createTable(other.schema());
        transaction.putDefinition(7, new byte[] {1});
        transaction.insert(other.id(), other.key(1), other.row(1, "x"));
        try (Snapshot own = transaction.statementSnapshot();
                Snapshot others = store.snapshot()) {
            assertThat(own.table(other.id()).orElseThrow().rowCount()).isOne();
            assertThat(own.definitions()).containsKey(7L);
            assertThat(own.definitionVersion()).isNotEqualTo(others.definitionVersion());
            assertThat(others.table(other.id())).isEmpty();
            assertThat(others.definitions()).isEmpty();
        }
        transaction.commit();
        try (Snapshot after = store.snapshot()) {
            assertThat(after.table(other.id()).orElseThrow().rowCount()).isOne();
            assertThat(after.definitions()).containsKey(7L);
        }
        Transaction dropping = begin(Isolation.READ_COMMITTED);
        dropping.truncateTable(table.id());
        dropping.dropTable(other.id());
        dropping.removeDefinition(7);
        insert(dropping, 9, "90");
        dropping.commit();
        try (Snapshot after = store.snapshot()) {
            assertThat(after.table(other.id())).isEmpty();
            assertThat(after.definitions()).isEmpty();
        }
        assertThat(committed()).hasSize(1).containsEntry(9L, "90");
    }
}
