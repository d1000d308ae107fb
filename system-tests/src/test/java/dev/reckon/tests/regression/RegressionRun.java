package dev.reckon.tests.regression;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `./dev regression DIR [FILE…]`: runs PostgreSQL's regression files, from `src/test/regress` of
/// its source tree, on a private PostgreSQL and on Reckon, and prints for each file how many
/// statements got the same answer: rows in any order, names and types of columns, command tag,
/// SQLSTATE. What differs is written to a file.
final class RegressionRun {
    /// The files about what Reckon offers, in whole or in part.
    private static final List<String> FILES =
            List.of(
                    ("boolean char name varchar text int2 int4 int8 oid float4 float8 numeric"
                                    + " numeric_big bit uuid money date time timetz timestamp"
                                    + " timestamptz interval horology numerology strings unicode"
                                    + " md5 regex inet enum domain arrays rangetypes"
                                    + " multirangetypes rowtypes json json_encoding jsonb"
                                    + " jsonb_jsonpath jsonpath hash_func expressions case select"
                                    + " select_distinct select_distinct_on select_implicit"
                                    + " select_having select_into subselect union join join_hash"
                                    + " aggregates groupingsets window with limit tsrf rangefuncs"
                                    + " tablesample insert insert_conflict update delete merge"
                                    + " returning copy copy2 copyselect copydml create_table"
                                    + " create_table_like create_index index_including create_view"
                                    + " updatable_views matview alter_table constraints"
                                    + " foreign_key sequence identity generated truncate temp"
                                    + " namespace drop_if_exists comments privileges create_role"
                                    + " roleattributes transactions portals portals_p2 prepare"
                                    + " plancache lock random misc_functions dbsize txid xid")
                            .split(" "));

    private static final List<String> SETUP = List.of("test_setup", "create_misc");
    private static final Duration SETUP_PATIENCE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx1500m");
    private static final int CAUSES_SHOWN = 40;

    private final Path files;
    private final Path work;
    private final PostgresPeer postgres;
    private final PrintWriter differences;
    private final Causes causes = new Causes();
    private final Offer offerAfterSetup = new Offer();

    private RegressionRun(Path files, Path work, PostgresPeer postgres, PrintWriter differences) {
        this.files = files;
        this.work = work;
        this.postgres = postgres;
        this.differences = differences;
    }

    @SuppressWarnings("SystemOut") // A command's output.
    public static void main(String[] arguments) throws IOException {
        Path files = Path.of(arguments[0]).toAbsolutePath();
        List<String> names =
                arguments.length > 1
                        ? List.of(arguments).subList(1, arguments.length)
                        : FILES.stream().filter(name -> Files.exists(script(files, name))).toList();
        Path work = Files.createTempDirectory("reckon-regression");
        Path report = work.resolve("differences.txt");
        try (PostgresPeer postgres = PostgresPeer.start(List.of("fsync=off"));
                var differences = new PrintWriter(Files.newBufferedWriter(report))) {
            var run = new RegressionRun(files, work, postgres, differences);
            run.setUp();
            List<Tally> tallies = new ArrayList<>();
            for (String name : names) {
                Tally tally = run.file(name);
                tallies.add(tally);
                System.out.println(tally);
            }
            System.out.println(total(tallies));
            run.causes.lines(CAUSES_SHOWN).forEach(System.out::println);
            System.out.println("all differences: " + report);
        }
    }

    private static Tally total(List<Tally> tallies) {
        return new Tally(
                "all files",
                tallies.stream().mapToInt(Tally::all).sum(),
                tallies.stream().mapToInt(Tally::agreed).sum(),
                tallies.stream().mapToInt(Tally::notOffered).sum());
    }

    /// Returns where a file of statements is. Which ones there are differs between versions.
    static Path script(Path directory, String name) {
        return directory.resolve("sql").resolve(name + ".sql");
    }

    /// Makes what all files build on, once, for copies of it.
    private void setUp() throws IOException {
        administer("CREATE DATABASE base TEMPLATE template0");
        try (ReckonProcess reckon = ReckonProcess.start(work.resolve("base"), JAVA_OPTIONS);
                var expected = new Client(postgres.port(), "base", SETUP_PATIENCE);
                var actual = new Client(reckon.port(), "reckon", SETUP_PATIENCE)) {
            var file =
                    new RegressionFile(
                            expected, actual, offerAfterSetup, new Causes(), differences);
            for (String name : SETUP) {
                file.run(files, name);
            }
        }
    }

    private Tally file(String name) throws IOException {
        administer("DROP DATABASE IF EXISTS regression");
        administer("CREATE DATABASE regression TEMPLATE base");
        Path data = work.resolve("data");
        delete(data);
        copy(work.resolve("base"), data);
        try (ReckonProcess reckon = ReckonProcess.start(data, JAVA_OPTIONS);
                var expected = new Client(postgres.port(), "regression", PATIENCE);
                var actual = new Client(reckon.port(), "reckon", PATIENCE)) {
            return new RegressionFile(expected, actual, offerAfterSetup.copy(), causes, differences)
                    .run(files, name);
        }
    }

    private void administer(String sql) throws IOException {
        try (var client = new Client(postgres.port(), "postgres", SETUP_PATIENCE)) {
            Answer answer = client.run(sql, "");
            if (answer.last().isError()) {
                throw new IOException(sql + ": " + answer);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
