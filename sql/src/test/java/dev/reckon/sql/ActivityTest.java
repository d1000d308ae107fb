package dev.reckon.sql;

import static dev.reckon.sql.SessionTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pg_stat_activity`, as one session sees another, and `pg_prepared_statements`.
final class ActivityTest {
    @TempDir Path directory;

    private Database database;
    private Session observed;
    private Session observer;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        observed = database.openSession("reckon");
        observer = database.openSession("reckon");
    }

    @AfterEach
    void close() {
        observed.close();
        observer.close();
        database.close();
    }

    private String seen(String columns) {
        return String.join(
                "\n",
                rows(
                        observer,
                        "SELECT "
                                + columns
                                + " FROM pg_stat_activity WHERE pid = "
                                + observed.processId()));
    }

    @Test
    void tellsTheStatesOfATransaction() {
        assertThat(seen("state, query, query_start, xact_start")).isEqualTo("idle||NULL|NULL");
        rows(observed, "SELECT 1");
        assertThat(seen("state, query, xact_start")).isEqualTo("idle|SELECT 1|NULL");
        rows(observed, "BEGIN");
        assertThat(seen("state, query, xact_start <= query_start"))
                .isEqualTo("idle in transaction|BEGIN|t");
        String began = seen("xact_start");
        rows(observed, "SELECT 2");
        assertThat(seen("xact_start")).isEqualTo(began);
        assertThat(seen("query_start > xact_start, state_change >= query_start")).isEqualTo("t|t");
        assertThatThrownBy(() -> rows(observed, "SELECT 1 / 0"))
                .isInstanceOf(DatabaseException.class);
        assertThat(seen("state, query")).isEqualTo("idle in transaction (aborted)|SELECT 1 / 0");
        rows(observed, "ROLLBACK");
        assertThat(seen("state, query, xact_start")).isEqualTo("idle|ROLLBACK|NULL");
    }

    @Test
    void isActiveWhileAResultIsRead() {
        Prepared statement = observed.prepare("SELECT $1 + 1", List.of(DataType.INT4));
        assertThat(seen("state, query")).isEqualTo("active|SELECT $1 + 1");
        observed.endImplicit();
        assertThat(seen("state")).isEqualTo("idle");
        rows(observed, "SELECT 'another'");
        observed.execute(statement, List.of(new Value.Int(1))).close();
        assertThat(seen("state, query, xact_start <= query_start"))
                .isEqualTo("active|SELECT $1 + 1|t");
        observed.endImplicit();
    }

    /// A simple query of many statements is shown whole, constants and all, and so is the EXECUTE
    /// of a prepared statement.
    @Test
    void showsTheTextThatTheClientSent() {
        rows(observed, "SELECT 1; SELECT 2");
        assertThat(seen("query")).isEqualTo("SELECT 1; SELECT 2");
        rows(observed, "PREPARE p AS SELECT 3");
        rows(observed, "EXECUTE p");
        assertThat(seen("query")).isEqualTo("EXECUTE p");
        assertThatThrownBy(() -> observed.execute("SELECT 1; SELEC 2"))
                .isInstanceOf(DatabaseException.class);
        assertThat(seen("state, query")).isEqualTo("idle|SELECT 1; SELEC 2");
    }

    @Test
    void cutsALongTextAtACharacter() {
        rows(observed, "SELECT '" + "€".repeat(2000) + "'");
        // PostgreSQL 15 keeps 1023 bytes at most: 8 before the first euro sign, 3 for each.
        assertThat(seen("octet_length(query), right(query, 1)")).isEqualTo("1022|€");
    }

    @Test
    void tellsWhereTheClientIs() {
        assertThat(seen("client_addr, client_port")).isEqualTo("NULL|NULL");
        observed.cameFrom(InetAddress.getLoopbackAddress(), 4711);
        rows(observed, "SET application_name = 'shop'");
        assertThat(seen("client_addr, client_port, application_name"))
                .isEqualTo("127.0.0.1|4711|shop");
        rows(observed, "BEGIN");
        rows(observed, "SET LOCAL application_name = 'till'");
        assertThat(seen("application_name")).isEqualTo("till");
        rows(observed, "ROLLBACK");
        assertThat(seen("application_name")).isEqualTo("shop");
    }

    @Test
    void hidesOthersQueriesFromThoseWithoutTheirPrivileges() {
        rows(observer, "CREATE ROLE guest LOGIN");
        rows(observed, "SELECT 'secret'");
        rows(observer, "SET ROLE guest");
        assertThat(seen("usename, state, query, query_start, backend_start, backend_type"))
                .isEqualTo("reckon|NULL|<insufficient privilege>|NULL|NULL|NULL");
        rows(observer, "RESET ROLE");
        rows(observer, "GRANT reckon TO guest");
        rows(observer, "SET ROLE guest");
        assertThat(seen("state, query")).isEqualTo("idle|SELECT 'secret'");
    }

    @Test
    void forgetsASessionThatHasEnded() {
        observed.close();
        assertThat(seen("pid")).isEmpty();
    }

    /// Constants that were lifted out of a text, so that its plan is shared, are a part of it.
    @Test
    void keepsThePreparedTextAsItWasSent() {
        observed.define("named", observed.prepare("SELECT 41 + 1", List.of()));
        assertThat(rows(observed, "SELECT statement FROM pg_prepared_statements"))
                .containsExactly("SELECT 41 + 1");
    }

    @Test
    void countsHowOftenAPreparedStatementRan() {
        Prepared prepared = observed.prepare("SELECT $1 + 1", List.of(DataType.INT4));
        observed.define("named", prepared);
        observed.execute(prepared, List.of(new Value.Int(1))).close();
        observed.execute(prepared, List.of(new Value.Int(2))).close();
        observed.endImplicit();
        String counts = "SELECT generic_plans, custom_plans FROM pg_prepared_statements";
        assertThat(rows(observed, counts)).containsExactly("2|0");
    }
}
