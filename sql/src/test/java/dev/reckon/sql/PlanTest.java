package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Golden plans: what each rule of the optimizer makes of a query.
final class PlanTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE t (id int PRIMARY KEY, name text, g int)");
        run("INSERT INTO t SELECT i, 'n' || i, i % 10 FROM generate_series(1, 11000) i");
        run("CREATE TABLE u (id int PRIMARY KEY, t_id int NOT NULL, w int)");
        run("INSERT INTO u SELECT i, i * 2, i % 7 FROM generate_series(1, 100) i");
        run("CREATE TABLE p (a int, b int, c text, PRIMARY KEY (a, b))");
        run("INSERT INTO p SELECT i / 10, i % 10, 'c' FROM generate_series(1, 3000) i");
        run("CREATE INDEX t_name ON t (name)");
    }

    private List<String> plan(String sql) {
        return rows("EXPLAIN (COSTS OFF) " + sql);
    }

    @Test
    void aWholeKeyIsLookedUp() {
        assertThat(plan("SELECT name FROM t WHERE id = 5"))
                .containsExactly("Learned Point Lookup on t", "  Key: (id = 5)");
    }

    @Test
    void aListOfKeysIsLookedUp() {
        assertThat(plan("SELECT name FROM t WHERE id IN (5, 7)"))
                .containsExactly("Learned Point Lookup on t", "  Key: (id = ANY (5, 7))");
    }

    @Test
    void boundsOfAKeyAreARangeAndTheRestAFilter() {
        assertThat(plan("SELECT name FROM t WHERE id BETWEEN 5 AND 9 AND g = 3"))
                .containsExactly(
                        "Learned Range Scan on t",
                        "  Key: ((id >= 5) AND (id <= 9))",
                        "  Filter: (g = 3)");
    }

    private void makePartitions() {
        run("CREATE TABLE m (day date, g int) PARTITION BY RANGE (day)");
        run("CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
        run("CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')");
        run("CREATE TABLE m3 PARTITION OF m DEFAULT");
    }

    @Test
    void onlyPartitionsThatCanHaveRowsAreRead() {
        makePartitions();

        assertThat(plan("SELECT g FROM m WHERE day = DATE '2026-02-05'"))
                .containsExactly(
                        "Append",
                        "  ->  Columnar Scan on m2 m",
                        "        Filter: (day = '2026-02-05'::date)");
        assertThat(plan("SELECT g FROM m WHERE day < DATE '2026-02-01'"))
                .containsExactly(
                        "Append",
                        "  ->  Columnar Scan on m1 m",
                        "        Filter: (day < '2026-02-01'::date)",
                        "  ->  Columnar Scan on m3 m",
                        "        Filter: (day < '2026-02-01'::date)");
    }

    @Test
    void partitionsAreChosenOnceForEachExecutionByItsParameters() {
        makePartitions();
        run("PREPARE q(date) AS SELECT g FROM m WHERE day = $1");

        assertThat(plan("EXECUTE q('2026-02-05')"))
                .contains(
                        "        One-Time Filter: (($1 IS NOT NULL) AND ($1 >= '2026-02-01'::date)"
                                + " AND ($1 < '2026-03-01'::date))");
    }

    @Test
    void aChangeLeavesPartitionsOutThatHaveNoSuchRow() {
        makePartitions();

        assertThat(plan("DELETE FROM m WHERE day = DATE '2026-02-05'"))
                .containsSubsequence("  ->  Delete on m1", "        ->  Values Scan")
                .containsSubsequence("  ->  Delete on m2", "        ->  Columnar Scan on m2 m");
    }

    @Test
    void aPrefixOfACompositeKeyIsARange() {
        assertThat(plan("SELECT c FROM p WHERE a = 1 AND b > 2"))
                .containsExactly("Learned Range Scan on p", "  Key: ((a = 1) AND (b > 2))");
    }

    @Test
    void aSecondaryIndexIsUsed() {
        assertThat(plan("SELECT id FROM t WHERE name = 'n7'"))
                .containsExactly(
                        "Learned Index Scan on t",
                        "  Index Name: t_name",
                        "  Index Cond: (name = 'n7'::text)");
    }

    @Test
    void conditionsReachTheScansThroughAView() {
        run("CREATE VIEW v AS SELECT id AS i, name FROM t");
        assertThat(plan("SELECT * FROM v WHERE i = 3"))
                .containsExactly("Learned Point Lookup on t", "  Key: (id = 3)");
    }

    @Test
    void theOrderOfTheKeySavesASort() {
        assertThat(plan("SELECT id FROM t ORDER BY id DESC LIMIT 5"))
                .containsExactly(
                        "Limit",
                        "  ->  Learned Ordered Scan on t",
                        "        Order: by key, descending");
    }

    @Test
    void aLimitAfterASortKeepsTheFirstRowsOnly() {
        assertThat(plan("SELECT id FROM t ORDER BY name LIMIT 5"))
                .containsExactly("Top-N Sort", "  Sort Key: name", "  ->  Columnar Scan on t");
    }

    @Test
    void countsOfKeysComeFromPositions() {
        assertThat(plan("SELECT count(*) FROM t WHERE id < 100"))
                .containsExactly("Learned Key Count on t", "  Key: (id < 100)");
    }

    @Test
    void existsIsASemiJoin() {
        assertThat(plan("SELECT id FROM u WHERE EXISTS (SELECT 1 FROM t WHERE t.id = u.t_id)"))
                .containsExactly(
                        "Learned Lookup Semi Join",
                        "  Lookup Key: t_id",
                        "  ->  Columnar Scan on u",
                        "  ->  Columnar Scan on t");
    }

    @Test
    void notInOfColumnsWithoutNullsIsAnAntiJoin() {
        assertThat(plan("SELECT id FROM u WHERE t_id NOT IN (SELECT id FROM t)").getFirst())
                .isEqualTo("Learned Lookup Anti Join");
    }

    @Test
    void notInOfColumnsWithNullsKeepsItsMeaning() {
        assertThat(plan("SELECT id FROM u WHERE t_id NOT IN (SELECT g FROM t)").getFirst())
                .isEqualTo("Hash Anti Null Aware Join");
    }

    @Test
    void aCorrelatedAggregateIsGroupedOnceAndJoined() {
        assertThat(plan("SELECT id, (SELECT count(*) FROM t WHERE t.g = u.w) FROM u"))
                .contains("        Group Key: g")
                .noneMatch(line -> line.contains("SubPlan"));
    }

    @Test
    void anOuterJoinUnderAConditionIsInner() {
        assertThat(plan("SELECT * FROM u LEFT JOIN p ON p.a = u.w WHERE p.b = 1"))
                .contains("Hash Join");
    }

    @Test
    void joinsBeginWithTheSmallTables() {
        List<String> lines =
                plan("SELECT t.name FROM t, p, u WHERE t.id = u.t_id AND p.a = t.g AND u.id = 3");
        assertThat(lines).anyMatch(line -> line.contains("Learned Lookup Join"));
        assertThat(lines).anyMatch(line -> line.contains("Learned Point Lookup on u"));
    }

    @Test
    void aCommonTableReadOnceIsPartOfTheQuery() {
        assertThat(plan("WITH c AS (SELECT * FROM t) SELECT name FROM c WHERE id = 1"))
                .containsExactly("Learned Point Lookup on t", "  Key: (id = 1)");
    }

    @Test
    void aMaterializedCommonTableStaysOne() {
        assertThat(
                        plan("WITH c AS MATERIALIZED (SELECT * FROM t) SELECT name FROM"
                                        + " c WHERE id = 1")
                                .getFirst())
                .isEqualTo("CTE c");
    }
}
