package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Counts, ends, offsets and percentiles of the key come from positions, with rows in segments and
/// in memory, deleted ones between them, and writes of the transaction; EXPLAIN says so.
final class PositionAnswersTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE t (id int PRIMARY KEY, n int)");
        run("INSERT INTO t SELECT i * 3, i FROM generate_series(1, 9000) i");
        run("CHECKPOINT");
        run("DELETE FROM t WHERE id % 7 = 0 OR id BETWEEN 3000 AND 6000 OR id < 40");
        run("INSERT INTO t SELECT i * 3 + 1, i FROM generate_series(500, 1500) i");
        run("UPDATE t SET n = -1 WHERE id % 100 = 5");
        run("BEGIN");
        run("DELETE FROM t WHERE id BETWEEN 20000 AND 20500");
        run("INSERT INTO t VALUES (2, 0), (100000, 0)");
    }

    /// Behind a sum the planner does not see the key.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Learned Key Count | SELECT count(*) FROM t WHERE %s BETWEEN 2000 AND 20100",
                "Learned Key Count | SELECT count(*) FROM t WHERE %s > 4000",
                "by key, ascending | SELECT min(%s) FROM t",
                "by key, descending | SELECT max(%s) FROM t WHERE %s < 20400",
                "Offset by Position: 2345 | SELECT id FROM t ORDER BY %s LIMIT 3 OFFSET 2345",
                "Offset by Position: 10 | SELECT id FROM t ORDER BY %s DESC LIMIT 3 OFFSET 10",
                "Percentile by Position: 0 | SELECT percentile_disc(0) WITHIN GROUP (ORDER BY %s)"
                        + " FROM t",
                "Percentile by Position: 0.5 | SELECT percentile_disc(0.5) WITHIN GROUP"
                        + " (ORDER BY %s) FROM t",
                "Percentile by Position: 0.999 | SELECT percentile_disc(0.999) WITHIN GROUP"
                        + " (ORDER BY %s DESC) FROM t",
                "Percentile by Position: 1 | SELECT percentile_disc(1) WITHIN GROUP"
                        + " (ORDER BY %s) FROM t"
            })
    void positionsAnswerAsScansDo(String detail, String query) {
        String fast = query.replace("%s", "id");
        List<String> plan = rows("EXPLAIN (COSTS OFF) " + fast);
        assertThat(String.join(" ", plan)).contains(detail);
        assertThat(rows(fast)).isEqualTo(rows(query.replace("%s", "(id + 0)")));
    }

    @Test
    void aPercentileOfNoRowsIsNull() {
        run("DELETE FROM t");
        assertThat(
                        SessionTest.rows(
                                session,
                                "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) IS NULL"
                                        + " FROM t"))
                .containsExactly("t");
    }

    @Test
    void descendingOrdersCountFromTheOtherEnd() {
        assertThat(
                        SessionTest.rows(
                                session,
                                "SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY x DESC)"
                                        + " FROM generate_series(1, 4) x"))
                .containsExactly("4");
    }
}
