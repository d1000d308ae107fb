package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hash joins tell the scans of their other sides what is worth reading, and nothing else changes.
final class RuntimeFilterTest extends WithSession {
    @BeforeEach
    void open() {
        run(
                "CREATE TABLE item (ordered int, line int, part int, kind text,"
                        + " PRIMARY KEY (ordered, line))");
        run(
                "INSERT INTO item SELECT i / 4, i % 4, nullif(i % 500, 3), 'k' || i % 4"
                        + " FROM generate_series(0, 19999) i");
        run("CREATE TABLE part (id int PRIMARY KEY, brand text, size int)");
        run("INSERT INTO part SELECT i, 'b' || i % 50, i % 20 FROM generate_series(0, 499) i");
        run("CREATE TABLE sale (number int PRIMARY KEY, day int, part bigint)");
        run("INSERT INTO sale SELECT i, i % 30, i % 700 FROM generate_series(0, 4999) i");
    }

    private List<String> plan(String sql) {
        return rows("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + sql);
    }

    /// Returns the lines of a plan from a scan on, as far as they are the scan's.
    private static String scan(List<String> plan, String table) {
        var text = new StringBuilder();
        boolean isInside = false;
        for (String line : plan) {
            isInside = line.contains("->") ? line.contains(" on " + table) : isInside;
            if (isInside) {
                text.append(line.strip()).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void theProbeSideIsFilteredAndExplainSaysHowMuch() {
        List<String> plan =
                plan("SELECT count(*) FROM item JOIN part ON part = id WHERE brand = 'b7'");
        assertThat(scan(plan, "item"))
                .contains("rows=400 ")
                .contains("Runtime Filter: part")
                .contains("Rows Removed by Runtime Filter: 19600");
        assertThat(scan(plan, "part")).doesNotContain("Runtime Filter");
    }

    @Test
    void aFilterReachesThroughJoinsAndGroupsToEveryColumnThatIsEqual() {
        List<String> plan =
                plan(
                        "SELECT count(*) FROM part JOIN (SELECT item.part, count(*) AS c"
                                + " FROM item JOIN sale ON item.part = sale.part AND line > day"
                                + " GROUP BY item.part) g ON g.part = id WHERE brand = 'b7'");
        assertThat(scan(plan, "item")).contains("Runtime Filter: part");
        assertThat(scan(plan, "sale")).contains("Runtime Filter: part");
    }

    @Test
    void aSideWhoseRowsComeOutWithoutPartnersIsNotFiltered() {
        assertThat(
                        scan(
                                plan(
                                        "SELECT count(*) FROM item LEFT JOIN part ON part = id"
                                                + " AND brand = 'b7'"),
                                "item"))
                .doesNotContain("Runtime Filter");
        assertThat(
                        scan(
                                plan(
                                        "SELECT count(*) FROM item WHERE NOT EXISTS"
                                                + " (SELECT 1 FROM part WHERE part = id"
                                                + " AND brand = 'b7')"),
                                "item"))
                .doesNotContain("Runtime Filter");
    }

    @Test
    void aLimitBetweenKeepsItsRows() {
        List<String> plan =
                plan(
                        "SELECT count(*) FROM (SELECT * FROM item ORDER BY ordered, line LIMIT 9000)"
                                + " i JOIN part ON part = id WHERE brand = 'b7'");
        assertThat(scan(plan, "item")).doesNotContain("Runtime Filter");
    }

    /// The same query with a key in which no scan's column is recognised has no filters.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*), sum(ordered) FROM item JOIN part ON part%s = id WHERE size = 3",
                "SELECT count(*) FROM sale JOIN part ON sale.part%s = id WHERE brand < 'b2'",
                "SELECT count(*), count(sale.part) FROM item LEFT JOIN sale"
                        + " ON item.part = sale.part AND day = 3 JOIN part p ON item.part%s = p.id"
                        + " WHERE p.size = 3",
                "SELECT count(*), count(sale.part) FROM item LEFT JOIN sale"
                        + " ON item.part = sale.part AND day = 3 JOIN part p"
                        + " ON coalesce(sale.part, 5)%s = p.id WHERE p.size = 5",
                "SELECT count(*) FROM item i JOIN part p ON i.part%s = p.id WHERE p.size = 3"
                        + " AND NOT EXISTS (SELECT 1 FROM sale WHERE sale.part = i.part)",
                "SELECT count(*) FROM item i JOIN part p ON i.part%s = p.id WHERE p.size = 3"
                        + " AND i.part NOT IN (SELECT sale.part FROM sale WHERE day < 5)",
                "SELECT count(*), sum(c) FROM (SELECT part, count(*) c FROM item GROUP BY part) g"
                        + " JOIN part p ON g.part%s = p.id WHERE p.size = 3",
                "SELECT count(*) FROM (SELECT DISTINCT part FROM item) g JOIN part p"
                        + " ON g.part%s = p.id WHERE p.size = 3",
                "SELECT count(*) FROM item JOIN part ON part%s = id WHERE size = 99"
            })
    void answersAreAsWithoutFilters(String sql) {
        assertThat(rows(sql.formatted(""))).as(sql).isEqualTo(rows(sql.formatted(" + 0")));
    }
}
