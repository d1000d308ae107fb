package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import org.junit.jupiter.api.Test;

/// What clients are told beside the values of functions: contexts, positions, notices; and what
/// must not happen to a session.
final class ProceduresTest extends WithSession {
    private DatabaseException failure(String sql) {
        return catchThrowableOfType(DatabaseException.class, () -> rows(sql));
    }

    private void function(String name, String body) {
        rows("CREATE FUNCTION " + name + " RETURNS int LANGUAGE plpgsql AS $$" + body + "$$");
    }

    @Test
    void anErrorSaysByWhichCallsItCame() {
        function("inner_one(i int)", "BEGIN\n  RAISE EXCEPTION 'no %', i;\nEND");
        function("outer_one()", "BEGIN\n\n  PERFORM inner_one(7);\n  RETURN 1;\nEND");
        DatabaseException error = failure("SELECT outer_one()");
        assertThat(error).hasMessage("no 7");
        assertThat(error.code()).isEqualTo("P0001");
        assertThat(error.field(ErrorField.WHERE))
                .hasValue(
                        """
                        PL/pgSQL function inner_one(integer) line 2 at RAISE
                        SQL statement "SELECT inner_one(7)"
                        PL/pgSQL function outer_one() line 3 at PERFORM\
                        """);
    }

    @Test
    void anErrorOfAnalysisHasItsPlaceInTheProceduresText() {
        function("wrong()", "BEGIN\n  RETURN (SELECT nothing);\nEND");
        DatabaseException error = failure("SELECT wrong()");
        assertThat(error.sqlState()).isEqualTo(SqlState.UNDEFINED_COLUMN);
        assertThat(error.position()).isEmpty();
        assertThat(error.field(ErrorField.INTERNAL_QUERY)).hasValue("(SELECT nothing)");
        assertThat(error.field(ErrorField.INTERNAL_POSITION)).hasValue("9");
    }

    @Test
    void anErrorOfSyntaxHasItsPlaceInTheStatement() {
        String sql = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN foo bar; END $$";
        DatabaseException error = failure(sql);
        assertThat(error.sqlState()).isEqualTo(SqlState.SYNTAX_ERROR);
        assertThat(error.position()).hasValue(sql.indexOf("foo"));
    }

    @Test
    void aNoticeReachesTheClientWithItsContext() {
        rows("DO $$BEGIN\n  RAISE WARNING 'w % %%', 1;\nEND$$");
        Notice notice = session.takeNotices().getFirst();
        assertThat(notice.severity()).isEqualTo("WARNING");
        assertThat(notice.message()).hasMessage("w 1 %");
        assertThat(notice.message().field(ErrorField.WHERE))
                .hasValue("PL/pgSQL function inline_code_block line 2 at RAISE");
    }

    @Test
    void endlessRecursionIsAnErrorAndTheSessionGoesOn() {
        function("endless(i int)", "BEGIN RETURN endless(i + 1); END");
        assertThat(failure("SELECT endless(1)").sqlState())
                .isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
        function(
                "deep(i int)", "BEGIN IF i = 0 THEN RETURN 0; END IF; RETURN deep(i - 1) + 1; END");
        assertThat(rows("SELECT deep(100)")).containsExactly("100");
    }

    @Test
    void anErrorUndoesWhatTheWholeStatementDid() {
        rows("CREATE TABLE t (i int PRIMARY KEY)");
        function("put(i int)", "BEGIN INSERT INTO t VALUES (i); RETURN 1 / (3 - i); END");
        assertThat(failure("SELECT put(i) FROM generate_series(1, 5) i").sqlState())
                .isEqualTo(SqlState.DIVISION_BY_ZERO);
        assertThat(rows("SELECT count(*) FROM t")).containsExactly("0");
        assertThat(rows("SELECT count(put(i)) FROM generate_series(4, 9) i")).containsExactly("6");
        assertThat(rows("SELECT count(*) FROM t")).containsExactly("6");
    }

    @Test
    void aHandlerUndoesItsBlockAndKeepsWhatCameBefore() {
        rows("CREATE TABLE t (i int PRIMARY KEY)");
        rows(
                """
                DO $$
                BEGIN
                  INSERT INTO t VALUES (1);
                  BEGIN
                    INSERT INTO t VALUES (2);
                    INSERT INTO t VALUES (1);
                  EXCEPTION WHEN unique_violation THEN
                    INSERT INTO t VALUES (3);
                  END;
                END $$\
                """);
        assertThat(rows("SELECT i FROM t ORDER BY i")).containsExactly("1", "3");
    }

    /// Scan workers must not run what belongs to the session's thread.
    @Test
    void aFunctionIsCalledForEachOfManyRows() {
        rows("CREATE TABLE t AS SELECT i, i % 7 AS g FROM generate_series(1, 200000) i");
        rows("CREATE TABLE called (n bigint)");
        rows("INSERT INTO called VALUES (0)");
        rows(
                "CREATE FUNCTION half(i int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                        + " $$BEGIN RETURN i / 2; END$$");
        assertThat(rows("SELECT sum(half(i)) FROM t WHERE half(g) > 1"))
                .isEqualTo(rows("SELECT sum(i / 2) FROM t WHERE g / 2 > 1"));
    }

    @Test
    void aReplacedFunctionIsCalledAsItIsNow() {
        function("now_one()", "BEGIN RETURN 1; END");
        function("caller()", "BEGIN RETURN now_one(); END");
        assertThat(rows("SELECT caller()")).containsExactly("1");
        rows(
                "CREATE OR REPLACE FUNCTION now_one() RETURNS int LANGUAGE plpgsql AS"
                        + " $$BEGIN RETURN 2; END$$");
        assertThat(rows("SELECT caller()")).containsExactly("2");
    }

    @Test
    void aTimeoutEndsALoop() {
        rows("SET statement_timeout = '50ms'");
        assertThat(failure("DO $$BEGIN LOOP NULL; END LOOP; END$$").sqlState())
                .isEqualTo(SqlState.QUERY_CANCELED);
    }
}
