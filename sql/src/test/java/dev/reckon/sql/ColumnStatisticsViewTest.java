package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `pg_stats` of tables larger than its sample, with rows in segments and in memory, deleted ones
/// between them, and writes of the transaction.
final class ColumnStatisticsViewTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE t (id int PRIMARY KEY, few text, half int, spread int, back bigint)");
        run(
                "INSERT INTO t SELECT i * 3, CASE WHEN i % 10 < 7 THEN 'common' ELSE 'w' || i % 50"
                        + " END, CASE WHEN i % 2 = 0 THEN i END, i * 7919 % 30000, -i FROM"
                        + " generate_series(1, 30000) i");
        run("CHECKPOINT");
        run("DELETE FROM t WHERE id BETWEEN 3000 AND 6000");
        run(
                "INSERT INTO t SELECT i * 3 + 1, 'common', NULL, i, -i FROM generate_series(500, 700) i");
        run("BEGIN");
        run("DELETE FROM t WHERE id BETWEEN 20000 AND 20500");
        run("INSERT INTO t VALUES (2, 'common', 1, 1, 0), (1000000, 'common', 2, 2, 0)");
    }

    @Test
    void theBoundsOfAKeyAreItsPercentiles() {
        assertThat(
                        rows(
                                "SELECT unnest(histogram_bounds::text::int[]) FROM pg_stats"
                                        + " WHERE tablename = 't' AND attname = 'id'"))
                .isEqualTo(
                        rows(
                                "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 r,"
                                        + " count(*) OVER () - 1 n FROM t) x WHERE r IN (SELECT i * n /"
                                        + " 100 FROM generate_series(0, 100) i) ORDER BY id"))
                .hasSize(101);
        assertThat(stats("id", "n_distinct, correlation, null_frac")).containsExactly("-1|1|0");
    }

    @Test
    void commonValuesAndNullsAreCounted() {
        assertThat(stats("few", "most_common_vals::text::text[] @> '{common}'"))
                .containsExactly("t");
        assertThat(stats("few", "most_common_freqs[1] BETWEEN 0.67 AND 0.73")).containsExactly("t");
        assertThat(stats("half", "null_frac BETWEEN 0.48 AND 0.52")).containsExactly("t");
        assertThat(stats("spread", "most_common_vals IS NULL")).containsExactly("t");
        assertThat(stats("spread", "abs(correlation) < 0.2")).containsExactly("t");
        assertThat(stats("back", "correlation < -0.95")).containsExactly("t");
    }

    @Test
    void boundsPartTheValuesOfAnyColumnEqually() {
        assertThat(
                        rows(
                                "SELECT max(abs(c - 30000 / 100)) < 300 * 0.6 FROM (SELECT"
                                        + " width_bucket(spread, (SELECT histogram_bounds::text::int[]"
                                        + " FROM pg_stats WHERE tablename = 't' AND attname ="
                                        + " 'spread')) b, count(*) c FROM t GROUP BY 1) x WHERE b"
                                        + " BETWEEN 1 AND 100"))
                .containsExactly("t");
    }

    private List<String> stats(String column, String what) {
        return rows(
                "SELECT %s FROM pg_stats WHERE tablename = 't' AND attname = '%s'"
                        .formatted(what, column));
    }
}
