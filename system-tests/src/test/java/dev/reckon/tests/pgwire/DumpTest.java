package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import dev.reckon.storage.testing.PostgresPeer;
import dev.reckon.tests.pgwire.Tool.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// pg_dump out of Reckon and PostgreSQL, of one database with everything in it, and back into both:
/// what is loaded is dumped as the same file again. Skipped where PostgreSQL or pg_dump is missing.
final class DumpTest {
    private static final String DATABASE = "reckon";

    @TempDir static Path folder = Path.of("");

    private static Optional<PostgresPeer> peer = Optional.empty();
    private static Path reckonDump = Path.of("");
    private static Path postgresDump = Path.of("");

    /// A server and a database in it.
    private record Place(InetSocketAddress address, String database) {}

    @BeforeAll
    static void dumpBoth() throws Exception {
        assumeTrue(PostgresPeer.isInstalled(), "PostgreSQL is not installed");
        peer = Optional.of(PostgresPeer.start(List.of("fsync=off")));
        InetSocketAddress postgres = postgres();
        Outcome role =
                Tool.run(
                        postgres,
                        Map.of("PGUSER", "postgres", "PGDATABASE", "postgres"),
                        "psql",
                        "-c",
                        "create role reckon superuser login",
                        "-c",
                        "create database " + DATABASE + " owner reckon template template0");
        assertThat(role.err()).isEmpty();
        var inPostgres = new Place(postgres, DATABASE);
        run(inPostgres, resource("roles"));
        run(inPostgres, resource("rich"));
        postgresDump = dump(inPostgres, "postgres.sql");
        try (Server server = newServer("first")) {
            Place place = place(server);
            run(place, resource("roles"));
            run(place, resource("rich"));
            reckonDump = dump(place, "reckon.sql");
            dump(place, "reckon.custom", "--format=custom");
            dump(place, "reckon.schema", "--schema-only");
            dump(place, "reckon.rows", "--data-only", "--inserts");
        }
    }

    @AfterAll
    static void stop() {
        peer.ifPresent(PostgresPeer::close);
    }

    @Test
    void dumpsWhatPostgresDumps() throws IOException {
        assertThat(normal(reckonDump)).isEqualTo(normal(postgresDump));
    }

    @Test
    void itsDumpLoadsIntoPostgres() throws Exception {
        InetSocketAddress server = postgres();
        run(new Place(server, DATABASE), "create database again template template0");
        var again = new Place(server, "again");
        run(again, reckonDump);
        assertThat(normal(dump(again, "postgres-again.sql"))).isEqualTo(normal(reckonDump));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reckon.sql", "postgres.sql"})
    void loadsDumps(String name) throws Exception {
        try (Server server = newServer("loaded-" + name)) {
            Place place = place(server);
            run(place, resource("roles"));
            run(place, folder.resolve(name));
            assertThat(normal(dump(place, "again-" + name)))
                    .isEqualTo(normal(folder.resolve(name)));
        }
    }

    @Test
    void loadsADumpInPostgresOwnFormat() throws Exception {
        try (Server server = newServer("restored")) {
            Place place = place(server);
            run(place, resource("roles"));
            Outcome restored =
                    Tool.run(
                            place.address,
                            Map.of(),
                            "pg_restore",
                            "--exit-on-error",
                            "--dbname=" + DATABASE,
                            folder.resolve("reckon.custom").toString());
            assertThat(restored.err()).isEmpty();
            assertThat(normal(dump(place, "restored.sql"))).isEqualTo(normal(reckonDump));
        }
    }

    @Test
    void loadsDefinitionsAndThenRowsAsInserts() throws Exception {
        try (Server server = newServer("rows")) {
            Place place = place(server);
            run(place, resource("roles"));
            run(place, folder.resolve("reckon.schema"));
            run(place, folder.resolve("reckon.rows"));
            run(place, "refresh materialized view app.mv");
            assertThat(normal(dump(place, "rows.sql"))).isEqualTo(normal(reckonDump));
        }
    }

    private static InetSocketAddress postgres() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.orElseThrow().port());
    }

    private static Server newServer(String name) throws IOException {
        return Server.start(ServerOptions.onFreePorts(folder.resolve(name)));
    }

    private static Place place(Server server) {
        return new Place(server.pgAddress(), DATABASE);
    }

    private static Path resource(String name) throws IOException {
        try (var in = DumpTest.class.getResourceAsStream("/dump/" + name + ".sql")) {
            Path file = folder.resolve(name + "-script.sql");
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
            return file;
        }
    }

    private static void run(Place place, Path script) throws Exception {
        psql(place, "--file=" + script);
    }

    private static void run(Place place, String statement) throws Exception {
        psql(place, "--command=" + statement);
    }

    private static void psql(Place place, String argument) throws Exception {
        Outcome outcome =
                Tool.run(
                        place.address,
                        Map.of("PGDATABASE", place.database),
                        "psql",
                        "--quiet",
                        "--set=ON_ERROR_STOP=1",
                        argument);
        assertThat(outcome.err()).as(argument).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    private static Path dump(Place place, String name, String... options) throws Exception {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of(options));
        arguments.add("--file=" + file);
        Outcome outcome =
                Tool.run(
                        place.address,
                        Map.of("PGDATABASE", place.database),
                        "pg_dump",
                        arguments.toArray(String[]::new));
        // It warns of foreign keys in a circle when it dumps rows alone.
        assertThat(outcome.err()).doesNotContain("error:");
        assertThat(outcome.exitCode()).isZero();
        return file;
    }

    /// A dump without the server's version, and the words that are drawn by lot.
    private static String normal(Path dump) throws IOException {
        return Files.readAllLines(dump).stream()
                .filter(line -> !line.startsWith("-- Dumped") && !line.contains("restrict "))
                .collect(Collectors.joining("\n"));
    }
}
