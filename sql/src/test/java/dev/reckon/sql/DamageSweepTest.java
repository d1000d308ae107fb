package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.StoreOptions;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.UnchangedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flips bits and cuts files of a stopped database at random places, opens it, and asks: either the
/// damage is named with its file, or every answer is right. `-Dseed=` replays, `-Drounds=` goes on.
final class DamageSweepTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 150);
    private static final StoreOptions OPTIONS =
            new StoreOptions(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, false);
    private static final List<String> QUERIES =
            List.of(
                    "SELECT count(*), sum(id), sum(amount), min(name), max(name) FROM t",
                    "SELECT id, name FROM t WHERE id = 4321",
                    "SELECT count(*) FROM t WHERE id BETWEEN 1000 AND 7000",
                    "SELECT id FROM t WHERE name = 'name 77'",
                    "SELECT count(*), sum(length(body)) FROM u");

    @TempDir Path directory;

    @Test
    void namesTheDamageOrAnswersRight() throws IOException {
        long seed = Long.getLong("seed", 3);
        Random random = new Random(seed);
        fill();
        List<String> right;
        LocalFileSystem files = new LocalFileSystem(directory);
        try (Database database = Database.open(new UnchangedFiles(files), OPTIONS)) {
            right = QUERIES.stream().map(query -> answer(database, query)).toList();
        }
        List<String> names = files.list().stream().sorted().toList();
        int named = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String name = names.get(random.nextInt(names.size()));
            UnchangedFiles view = new UnchangedFiles(files);
            damage(view, name, random);
            try {
                named += isNamed(view, name, right) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round %d of seed %d, %s".formatted(round, seed, name), e);
            }
        }
        assertThat(named).isGreaterThan(ROUNDS / 4);
    }

    /// Makes segments of two tables, and a manifest with rows.
    private void fill() {
        try (Database database = Database.open(directory);
                Session session = database.openSession(Database.OWNER)) {
            for (String statement :
                    List.of(
                            "CREATE TABLE t (id bigint PRIMARY KEY, name text, amount numeric)",
                            "CREATE INDEX ON t (name)",
                            "CREATE TABLE u (id text PRIMARY KEY, body text)",
                            "INSERT INTO t SELECT i, 'name ' || i, i * 1.25 FROM"
                                    + " generate_series(1, 9000) i",
                            "INSERT INTO u SELECT 'key ' || i, repeat('x', i % 90) FROM"
                                    + " generate_series(1, 6000) i",
                            "CHECKPOINT",
                            "DELETE FROM t WHERE id % 17 = 0",
                            "UPDATE u SET body = id WHERE id LIKE 'key 5%'")) {
                session.execute(statement).close();
                session.endImplicit();
            }
        }
    }

    private static void damage(UnchangedFiles view, String name, Random random) throws IOException {
        byte[] bytes = view.read(name);
        if (random.nextInt(4) == 0) {
            try (WritableFile file = view.create(name)) {
                file.write(0, bytes, 0, random.nextInt(bytes.length));
            }
            return;
        }
        try (WritableFile file = view.open(name)) {
            int offset = random.nextInt(bytes.length);
            bytes[offset] ^= (byte) (1 << random.nextInt(8));
            file.write(offset, bytes, offset, offset + 1);
        }
    }

    private static boolean isNamed(UnchangedFiles view, String name, List<String> right) {
        boolean named = false;
        try (Database database = Database.open(view, OPTIONS)) {
            for (int i = 0; i < QUERIES.size(); i++) {
                try {
                    assertThat(answer(database, QUERIES.get(i))).isEqualTo(right.get(i));
                } catch (DatabaseException e) {
                    requireNamed(e, name);
                    named = true;
                }
            }
        } catch (DatabaseException e) {
            requireNamed(e, name);
            named = true;
        }
        return named;
    }

    private static void requireNamed(DatabaseException e, String name) {
        assertThat(e.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED);
        assertThat(e).hasMessageContaining(name);
    }

    private static String answer(Database database, String query) {
        var text = new StringBuilder();
        try (Session session = database.openSession(Database.OWNER);
                Result.Rows rows = (Result.Rows) session.execute(query)) {
            for (var batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                for (int i = 0; i < batch.get().selectedCount(); i++) {
                    int row = batch.get().row(i);
                    batch.get()
                            .columns()
                            .forEach(column -> text.append(column.value(row)).append(' '));
                }
            }
        }
        return text.toString();
    }
}
