package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
    @TempDir Path directory;

    static List<String> rows(Session session, String sql) {
        var lines = new ArrayList<String>();
        try (Result result = session.execute(sql)) {
            if (!(result instanceof Result.Rows rows)) {
                return List.of(((Result.Command) result).tag());
            }
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                for (int i = 0; i < batch.get().selectedCount(); i++) {
                    int row = batch.get().row(i);
                    var line = new ArrayList<String>();
                    for (int column = 0; column < rows.columns().size(); column++) {
                        var value = batch.get().column(column).value(row);
                        line.add(
                                value.isNull()
                                        ? "NULL"
                                        : ValueFormat.text(
                                                value,
                                                rows.columns().get(column).type(),
                                                session.environment()));
                    }
                    lines.add(String.join("|", line));
                }
            }
        } catch (Exception e) {
            if (e instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e);
        }
        return lines;
    }

    /// A statement that only reads needs no transaction, and once had no time then.
    @Test
    void nowIsWhenTheTransactionBegan() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            String sameAsClock =
                    "SELECT now() BETWEEN statement_timestamp() - interval '9 s'"
                            + " AND clock_timestamp()";
            assertThat(rows(session, sameAsClock)).containsExactly("t");
            rows(session, "BEGIN");
            List<String> first = rows(session, "SELECT now()");
            assertThat(rows(session, "SELECT now()")).isEqualTo(first);
            rows(session, "COMMIT");
            assertThat(rows(session, "SELECT now()")).isNotEqualTo(first);
            assertThat(rows(session, sameAsClock)).containsExactly("t");
        }
    }

    @Test
    void keepsBackNoticesBelowTheLevelThatTheClientAskedFor() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "DROP TABLE IF EXISTS missing");
            assertThat(session.takeNotices()).hasSize(1);
            rows(session, "SET client_min_messages = warning");
            rows(session, "DROP TABLE IF EXISTS missing");
            assertThat(session.takeNotices()).isEmpty();
            rows(session, "ROLLBACK");
            assertThat(session.takeNotices()).hasSize(1);
        }
    }

    /// Once a role was locked out by a setting that it could not have.
    @Test
    void checksTheSettingsOfRoles() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            for (String setting :
                    List.of("nonsense = 1", "work_mem = 'much'", "array_nulls = off")) {
                assertThatThrownBy(() -> rows(session, "ALTER ROLE reckon SET " + setting))
                        .isInstanceOf(DatabaseException.class);
            }
            rows(session, "ALTER ROLE reckon SET work_mem = '8MB'");
            try (Session next = database.openSession("reckon")) {
                assertThat(rows(next, "SHOW work_mem")).containsExactly("8MB");
            }
        }
    }

    @Test
    void letsInWhomTheDatabaseIsOpenTo() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE ROLE ann LOGIN");
            database.logIn("ann").close();
            rows(session, "REVOKE CONNECT ON DATABASE reckon FROM PUBLIC");
            assertThatThrownBy(() -> database.logIn("ann"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("permission denied for database \"reckon\"");
            database.logIn("reckon").close();
        }
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            assertThatThrownBy(() -> database.logIn("ann")).isInstanceOf(DatabaseException.class);
            rows(session, "GRANT CONNECT ON DATABASE reckon TO ann");
            database.logIn("ann").close();
        }
    }

    @Test
    void tellsOfNewColumnsWhenAStatementIsPreparedAgain() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (id int PRIMARY KEY)");
            String text = "SELECT * FROM t WHERE id = $1";
            Prepared before = session.prepare(text, List.of(DataType.INT4));
            assertThat(before.columns().orElseThrow()).hasSize(1);
            session.endImplicit();
            rows(session, "ALTER TABLE t ADD COLUMN name text");

            Prepared after = session.prepare(text, List.of(DataType.INT4));

            assertThat(after.columns().orElseThrow()).hasSize(2);
        }
    }

    @Test
    void createsInsertsAndReadsByKey() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            assertThat(rows(session, "CREATE TABLE t (id int PRIMARY KEY, name text)"))
                    .containsExactly("CREATE TABLE");
            assertThat(rows(session, "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, NULL)"))
                    .containsExactly("INSERT 0 3");
            assertThat(rows(session, "SELECT name FROM t WHERE id = 2")).containsExactly("two");
            assertThat(rows(session, "SELECT id, name FROM t ORDER BY id DESC"))
                    .containsExactly("3|NULL", "2|two", "1|one");
        }
    }

    private static String state(Session session, String sql) {
        try {
            rows(session, sql);
            return "";
        } catch (dev.reckon.storage.error.DatabaseException error) {
            return error.sqlState().name() + ": " + error.getMessage();
        }
    }

    @Test
    void anErrorAbortsABlockUntilItsEnd() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (id int PRIMARY KEY)");
            rows(session, "BEGIN");
            rows(session, "INSERT INTO t VALUES (1)");
            rows(session, "SAVEPOINT s");
            assertThat(state(session, "INSERT INTO t VALUES (1)"))
                    .startsWith("UNIQUE_VIOLATION: duplicate key value violates unique");
            assertThat(session.transactionStatus()).isEqualTo(TransactionStatus.FAILED);
            assertThat(state(session, "SELECT 1"))
                    .startsWith("IN_FAILED_SQL_TRANSACTION: current transaction is aborted");
            rows(session, "ROLLBACK TO s");
            rows(session, "INSERT INTO t VALUES (2)");
            assertThat(rows(session, "COMMIT")).containsExactly("COMMIT");
            assertThat(rows(session, "SELECT count(*) FROM t")).containsExactly("2");
        }
    }

    @Test
    void definitionsAreRolledBackWithTheirTransaction() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "BEGIN");
            rows(session, "CREATE TABLE t (id int PRIMARY KEY)");
            rows(session, "INSERT INTO t VALUES (1)");
            rows(session, "ROLLBACK");
            assertThat(state(session, "SELECT * FROM t"))
                    .isEqualTo("UNDEFINED_TABLE: relation \"t\" does not exist");
        }
    }

    @Test
    void whatWasCommittedIsThereAfterARestart() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (id serial PRIMARY KEY, v numeric(6,2) DEFAULT 1.5)");
            rows(session, "INSERT INTO t (v) VALUES (2), (DEFAULT)");
        }
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            assertThat(rows(session, "SELECT * FROM t ORDER BY id"))
                    .containsExactly("1|2.00", "2|1.50");
            rows(session, "INSERT INTO t DEFAULT VALUES");
            assertThat(rows(session, "SELECT id > 2 FROM t WHERE v = 1.5 ORDER BY id"))
                    .containsExactly("f", "t");
        }
    }

    @Test
    void foreignKeysAreKept() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE a (id int PRIMARY KEY)");
            rows(
                    session,
                    "CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE, c int REFERENCES a)");
            rows(session, "INSERT INTO a VALUES (1), (2)");
            rows(session, "INSERT INTO b VALUES (1, NULL), (2, 2)");
            assertThat(state(session, "INSERT INTO b VALUES (3, NULL)"))
                    .isEqualTo(
                            "FOREIGN_KEY_VIOLATION: insert or update on table \"b\" violates"
                                    + " foreign key constraint \"b_a_fkey\"");
            assertThat(rows(session, "DELETE FROM a WHERE id = 1")).containsExactly("DELETE 1");
            assertThat(rows(session, "SELECT * FROM b")).containsExactly("2|2");
            assertThat(state(session, "UPDATE a SET id = 5"))
                    .startsWith("FOREIGN_KEY_VIOLATION: update or delete on table \"a\"");
        }
    }

    @Test
    void aPreparedStatementNoticesAChangedTable() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            rows(session, "CREATE TABLE t (id int PRIMARY KEY, v text)");
            rows(session, "INSERT INTO t VALUES (1, 'x')");
            assertThat(rows(session, "SELECT v FROM t WHERE id = 1")).containsExactly("x");
            rows(session, "ALTER TABLE t ADD COLUMN w int DEFAULT 7");
            assertThat(rows(session, "SELECT v FROM t WHERE id = 1")).containsExactly("x");
            assertThat(rows(session, "SELECT * FROM t")).containsExactly("1|x|7");
            rows(session, "ALTER TABLE t DROP COLUMN v");
            assertThat(state(session, "SELECT v FROM t WHERE id = 1"))
                    .startsWith("UNDEFINED_COLUMN");
            assertThat(rows(session, "SELECT * FROM t WHERE id = 1")).containsExactly("1|7");
        }
    }
}
