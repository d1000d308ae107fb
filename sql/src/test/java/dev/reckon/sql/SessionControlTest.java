package dev.reckon.sql;

import static dev.reckon.sql.SessionTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What sessions see of each other's locks, and do to each other.
@Timeout(60)
final class SessionControlTest {
    @TempDir Path directory;

    private Database database;
    private Session holder;
    private Session waiter;
    private Session observer;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        holder = database.openSession("reckon");
        waiter = database.openSession("reckon");
        observer = database.openSession("reckon");
        rows(observer, "CREATE TABLE accounts (id int PRIMARY KEY, owner text)");
        rows(observer, "INSERT INTO accounts VALUES (1, 'ann'), (2, 'bob')");
    }

    @AfterEach
    void close() {
        holder.close();
        waiter.close();
        observer.close();
        database.close();
    }

    private List<String> observed(String query) {
        return rows(
                observer,
                query.replace("HOLDER", String.valueOf(holder.processId()))
                        .replace("WAITER", String.valueOf(waiter.processId())));
    }

    /// Begins something that waits for a lock, on a thread of its own.
    private <T> FutureTask<T> waiting(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        while (observed("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = WAITER").isEmpty()) {
            Thread.onSpinWait();
        }
        return task;
    }

    private static void assertFails(FutureTask<?> task, String sqlState) {
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.sqlState().code()).isEqualTo(sqlState));
    }

    @Test
    void showsWhoWaitsForWhom() throws Exception {
        rows(holder, "BEGIN; UPDATE accounts SET owner = 'cid' WHERE id = 1");
        var update = waiting(() -> rows(waiter, "UPDATE accounts SET owner = 'dan' WHERE id = 1"));
        assertThat(observed("SELECT pg_blocking_pids(WAITER), pg_blocking_pids(HOLDER)"))
                .containsExactly("{" + holder.processId() + "}|{}");
        assertThat(
                        observed(
                                "SELECT wait_event_type, wait_event, state FROM pg_stat_activity"
                                        + " WHERE pid = WAITER"))
                .containsExactly("Lock|transactionid|active");
        assertThat(
                        observed(
                                "SELECT w.mode, h.mode, w.waitstart <= clock_timestamp(),"
                                        + " h.virtualtransaction LIKE 'HOLDER/%'"
                                        + " FROM pg_locks w JOIN pg_locks h"
                                        + " ON w.transactionid = h.transactionid"
                                        + " WHERE w.pid = WAITER AND NOT w.granted"
                                        + " AND h.pid = HOLDER AND h.granted"))
                .containsExactly("ShareLock|ExclusiveLock|t|t");
        assertThat(
                        observed(
                                "SELECT backend_xid = transactionid FROM pg_stat_activity a"
                                        + " JOIN pg_locks l ON l.pid = a.pid"
                                        + " WHERE a.pid = HOLDER AND locktype = 'transactionid'"))
                .containsExactly("t");
        rows(holder, "COMMIT");
        update.get();
        assertThat(observed("SELECT pg_blocking_pids(WAITER)")).containsExactly("{}");
        assertThat(observed("SELECT * FROM pg_locks")).isEmpty();
    }

    @Test
    void showsTablesAndAdvisoryLocks() {
        rows(holder, "BEGIN; LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE");
        rows(holder, "SELECT pg_advisory_lock(-1), pg_advisory_xact_lock_shared(3, 4)");
        assertThat(
                        observed(
                                "SELECT mode, relation::regclass, granted FROM pg_locks"
                                        + " WHERE locktype = 'relation'"))
                .containsExactly("ShareUpdateExclusiveLock|accounts|t");
        String advisory =
                "SELECT mode, classid, objid, objsubid FROM pg_locks"
                        + " WHERE locktype = 'advisory' ORDER BY objsubid";
        assertThat(observed(advisory))
                .containsExactly("ExclusiveLock|4294967295|4294967295|1", "ShareLock|3|4|2");
        rows(holder, "COMMIT");
        assertThat(observed(advisory)).containsExactly("ExclusiveLock|4294967295|4294967295|1");
        assertThat(observed("SELECT virtualtransaction = 'HOLDER/0' FROM pg_locks"))
                .containsExactly("t");
    }

    @Test
    void cancelsWhatAnotherWaitsFor() {
        rows(holder, "SELECT pg_advisory_lock(1)");
        var lock = waiting(() -> rows(waiter, "SELECT pg_advisory_lock(1)"));
        assertThat(observed("SELECT pg_cancel_backend(WAITER)")).containsExactly("t");
        assertFails(lock, "57014");
        assertThat(rows(waiter, "SELECT 'goes on'")).containsExactly("goes on");
        assertThat(observed("SELECT pg_cancel_backend(-1)")).containsExactly("f");
        assertThat(observer.takeNotices())
                .extracting(notice -> notice.message().getMessage())
                .containsExactly("PID -1 is not a PostgreSQL backend process");
    }

    @Test
    void endsASession() {
        rows(holder, "SELECT pg_advisory_lock(1)");
        var lock = waiting(() -> rows(waiter, "SELECT pg_advisory_lock(1)"));
        assertThat(observed("SELECT pg_terminate_backend(WAITER)")).containsExactly("t");
        assertThatThrownBy(lock::get).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> rows(waiter, "SELECT pg_sleep(0.001)"))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.sqlState().code()).isEqualTo("57P01"));
        // Its owner has not closed it yet.
        assertThat(observed("SELECT pg_terminate_backend(WAITER, 20)")).containsExactly("f");
        waiter.close();
        assertThat(observed("SELECT pg_terminate_backend(WAITER)")).containsExactly("f");
        assertThatThrownBy(() -> observed("SELECT pg_terminate_backend(HOLDER, -1)"))
                .hasMessage("\"timeout\" must not be negative");
    }

    @Test
    void asksForTheRight() {
        rows(observer, "CREATE ROLE ann LOGIN; CREATE ROLE bob LOGIN");
        try (Session ann = database.openSession("ann")) {
            rows(observer, "SET ROLE bob");
            assertThatThrownBy(() -> observed("SELECT pg_cancel_backend(HOLDER)"))
                    .hasMessage("must be a superuser to cancel superuser query");
            assertThatThrownBy(() -> observed("SELECT pg_terminate_backend(HOLDER)"))
                    .hasMessage("must be a superuser to terminate superuser process");
            String end = "SELECT pg_terminate_backend(" + ann.processId() + ")";
            assertThatThrownBy(() -> observed(end))
                    .hasMessage(
                            "must be a member of the role whose process is being terminated"
                                    + " or member of pg_signal_backend");
            rows(observer, "RESET ROLE");
            rows(observer, "GRANT pg_signal_backend TO bob");
            rows(observer, "SET ROLE bob");
            assertThat(observed(end)).containsExactly("t");
        }
    }
}
