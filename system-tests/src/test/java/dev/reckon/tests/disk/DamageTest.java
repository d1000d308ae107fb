package dev.reckon.tests.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.sql.DatabaseFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages every kind of file of a database: it is found and named, or does no harm; a query gives
/// an error or the right answer, and never takes the server with it.
///
/// `-Ddamages=N` sets the number of damaged copies, `-Dseed=N` replays where they are damaged.
final class DamageTest {
    private static final Set<String> DAMAGE = Set.of("XX001", "58030");
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private static final List<String> QUERIES =
            List.of(
                    "select count(*), sum(n), sum(id) from damaged",
                    "select count(*), sum(length(t)), sum(d) from damaged",
                    "select min(t), max(t), count(distinct t) from damaged",
                    "select t, count(*), avg(d) from damaged group by t order by t limit 5",
                    "select * from damaged where id = 31415",
                    "select * from damaged where id between 20000 and 20050 order by id",
                    "select * from damaged where n = 77 order by id",
                    "select * from damaged order by d desc, id limit 20",
                    "select count(*) from damaged a join damaged b on a.id = b.id + 1",
                    "select * from damaged order by id offset 39990",
                    "select count(*) from recent");

    private static Path original = Path.of("");
    private static List<String> answers = List.of();

    @BeforeAll
    static void makeDatabase(@TempDir Path directory) throws Exception {
        original = directory;
        try (ReckonProcess server = ReckonProcess.start(directory, JAVA_OPTIONS);
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table damaged (id int primary key, n int, t text, d double precision,"
                            + " m numeric, j jsonb)");
            statement.execute(
                    "insert into damaged select i, i % 1000, md5((i % 5000)::text), i / 7.0,"
                            + " i * 1.5, '[1]' from generate_series(1, 40000) i");
            statement.execute("create index on damaged (n)");
            statement.execute("vacuum");
            statement.execute("delete from damaged where id % 100 = 3");
            statement.execute("create table recent (id int primary key)");
            statement.execute("checkpoint");
            statement.execute("insert into recent select generate_series(1, 100)");
            statement.execute("insert into recent values (101)");
            answers = answers(statement);
            server.kill();
        }
    }

    private static List<String> answers(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String query : QUERIES) {
            found.add(answer(statement, query));
        }
        return found;
    }

    /// Returns the rows of a query, or the SQLSTATE of the damage that it met.
    private static String answer(Statement statement, String query) throws SQLException {
        var text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(rows.getString(column)).append('|');
                }
                text.append('\n');
            }
            return text.toString();
        } catch (SQLException e) {
            if (DAMAGE.contains(e.getSQLState())) {
                return e.getSQLState();
            }
            throw e;
        }
    }

    @Test
    void flippedBitOrCutIsNamedOrDoesNoHarm(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("seed", 1);
        var random = new Random(seed);
        List<Path> files = files(original);
        for (int i = 0; i < Integer.getInteger("damages", 4); i++) {
            Path copy = copy(original, folder.resolve("copy" + i));
            // Each file in turn, as they differ much in size.
            Path file = copy.resolve(files.get(i % files.size()).getFileName());
            String what = damage(file, random);
            try {
                check(copy, file, what);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("seed %d, damage %d: %s".formatted(seed, i, what), e);
            }
            delete(copy);
        }
    }

    private static String damage(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            return "nothing: " + file + " is empty";
        }
        int offset =
                random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 9000));
        if (random.nextInt(3) == 0) {
            Files.write(file, java.util.Arrays.copyOf(bytes, offset));
            return "%s cut at %d of %d".formatted(file, offset, bytes.length);
        }
        bytes[offset] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
        return "a bit of %s flipped at %d of %d".formatted(file, offset, bytes.length);
    }

    private static void check(Path copy, Path file, String what) throws SQLException {
        List<String> findings = DatabaseFiles.check(copy);
        if (!findings.isEmpty()) {
            assertThat(findings.toString()).contains(file.getFileName().toString());
        }
        ReckonProcess server;
        try {
            server = ReckonProcess.start(copy, JAVA_OPTIONS);
        } catch (IllegalStateException refused) {
            assertThat(findings).as("what refused a start: %s", refused).isNotEmpty();
            assertThat(refused)
                    .hasMessageContaining(file.getFileName().toString())
                    .hasMessageContaining("XX001");
            return;
        }
        try (server;
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            boolean isRight = true;
            for (int i = 0; i < QUERIES.size(); i++) {
                String answer = answer(statement, QUERIES.get(i));
                isRight &= answer.equals(answers.get(i));
                assertThat(answer)
                        .as("%s after %s", QUERIES.get(i), what)
                        .isIn(answers.get(i), "XX001", "58030");
            }
            assertThat(isRight || !findings.isEmpty()).as("check has not found it").isTrue();
        }
    }

    /// Cuts the files of a running server, so that pages of its mappings are gone.
    @Test
    void fileThatIsCutWhileItIsOpenFailsQueriesAndNotTheServer(@TempDir Path folder)
            throws Exception {
        for (List<String> options : List.of(JAVA_OPTIONS, List.of("-Xmx512m"))) {
            Path copy = copy(original, folder.resolve("cut"));
            try (ReckonProcess server = ReckonProcess.start(copy, options)) {
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                        Statement statement = connection.createStatement()) {
                    assertThat(answer(statement, QUERIES.getFirst())).isEqualTo(answers.getFirst());
                    for (Path file : files(copy)) {
                        if (file.getFileName().toString().startsWith("segment-")) {
                            cut(file);
                        }
                    }
                    for (int i = 0; i < QUERIES.size(); i++) {
                        assertThat(answer(statement, QUERIES.get(i)))
                                .as(QUERIES.get(i))
                                .isIn(answers.get(i), "XX001", "58030");
                    }
                    statement.execute("insert into recent values (1000)");
                }
                try (Connection second = DriverManager.getConnection(server.jdbcUrl())) {
                    assertThat(second.isValid(10)).isTrue();
                }
            }
            delete(copy);
        }
    }

    private static void cut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
        return to;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
