package dev.reckon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.testing.SimulatedDisk.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// While one commit is written, others queue: the thread of the first waits, those of the others go
/// on. When the group is written, or cannot be, the first one's thread ends it for all.
final class HandedOverCommitTest {
    private static final int OTHER_COUNT = 3;

    private final SimulatedDisk disk = new SimulatedDisk();

    /// Where the disk waits for the test.
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private final List<FutureTask<Thread>> others = new ArrayList<>();

    @Test
    void theFirstOfAGroupEndsTheCommitsOfTheOthers() throws Exception {
        try (Store store = open()) {
            SimpleTable table = table(store);
            Thread first = commitAll(store, table, () -> {});

            for (FutureTask<Thread> other : others) {
                assertThat(other.get()).isEqualTo(first);
            }
            assertThat(count(store, table)).isEqualTo(2 + OTHER_COUNT);
        }
    }

    @Test
    void whoHandedOverIsToldOfAFailedSync() throws Exception {
        try (Store store = open()) {
            SimpleTable table = table(store);
            commitAll(store, table, () -> disk.failAt(1, Fault.ERROR, true));
            for (FutureTask<Thread> other : others) {
                assertThatThrownBy(other::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                DatabaseException.class,
                                e -> assertThat(e.sqlState()).isEqualTo(SqlState.IO_ERROR));
            }
            assertThat(count(store, table)).isZero();
            disk.repair();
        }
    }

    @Test
    void aLoneCommitIsNotHandedOver() {
        try (Store store = open()) {
            SimpleTable table = table(store);
            Transaction transaction = insert(store, table, 1);
            assertThat(
                            transaction.beginCommit(() -> {
                                throw new AssertionError("called though nothing was handed over");
                            }))
                    .isTrue();
            assertThat(count(store, table)).isOne();
            transaction.commit();
        }
    }

    /// Commits a row while the disk waits, then one of a thread that waits as well, then some that
    /// are handed over, and lets the disk go on. Returns the thread that waited.
    private Thread commitAll(Store store, SimpleTable table, Runnable beforeDisk) throws Exception {
        gate = new CountDownLatch(1);
        Transaction leading = insert(store, table, 0);
        Thread leader = start(() -> tryCommit(leading));
        Transaction second = insert(store, table, 1);
        Thread first =
                start(() -> {
                    assertThat(second.beginCommit(() -> {})).isTrue();
                    tryCommit(second);
                });
        for (int key = 2; key < 2 + OTHER_COUNT; key++) {
            Transaction transaction = insert(store, table, key);
            var end =
                    new FutureTask<>(() -> {
                        transaction.commit();
                        return Thread.currentThread();
                    });
            assertThat(transaction.beginCommit(end)).isFalse();
            assertThat(end.isDone()).isFalse();
            others.add(end);
        }
        assertThat(count(store, table)).isZero();
        beforeDisk.run();
        gate.countDown();
        leader.join();
        first.join();
        return first;
    }

    /// Starts a thread, and returns when it waits: for the disk, or for others.
    private static Thread start(Runnable work) {
        Thread thread = Thread.ofPlatform().start(work);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    private static void tryCommit(Transaction transaction) {
        try {
            transaction.commit();
        } catch (DatabaseException e) {
            assertThat(e.sqlState()).isEqualTo(SqlState.IO_ERROR);
        }
    }

    private Store open() {
        disk.pauseWith(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return Store.open(disk, new StoreOptions(1000, 1 << 20, 1 << 30, false));
    }

    private static SimpleTable table(Store store) {
        var table = new SimpleTable(store.allocateId());
        Transaction transaction = store.begin(Isolation.READ_COMMITTED);
        transaction.createTable(table.schema());
        transaction.commit();
        return table;
    }

    private static Transaction insert(Store store, SimpleTable table, int key) {
        Transaction transaction = store.begin(Isolation.READ_COMMITTED);
        transaction.insert(table.id(), table.key(key), table.row(key, "row"));
        return transaction;
    }

    private static long count(Store store, SimpleTable table) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.table(table.id()).orElseThrow().rowCount();
        }
    }
}
