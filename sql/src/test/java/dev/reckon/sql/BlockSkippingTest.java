package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// EXPLAIN ANALYZE says how much of a table was not looked at: 100,000 rows are 25 blocks.
final class BlockSkippingTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE event (id int PRIMARY KEY, stamp int NOT NULL, price numeric(8, 2))");
        run(
                "INSERT INTO event SELECT i, 7 * i, i % 1000 / 4.0 FROM generate_series(0, 99999)"
                        + " i");
        run("CHECKPOINT");
    }

    private String plan(String options, String sql) {
        return String.join("\n", rows("EXPLAIN (ANALYZE" + options + ") " + sql));
    }

    @Test
    void blocksWhoseBoundsSayNoAreSkipped() {
        String sql = "SELECT sum(price) FROM event WHERE stamp BETWEEN 350000 AND 350070";

        assertThat(rows(sql)).containsExactly("13.75");
        assertThat(plan("", sql)).contains("Blocks: read=1 skipped=24");
        assertThat(plan(", FORMAT JSON", sql))
                .contains("\"Blocks Read\": 1")
                .contains("\"Blocks Skipped\": 24");
    }

    @Test
    void whatTestsRowsOneByOneDoesNotHideIt() {
        assertThat(plan("", "SELECT id FROM event WHERE stamp < 100 AND 10 / (id + 1) > 3"))
                .contains("Blocks: read=1 skipped=24");
    }

    @Test
    void aScanThatReadsEverythingSaysNothing() {
        assertThat(plan("", "SELECT sum(price) FROM event WHERE stamp >= 0"))
                .doesNotContain("Blocks");
    }
}
