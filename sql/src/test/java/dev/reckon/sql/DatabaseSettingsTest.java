package dev.reckon.sql;

import static dev.reckon.sql.SessionTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings with which sessions begin: ALTER DATABASE and ALTER ROLE.
final class DatabaseSettingsTest {
    private static final String STORED =
            "SELECT setdatabase > 0, setrole > 0, setconfig FROM pg_db_role_setting ORDER BY 2";

    @TempDir Path directory;

    @Test
    void sessionsBeginWithThoseOfTheDatabaseAndThenOfTheirRole() {
        try (Database database = Database.open(directory)) {
            try (Session session = database.openSession("reckon")) {
                rows(session, "CREATE ROLE guest LOGIN");
                rows(session, "GRANT CONNECT ON DATABASE reckon TO guest");
                rows(session, "ALTER DATABASE reckon SET work_mem = '5MB'");
                rows(session, "ALTER DATABASE reckon SET search_path TO a, b");
                rows(session, "ALTER ROLE guest SET work_mem = '6MB'");
                assertThat(rows(session, "SHOW work_mem")).doesNotContain("5MB");
                assertThat(rows(session, STORED))
                        .containsExactly(
                                "t|f|{work_mem=5MB,\"search_path=a, b\"}", "f|t|{work_mem=6MB}");
            }
        }
        try (Database database = Database.open(directory);
                Session owner = database.openSession("reckon");
                Session guest = database.openSession("guest")) {
            assertThat(rows(owner, "SHOW work_mem")).containsExactly("5MB");
            assertThat(rows(guest, "SHOW work_mem")).containsExactly("6MB");
            assertThat(rows(guest, "SHOW search_path")).containsExactly("a, b");
            assertThatThrownBy(() -> rows(guest, "ALTER DATABASE reckon RESET ALL"))
                    .hasMessage("must be owner of database reckon");
            rows(owner, "SET work_mem = '7MB'");
            rows(owner, "ALTER DATABASE reckon SET work_mem FROM CURRENT");
            rows(owner, "ALTER DATABASE reckon RESET search_path");
            assertThat(rows(owner, STORED)).contains("t|f|{work_mem=7MB}");
            assertThatThrownBy(() -> rows(owner, "ALTER DATABASE reckon SET no_such = 1"))
                    .hasMessage("unrecognized configuration parameter \"no_such\"");
            assertThatThrownBy(() -> rows(owner, "ALTER DATABASE other RESET ALL"))
                    .hasMessage("database \"other\" does not exist");
            rows(owner, "ALTER DATABASE reckon RESET ALL");
            assertThat(rows(owner, STORED)).containsExactly("f|t|{work_mem=6MB}");
        }
    }
}
