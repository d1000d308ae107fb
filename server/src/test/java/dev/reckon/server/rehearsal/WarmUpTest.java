package dev.reckon.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @TempDir private Path directory;

    @Test
    void runsAllItsQueriesOnceATableIsLarge() throws InterruptedException {
        try (Database database = Database.open(directory);
                Session session = database.openSession(Database.OWNER);
                WarmUp warmUp = WarmUp.start(database)) {
            AnalyticWork.run(session, "CREATE TABLE t AS SELECT generate_series(1, 131072) AS n");

            assertThat(warmUp.await()).isTrue();
        }
    }

    @Test
    void doesNothingWhileTablesAreSmallAndEndsAtOnceWhenClosed() throws InterruptedException {
        try (Database database = Database.open(directory);
                Session session = database.openSession(Database.OWNER)) {
            AnalyticWork.run(session, "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
            WarmUp warmUp = WarmUp.start(database);

            warmUp.close();

            assertThat(warmUp.await()).isFalse();
        }
    }

    @Test
    void endsInTheMiddleWhenClosed() throws InterruptedException {
        try (Database database = Database.open(directory);
                Session session = database.openSession(Database.OWNER)) {
            AnalyticWork.run(session, "CREATE TABLE t AS SELECT generate_series(1, 131072) AS n");
            WarmUp warmUp = WarmUp.start(database);

            warmUp.close();

            assertThat(warmUp.await()).isFalse();
        }
    }
}
