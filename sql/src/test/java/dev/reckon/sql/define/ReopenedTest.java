package dev.reckon.sql.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What definitions say is so in the next run too, whether it reads them from the log or from the
/// manifest.
final class ReopenedTest {
    @TempDir Path directory;

    private String run(String... statements) {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            var client = new ReckonClient(session);
            String last = "";
            for (String statement : statements) {
                last = client.run(statement).toString();
            }
            return last;
        }
    }

    /// Says the same twice: to what comes from the log, and to what comes from a manifest.
    private void assertSays(String expected, String... statements) {
        assertThat(run(statements)).contains(expected);
        run("CHECKPOINT");
        assertThat(run(statements)).contains(expected);
    }

    @Test
    void extensionsStay() {
        run("CREATE EXTENSION pgcrypto", "CREATE TABLE t (d bytea DEFAULT digest('a', 'md5'))");
        assertSays("0cc175b9c0f1b6a831c399e269772661", "SELECT encode(digest('a', 'md5'), 'hex')");
        assertSays("pgcrypto", "SELECT extname FROM pg_extension WHERE oid >= 16384");
        assertSays("2BP01", "DROP EXTENSION pgcrypto");
        run("DROP EXTENSION pgcrypto CASCADE");
        assertSays("42883", "SELECT digest('a', 'md5')");
    }

    @Test
    void castsStay() {
        run(
                "CREATE TYPE mood AS ENUM ('sad')",
                "CREATE TABLE t (m mood)",
                "CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE CAST (varchar AS mood) WITH INOUT AS ASSIGNMENT",
                "COMMENT ON CAST (varchar AS mood) IS 'kept'");
        assertSays("INSERT 0 1", "INSERT INTO t SELECT 'sad'::varchar");
        assertSays("42883", "SELECT f('sad'::varchar)");
        assertSays("kept", "SELECT obj_description(oid, 'pg_cast') FROM pg_cast WHERE oid > 16383");
        assertSays("2BP01", "DROP TYPE mood");
        run("DROP CAST (varchar AS mood)");
        assertSays("42804", "INSERT INTO t SELECT 'sad'::varchar");
    }

    @Test
    void deferrableKeysAreCheckedAtTheEnd() {
        run(
                "CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO t VALUES (1), (2)",
                "BEGIN",
                "INSERT INTO t VALUES (1)",
                "UPDATE t SET id = 3 - id WHERE id = 2",
                "DELETE FROM t",
                "INSERT INTO t VALUES (1), (2)",
                "COMMIT");
        assertSays("23505", "BEGIN", "INSERT INTO t VALUES (2)", "COMMIT");
        assertSays("UPDATE 2", "UPDATE t SET id = 3 - id");
    }
}
