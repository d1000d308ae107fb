package dev.reckon.tests.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.testing.ReckonProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A server whose disk runs full: statements fail with 53100 and change nothing, reads go on, and
/// so do writes as soon as there is room, without a restart.
final class FullDiskTest {
    private static final int DISK_MEGABYTES = 120;
    private static final String DISK_FULL = "53100";
    private static final int ROUND_COUNT = 2;

    @Test
    void writesFailWholeAndGoOnWhenThereIsRoom() throws Exception {
        try (Mount mount = Mount.ofMegabytes(DISK_MEGABYTES)) {
            Path directory = mount.directory().resolve("data");
            Path ballast = mount.directory().resolve("ballast");
            long batches = 0;
            try (ReckonProcess server = ReckonProcess.start(directory, List.of("-Xmx512m"));
                    Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "create table filled (batch int, n int, t text,"
                                + " primary key (batch, n))");
                statement.execute("create index on filled (t)");
                for (int round = 0; round < ROUND_COUNT; round++) {
                    batches = insert(statement, batches, 3);
                    fill(ballast);
                    batches = insertUntilFull(statement, batches);
                    assertThat(stateOf(statement, "create table other as select * from filled"))
                            .isIn(DISK_FULL, "");
                    statement.execute("drop table if exists other");
                    Files.delete(ballast);
                    check(statement, batches);
                    batches = insert(statement, batches, 3);
                    statement.execute("checkpoint");
                    check(statement, batches);
                }
                fill(ballast);
                batches = insertUntilFull(statement, batches);
                server.kill();
            }
            Files.delete(ballast);
            try (ReckonProcess server = ReckonProcess.start(directory, List.of("-Xmx512m"));
                    Connection connection = DriverManager.getConnection(server.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                check(statement, batches);
                insert(statement, batches, 1);
            }
        }
    }

    private static long insert(Statement statement, long batches, int count) throws SQLException {
        for (int i = 0; i < count; i++) {
            statement.execute(insertOf(batches + i));
        }
        return batches + count;
    }

    private static String insertOf(long batch) {
        return ("insert into filled select %d, n, repeat(md5(n::text), 10)"
                        + " from generate_series(1, 2000) n")
                .formatted(batch);
    }

    /// Inserts until the disk is full; what failed must have changed nothing.
    private static long insertUntilFull(Statement statement, long batches) throws SQLException {
        long done = batches;
        while (true) {
            String state = stateOf(statement, insertOf(done));
            if (!state.isEmpty()) {
                assertThat(state).isEqualTo(DISK_FULL);
                break;
            }
            done++;
        }
        check(statement, done);
        assertThat(stateOf(statement, insertOf(done))).isEqualTo(DISK_FULL);
        return done;
    }

    private static void check(Statement statement, long batches) throws SQLException {
        try (var rows =
                statement.executeQuery(
                        "select count(*), count(distinct batch), coalesce(max(batch), -1),"
                                + " min(length(t)) from filled")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(batches * 2000);
            assertThat(rows.getLong(2)).isEqualTo(batches);
            assertThat(rows.getLong(3)).isEqualTo(batches - 1);
            assertThat(rows.getLong(4)).isEqualTo(320);
        }
    }

    private static String stateOf(Statement statement, String sql) {
        try {
            statement.execute(sql);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    /// Takes all the room that is left.
    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
