package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;

/// Copies batches of rows in, small and large, in order of their keys or not: each is there whole
/// or not at all.
final class CopiedBatches implements Work {
    private static final int SMALL_ROW_COUNT = 500;
    private static final int LARGE_ROW_COUNT = 30_000;
    private static final int KEPT_COUNT = 12;

    private final Outcomes outcomes = new Outcomes("copied batches");
    private final Map<Connection, Integer> current = new ConcurrentHashMap<>();

    @Override
    public void prepare(Statement statement) throws SQLException {
        statement.execute(
                "create table copied (batch int, n int, row_count int, filler text,"
                        + " primary key (batch, n))");
    }

    @Override
    public void step(Connection connection, Random random) throws SQLException {
        List<Integer> present = outcomes.allPresent();
        if (present.size() > KEPT_COUNT) {
            delete(connection, present, random);
            return;
        }
        int batch = outcomes.begin();
        current.put(connection, batch);
        int rowCount =
                1 + random.nextInt(random.nextInt(6) > 0 ? SMALL_ROW_COUNT : LARGE_ROW_COUNT);
        boolean ordered = random.nextBoolean();
        var text = new StringBuilder();
        for (int n = 0; n < rowCount; n++) {
            int key = ordered ? n : Integer.reverse(n);
            text.append(batch).append('\t').append(key).append('\t').append(rowCount).append('\t');
            text.append("filler ").append(n % 77).append('\n');
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy copied from stdin", new StringReader(text.toString()));
        } catch (IOException gone) {
            throw new SQLException("the server is gone", "08006", gone);
        }
        connection.commit();
        outcomes.present(batch);
    }

    private void delete(Connection connection, List<Integer> present, Random random)
            throws SQLException {
        current.remove(connection);
        boolean all = random.nextInt(4) == 0;
        List<Integer> gone = all ? present : List.of(present.get(random.nextInt(present.size())));
        gone.forEach(outcomes::unsure);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    all
                            ? "truncate copied"
                            : "delete from copied where batch = " + gone.getFirst());
        }
        connection.commit();
        gone.forEach(outcomes::absent);
    }

    @Override
    public void refused(Connection connection) {
        Integer batch = current.remove(connection);
        if (batch != null) {
            outcomes.absent(batch);
        }
    }

    @Override
    public void check(Statement statement) throws SQLException {
        Set<Integer> found = new HashSet<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "select batch, count(*), min(row_count), max(row_count),"
                                + " count(distinct filler) from copied group by batch")) {
            while (rows.next()) {
                int batch = rows.getInt(1);
                found.add(batch);
                assertThat(rows.getInt(2)).as("rows of batch %d", batch).isEqualTo(rows.getInt(3));
                assertThat(rows.getInt(4)).as("rows of batch %d", batch).isEqualTo(rows.getInt(3));
                assertThat(rows.getInt(5)).isEqualTo(Math.min(77, rows.getInt(3)));
            }
        }
        outcomes.settle(found);
    }
}
