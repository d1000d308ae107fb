package dev.reckon.sql.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs scripts of definitions on Reckon and on PostgreSQL, statement by statement: tags, rows,
/// notices and errors with all their fields are the same, but where a script says otherwise.
class DefinitionDifferentialTest {
    private static final String DIFFERS = "-- differs: ";

    /// @param compared whether the outcomes must be the same
    private record Step(String sql, boolean compared) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tables",
                "alter",
                "objects",
                "types",
                "roles",
                "views",
                "dump",
                "updatable",
                "privileges",
                "routines",
                "upkeep",
                "printed",
                "deferrable",
                "extensions",
                "casts"
            })
    void definesAsPostgresDoes(String script, @TempDir Path directory) throws IOException {
        assumeTrue(PostgresPeer.isInstalled(), "PostgreSQL is not installed");
        List<String> differences = new ArrayList<>();
        try (PostgresPeer peer = PostgresPeer.start(List.of("fsync=off"));
                PostgresClient postgres = clientOfDatabaseNamedAlike(peer);
                Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            var reckon = new ReckonClient(session);
            for (Step step : steps(script)) {
                String expected = postgres.run(step.sql).toString();
                String actual = reckon.run(step.sql).toString();
                if (step.compared && !actual.equals(expected)) {
                    differences.add(
                            step.sql + "\n-- PostgreSQL\n" + expected + "\n-- Reckon\n" + actual);
                }
                assertThat(actual).as(step.sql).doesNotContain("XX000");
            }
        }
        assertThat(differences).isEmpty();
    }

    /// GRANT ON DATABASE names the database, so both must have the same name.
    private static PostgresClient clientOfDatabaseNamedAlike(PostgresPeer peer) throws IOException {
        try (PostgresClient first = new PostgresClient(peer.port(), "postgres")) {
            first.run("CREATE DATABASE reckon");
        }
        return new PostgresClient(peer.port(), "reckon");
    }

    private static List<Step> steps(String script) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String part : text(script).split(";\n", -1)) {
            var sql = new StringBuilder();
            boolean compared = true;
            for (String line : part.split("\n", -1)) {
                if (line.startsWith("--")) {
                    compared &= !line.startsWith(DIFFERS);
                } else {
                    sql.append(sql.isEmpty() ? "" : "\n").append(line);
                }
            }
            if (!sql.toString().isBlank()) {
                steps.add(new Step(sql.toString().strip(), compared));
            }
        }
        return steps;
    }

    private static String text(String script) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        DefinitionDifferentialTest.class.getResourceAsStream(script + ".sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
