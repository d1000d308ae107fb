package dev.reckon.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `docs/compatibility.md` says what the server does; `-Dwrite=true` makes it say so.
final class CompatibilityTest {
    private static final Path PAGE = Path.of("../docs/compatibility.md");

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void thePageSaysWhatTheServerDoes() throws IOException, SQLException {
        try (Connection connection =
                DriverManager.getConnection(SERVER.jdbcUrl() + "&preferQueryMode=simple")) {
            String page = CompatibilityPage.of(connection);
            if (Boolean.getBoolean("write")) {
                Files.writeString(PAGE, page);
            }
            assertThat(Files.readString(PAGE)).isEqualTo(page);
        }
    }
}
