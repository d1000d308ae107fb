package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.storage.Isolation;
import dev.reckon.storage.LockMode;
import dev.reckon.storage.RestorePoint;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseFilesTest {
    @TempDir Path directory;

    private Path path(String name) {
        return directory.resolve(name);
    }

    private static void run(Session session, String... statements) {
        for (String statement : statements) {
            session.execute(statement).close();
            session.endImplicit();
        }
    }

    private static void fill(Session session) {
        run(
                session,
                "CREATE TABLE t (id bigint PRIMARY KEY, name text, amount numeric)",
                "CREATE INDEX by_name ON t (lower(name)) WHERE id % 3 <> 0",
                "CREATE UNIQUE INDEX by_amount ON t (amount) INCLUDE (name)",
                "INSERT INTO t SELECT i, 'Name ' || i, CASE WHEN i % 7 = 0 THEN NULL ELSE i END"
                        + " FROM generate_series(1, 5000) i",
                "CHECKPOINT",
                "UPDATE t SET name = 'other ' || id WHERE id < 200",
                "DELETE FROM t WHERE id BETWEEN 300 AND 350");
    }

    /// Returns each file's content, by name.
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(),
                        java.util.Arrays.hashCode(Files.readAllBytes(file))
                                + " "
                                + Files.getLastModifiedTime(file));
            }
        }
        return contents;
    }

    @Test
    void findsNothingInAWholeDatabaseAndChangesNothing() throws IOException {
        try (Database database = Database.open(path("data"));
                Session session = database.openSession(Database.OWNER)) {
            fill(session);
            assertThatThrownBy(() -> DatabaseFiles.check(path("data")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("in use by process");
        }
        Map<String, String> before = contents(path("data"));
        assertThat(DatabaseFiles.check(path("data"))).isEmpty();
        assertThat(contents(path("data"))).isEqualTo(before);
    }

    @Test
    void findsAnIndexThatDoesNotFitItsTable() {
        try (Database database = Database.open(path("data"));
                Session session = database.openSession(Database.OWNER)) {
            fill(session);
            assertThat(IndexChecks.check(session)).isEmpty();
            Index index = index(session, "by_amount");
            try (Transaction transaction = database.store().begin(Isolation.READ_COMMITTED)) {
                var view = transaction.statementSnapshot();
                var key = view.table(index.storageId()).orElseThrow().keyAt(77).orElseThrow();
                view.close();
                transaction.lock(index.storageId(), key, LockMode.UPDATE, WaitPolicy.WAIT);
                transaction.delete(index.storageId(), key);
                transaction.commit();
            }
        }
        assertThat(DatabaseFiles.check(path("data")))
                .singleElement()
                .asString()
                .contains("index \"by_amount\" of table \"t\"", "no entry");
    }

    private static Index index(Session session, String name) {
        for (Relation relation : session.refreshCatalog().relations()) {
            if (relation instanceof Index index && index.name().equals(name)) {
                return index;
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void namesEachDamagedFile() throws IOException {
        try (Database database = Database.open(path("data"));
                Session session = database.openSession(Database.OWNER)) {
            fill(session);
            run(session, "CHECKPOINT");
        }
        List<Path> segments;
        try (Stream<Path> files = Files.list(path("data"))) {
            segments =
                    files.filter(file -> file.getFileName().toString().startsWith("segment-"))
                            .toList();
        }
        assertThat(segments).isNotEmpty();
        for (Path segment : segments) {
            byte[] bytes = Files.readAllBytes(segment);
            for (int part = 1; part < 16; part++) { // Padding is of no account.
                bytes[bytes.length / 16 * part] ^= 4;
            }
            Files.write(segment, bytes);
        }
        List<String> findings = DatabaseFiles.check(path("data"));
        for (Path segment : segments) {
            assertThat(findings)
                    .anySatisfy(line -> assertThat(line).contains(segment.toString(), "at offset"));
        }
    }

    @Test
    void restoresToWhatItWas() {
        String query = "SELECT count(*), sum(amount), max(name) FROM t";
        String then;
        long sequence;
        try (Database database = Database.open(path("data"), path("archive"));
                Session session = database.openSession(Database.OWNER)) {
            fill(session);
            session.backUp(path("backup"), true);
            run(session, "DELETE FROM t WHERE id > 4000");
            then = text(session, query);
            try (Snapshot snapshot = database.store().snapshot()) {
                sequence = snapshot.sequence();
            }
            run(session, "DROP TABLE t");
        }
        assertThat(
                        DatabaseFiles.restore(
                                path("backup"),
                                List.of(path("archive")),
                                new RestorePoint.AtSequence(sequence),
                                path("restored")))
                .isEqualTo(sequence);
        assertThat(DatabaseFiles.check(path("restored"))).isEmpty();
        try (Database database = Database.open(path("restored"));
                Session session = database.openSession(Database.OWNER)) {
            assertThat(text(session, query)).isEqualTo(then);
            run(session, "INSERT INTO t VALUES (9999, 'new', 9999)");
        }
    }

    private static String text(Session session, String query) {
        var text = new StringBuilder();
        try (Result.Rows rows = (Result.Rows) session.execute(query)) {
            rows.next()
                    .ifPresent(batch ->
                            batch.columns()
                                    .forEach(column ->
                                            text.append(column.value(batch.row(0))).append(' ')));
        }
        session.endImplicit();
        return text.toString();
    }
}
