package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReckonTest {
    @TempDir private Path directory;

    @Test
    void keepsWhatWasCommittedAndNothingElse() {
        Reckon reckon = Reckon.open(directory);
        Session open = reckon.session();
        open.execute("CREATE TABLE kept (id int PRIMARY KEY)").close();
        open.execute("INSERT INTO kept VALUES (1)").close();
        open.execute("BEGIN").close();
        open.execute("INSERT INTO kept VALUES (2)").close();
        Result.Rows rows = (Result.Rows) open.execute("SELECT * FROM kept");
        assertThat(rows.next()).isPresent();
        reckon.close();
        open.close();
        reckon.close();
        try (Reckon again = Reckon.open(directory);
                Session session = again.session()) {
            assertThat(count(session, "kept")).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryIsOpenOnce() {
        try (Reckon reckon = Reckon.open(directory)) {
            assertThat(reckon.database().isBusy()).isFalse();
            assertThatThrownBy(() -> Reckon.open(directory)).isInstanceOf(DatabaseException.class);
        }
        Reckon.open(directory).close();
    }

    @Test
    void aRoleIsLetInAsItMay() {
        try (Reckon reckon = Reckon.open(directory);
                Session session = reckon.session()) {
            session.execute("CREATE ROLE reader LOGIN").close();
            session.execute("CREATE ROLE nobody").close();
            session.execute("CREATE TABLE kept (id int)").close();
            try (Session reader = reckon.session("reader")) {
                assertThatThrownBy(() -> reader.execute("SELECT * FROM kept"))
                        .isInstanceOfSatisfying(
                                DatabaseException.class,
                                e ->
                                        assertThat(e.sqlState())
                                                .isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE));
            }
            assertThatThrownBy(() -> reckon.session("nobody"))
                    .hasMessage("role \"nobody\" is not permitted to log in");
        }
    }

    @Test
    void closingEndsWhatOtherThreadsRun() throws InterruptedException {
        Reckon reckon = Reckon.open(directory);
        var begun = new CountDownLatch(1);
        var end = new AtomicReference<SqlState>();
        Thread runner =
                Thread.ofPlatform()
                        .start(() -> {
                            try (Session session = reckon.session()) {
                                session.execute("CREATE TABLE made (id bigint)").close();
                                session.execute("BEGIN").close();
                                begun.countDown();
                                session.execute(
                                                "INSERT INTO made"
                                                        + " SELECT * FROM generate_series(1, 100000000000)")
                                        .close();
                            } catch (DatabaseException e) {
                                end.set(e.sqlState());
                            }
                        });
        begun.await();
        while (!reckon.database().isBusy()) {
            Thread.onSpinWait();
        }
        reckon.close();
        runner.join();
        assertThat(end.get()).isEqualTo(SqlState.QUERY_CANCELED);
        try (Reckon again = Reckon.open(directory);
                Session session = again.session()) {
            assertThat(count(session, "made")).isZero();
        }
    }

    private static long count(Session session, String table) {
        try (Result.Rows rows = (Result.Rows) session.execute("SELECT count(*) FROM " + table)) {
            Optional<Batch> batch = rows.next();
            return ((LongVector) batch.orElseThrow().column(0)).values()[0];
        }
    }
}
