package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TABLESAMPLE takes rows by their positions, with rows in segments and in memory, deleted ones
/// between them, and writes of the transaction; some percentages are read by ranks, some by a scan.
final class SampleTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE t (id int PRIMARY KEY, n int)");
        run("INSERT INTO t SELECT i * 3, i FROM generate_series(1, 30000) i");
        run("CHECKPOINT");
        run("DELETE FROM t WHERE id % 7 = 0 OR id BETWEEN 3000 AND 6000 OR id < 40");
        run("INSERT INTO t SELECT i * 3 + 1, i FROM generate_series(500, 1500) i");
        run("BEGIN");
        run("DELETE FROM t WHERE id BETWEEN 20000 AND 20500");
        run("INSERT INTO t VALUES (2, 0), (1000000, 0)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 15, 24, 26, 60})
    void systemTakesWholeRunsOfNeighbours(double percentage) {
        assertThat(
                        rows(
                                """
                                SELECT DISTINCT taken FROM (
                                    SELECT count(s.id) taken, count(*) present
                                    FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / 128 run
                                        FROM t) t
                                    LEFT JOIN (SELECT id FROM t
                                        TABLESAMPLE SYSTEM (%s) REPEATABLE (5)) s USING (id)
                                    GROUP BY run) runs
                                WHERE taken <> 0 AND taken <> present
                                """
                                        .formatted(percentage)))
                .isEmpty();
        int taken = taken("SYSTEM", percentage);
        int present = Integer.parseInt(rows("SELECT count(*) FROM t").getFirst());
        // Six standard deviations of the number of runs.
        double share = percentage / 100;
        double tolerance = 6 * 128 * Math.sqrt(present / 128.0 * share * (1 - share));
        assertThat((double) taken)
                .isBetween(present * share - tolerance, present * share + tolerance);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.19, 0.3, 50})
    void bernoulliTakesSingleRows(double percentage) {
        int taken = taken("BERNOULLI", percentage);
        int present = Integer.parseInt(rows("SELECT count(*) FROM t").getFirst());
        double share = percentage / 100;
        double tolerance = 6 * Math.sqrt(present * share * (1 - share));
        assertThat((double) taken)
                .isBetween(present * share - tolerance, present * share + tolerance);
        assertThat(
                        rows(
                                "SELECT id FROM t TABLESAMPLE BERNOULLI (%s) REPEATABLE (5)"
                                                .formatted(percentage)
                                        + " EXCEPT SELECT id FROM t"))
                .isEmpty();
    }

    private int taken(String method, double percentage) {
        String sample = "TABLESAMPLE %s (%s) REPEATABLE (5)".formatted(method, percentage);
        List<String> once = rows("SELECT id, n FROM t " + sample + " ORDER BY id");
        assertThat(rows("SELECT id, n FROM t " + sample + " ORDER BY id")).isEqualTo(once);
        assertThat(rows("SELECT count(DISTINCT id) FROM t " + sample))
                .containsExactly(Integer.toString(once.size()));
        return once.size();
    }

    @Test
    void explainNamesTheSample() {
        assertThat(
                        String.join(
                                " ",
                                rows(
                                        "EXPLAIN SELECT n FROM t x TABLESAMPLE SYSTEM (1)"
                                                + " REPEATABLE (2) WHERE n > 3")))
                .contains("Learned Sample Scan on t x")
                .contains("Sampling: system (1) REPEATABLE (2)");
    }

    @Test
    void samplesOfOneStatementAreDrawnApart() {
        assertThat(
                        rows(
                                "SELECT count(*) > 0 FROM (SELECT id FROM t TABLESAMPLE BERNOULLI (50)"
                                        + " EXCEPT SELECT id FROM t TABLESAMPLE BERNOULLI (50)) d"))
                .containsExactly("t");
    }
}
