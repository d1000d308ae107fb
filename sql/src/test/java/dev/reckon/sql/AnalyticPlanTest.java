package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Golden plans of analytic queries: what statistics and analytic rules change.
final class AnalyticPlanTest extends WithSession {
    @BeforeEach
    void open() {
        run(
                "CREATE TABLE item (ordered int, line int, part int, kind text, sent date,"
                        + " PRIMARY KEY (ordered, line))");
        run(
                "INSERT INTO item SELECT i / 4, i % 4, i % 500, 'k' || i % 4,"
                        + " date '2020-01-01' + i % 1000 FROM generate_series(0, 19999) i");
        run("CREATE TABLE part (id int PRIMARY KEY, brand text, size int)");
        run("INSERT INTO part SELECT i, 'b' || i % 50, i % 20 FROM generate_series(0, 499) i");
    }

    private List<String> plan(String sql) {
        return rows("EXPLAIN " + sql);
    }

    private static long rows(List<String> plan, String node) {
        String line = plan.stream().filter(each -> each.contains(node)).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll(".* rows=([0-9]+).*", "$1"));
    }

    private long rowsOfItems(String condition) {
        return rows(plan("SELECT part FROM item WHERE " + condition), " on item");
    }

    @Test
    void aDateIsComparedWithADate() {
        assertThat(
                        plan(
                                "SELECT part FROM item WHERE sent < date '2020-02-01' + interval '1 month'"))
                .anyMatch(line -> line.contains("Filter: (sent < '2020-03-01'::date)"));
    }

    @Test
    void aTimeOfDayIsRoundedToTheDatesThatMeetIt() {
        assertThat(plan("SELECT part FROM item WHERE sent >= timestamp '2020-02-01 12:00'"))
                .anyMatch(line -> line.contains("Filter: (sent > '2020-02-01'::date)"));
        assertThat(plan("SELECT part FROM item WHERE timestamp '2020-02-01 12:00' > sent"))
                .anyMatch(line -> line.contains("Filter: (sent <= '2020-02-01'::date)"));
        assertThat(plan("SELECT part FROM item WHERE sent = timestamp '2020-02-01 12:00'"))
                .anyMatch(line -> line.contains("timestamp"));
    }

    @Test
    void anEqualityLeavesOneRowInAsManyAsThereAreValues() {
        assertThat(rowsOfItems("kind = 'k1'")).isBetween(4000L, 6000L);
        assertThat(rowsOfItems("part = 7")).isBetween(30L, 60L);
        assertThat(rowsOfItems("kind IN ('k1', 'k2')")).isBetween(8000L, 12000L);
    }

    @Test
    void bothEndsOfARangeCountTogether() {
        assertThat(rowsOfItems("sent >= date '2020-01-01' AND sent < date '2020-04-10'"))
                .isBetween(1500L, 2500L);
    }

    @Test
    void aJoinWithAKeyGivesTheRowsOfTheOtherSide() {
        List<String> plan =
                plan("SELECT sent FROM item JOIN part ON part = id WHERE size = 3 AND kind = 'k1'");
        assertThat(rows(plan, "Hash Join")).isBetween(150L, 400L);
    }

    @Test
    void groupsAreAsManyAsTheKeyHasValues() {
        assertThat(rows(plan("SELECT kind, count(*) FROM item GROUP BY kind"), "HashAggregate"))
                .isBetween(4L, 5L);
    }

    @Test
    void anOrOverBothSidesOfAJoinFiltersEachOfThem() {
        String sql =
                "SELECT count(*) FROM item, part WHERE part = id"
                        + " AND ((brand = 'b1' AND kind = 'k1') OR (brand = 'b2' AND kind = 'k2'))";
        assertThat(plan(sql))
                .anyMatch(line ->
                        line.contains(" Filter: ((brand = 'b1'::text) OR (brand = 'b2'::text))"))
                .anyMatch(line ->
                        line.contains(" Filter: ((kind = 'k1'::text) OR (kind = 'k2'::text))"));
        assertThat(rows(sql)).containsExactly("400");
    }

    @Test
    void anOrWithABranchThatSaysNothingOfASideDoesNotFilterIt() {
        assertThat(
                        plan(
                                "SELECT count(*) FROM item, part WHERE part = id"
                                        + " AND ((brand = 'b1' AND kind = 'k1') OR size = 2)"))
                .noneMatch(line -> line.contains(" Filter: ((kind"));
    }
}
