package dev.reckon.sql;

import static dev.reckon.sql.SessionTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Triggers that call the function that is built in: it skips updates that change nothing, and
/// fails wherever else it is called.
final class TriggerTest {
    private static final String CALL = " EXECUTE FUNCTION suppress_redundant_updates_trigger()";

    @TempDir Path directory;

    @Test
    void lastUntilTheNextStart() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (a int PRIMARY KEY, b int)");
            rows(session, "CREATE TRIGGER s BEFORE UPDATE ON t FOR EACH ROW" + CALL);
            rows(session, "CREATE TRIGGER i AFTER INSERT ON t WHEN (false)" + CALL);
            rows(session, "INSERT INTO t VALUES (1, 1), (2, 2)");
        }
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            assertThat(rows(session, "UPDATE t SET b = 2")).containsExactly("UPDATE 1");
            assertThat(rows(session, "SELECT pg_get_triggerdef(oid, true) FROM pg_trigger"))
                    .containsExactlyInAnyOrder(
                            "CREATE TRIGGER s BEFORE UPDATE ON t FOR EACH ROW" + CALL,
                            "CREATE TRIGGER i AFTER INSERT ON t FOR EACH STATEMENT WHEN (false)"
                                    + CALL);
        }
    }

    /// A plan that was kept must not go on without a trigger that was made meanwhile.
    @Test
    void fireForStatementsThatWerePreparedBefore() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon");
                Session other = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (a int PRIMARY KEY, b int)");
            rows(session, "INSERT INTO t VALUES (1, 1)");
            rows(session, "PREPARE p AS UPDATE t SET b = 1");
            assertThat(rows(session, "EXECUTE p")).containsExactly("UPDATE 1");
            rows(other, "CREATE TRIGGER s BEFORE UPDATE ON t FOR EACH ROW" + CALL);
            assertThat(rows(session, "EXECUTE p")).containsExactly("UPDATE 0");
            rows(other, "ALTER TABLE t DISABLE TRIGGER s");
            assertThat(rows(session, "EXECUTE p")).containsExactly("UPDATE 1");
        }
    }

    @Test
    void thatWereDeferredAreForgottenWithTheRowsOfASavepoint() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (a int PRIMARY KEY)");
            rows(
                    session,
                    "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t INITIALLY DEFERRED FOR EACH ROW"
                            + CALL);
            rows(session, "BEGIN");
            rows(session, "SAVEPOINT one");
            rows(session, "INSERT INTO t VALUES (1)");
            rows(session, "ROLLBACK TO one");
            rows(session, "COMMIT");
            rows(session, "BEGIN");
            rows(session, "INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> rows(session, "COMMIT"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("must be called on update");
            assertThat(rows(session, "SELECT * FROM t")).isEmpty();
        }
    }

    /// Many rows go another way than few, which triggers do not take.
    @Test
    void fireForEachOfManyRows() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (a int PRIMARY KEY, b int)");
            rows(
                    session,
                    "CREATE TRIGGER i AFTER INSERT ON t FOR EACH ROW WHEN (new.a = 150000)" + CALL);
            rows(session, "INSERT INTO t SELECT i, 0 FROM generate_series(1, 149999) i");
            assertThatThrownBy(() ->
                            rows(
                                    session,
                                    "INSERT INTO t SELECT i, 0 FROM"
                                            + " generate_series(150000, 299999) i"))
                    .hasMessageContaining("must be called on update");
            assertThat(rows(session, "SELECT count(*) FROM t")).containsExactly("149999");
        }
    }
}
