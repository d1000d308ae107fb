package dev.reckon.tests.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the scripts in `differential/` on a private PostgreSQL and on Reckon and compares,
/// statement by statement: columns, types, rows, row counts, SQLSTATE.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DifferentialTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/differential");

    private final List<AutoCloseable> open = new ArrayList<>();
    private String postgresUrl = "";
    private String reckonUrl = "";

    @BeforeAll
    void start(@TempDir Path directory) {
        assumeTrue(
                PostgresPeer.isInstalled(), "PostgreSQL is not installed: nothing to compare with");
        var postgres = PostgresPeer.start(List.of("fsync=off"));
        open.add(postgres);
        var reckon = ReckonProcess.start(directory, List.of());
        open.add(reckon);
        postgresUrl = postgres.jdbcUrl() + "&preferQueryMode=simple";
        reckonUrl = reckon.jdbcUrl() + "&preferQueryMode=simple";
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable server : open.reversed()) {
            server.close();
        }
    }

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void agreesWithPostgres(Path file) throws IOException, SQLException {
        Script script = Script.read(file);
        List<String> differences = new ArrayList<>();
        try (Connection postgres = DriverManager.getConnection(postgresUrl);
                Connection reckon = DriverManager.getConnection(reckonUrl)) {
            for (Script.Entry entry : script.entries()) {
                Answer expected = Answer.of(postgres, entry);
                Answer actual = Answer.of(reckon, entry);
                if (!actual.agreesWith(expected)) {
                    differences.add(
                            "%s:%d %s%n  PostgreSQL %s%n  Reckon     %s"
                                    .formatted(
                                            script.name(),
                                            entry.line(),
                                            entry.sql(),
                                            expected,
                                            actual));
                }
            }
        }
        assertThat(differences)
                .as("%d of %d statements differ", differences.size(), script.entries().size())
                .isEmpty();
    }
}
