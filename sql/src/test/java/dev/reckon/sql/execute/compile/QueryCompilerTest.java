package dev.reckon.sql.execute.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole queries over a small table: what only the layers together can show.
final class QueryCompilerTest {
    @TempDir private Path directory;

    private TestQueries queries() throws IOException {
        var queries = new TestQueries(directory, Long.MAX_VALUE);
        queries.createTable(
                "t",
                List.of("k", "a", "b", "s"),
                List.of(DataType.INT8, DataType.INT4, DataType.NUMERIC, DataType.TEXT));
        int count = 1000;
        long[] keys = new long[count];
        long[] values = new long[count];
        long[] prices = new long[count];
        Value[] strings = new Value[count];
        for (int i = 0; i < count; i++) {
            keys[i] = i;
            values[i] = i % 7;
            prices[i] = i * 25L;
            strings[i] = i % 10 == 0 ? Value.Null.NULL : Value.text("s" + i % 5);
        }
        queries.insert(
                "t",
                new Batch(
                        List.of(
                                LongVector.of(keys),
                                LongVector.of(values),
                                NumericVector.compact(prices, 2, new long[0], count),
                                BytesVector.of(strings)),
                        count));
        return queries;
    }

    private static void check(TestQueries queries, String sql, String... rows) {
        List<String> found =
                queries.run(sql).stream()
                        .map(row ->
                                String.join(
                                        "|", row.stream().map(QueryCompilerTest::text).toList()))
                        .toList();
        assertThat(found).as(sql).isEqualTo(Arrays.asList(rows));
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Null _ -> "";
            case Value.Int(long number) -> Long.toString(number);
            case Value.Real(double number) -> Double.toString(number);
            case Value.Numeric(var number) -> number.toPlainString();
            case Value.Array array ->
                    "{"
                            + String.join(
                                    ",",
                                    array.elements().stream().map(QueryCompilerTest::text).toList())
                            + "}";
            default -> value.toString();
        };
    }

    @Test
    void answersAsPostgresDoes() throws IOException {
        try (TestQueries queries = queries()) {
            check(queries, "select a, b from t where k = 10", "3|2.50");
            check(queries, "select k from t where k in (3, 5, 2000) order by k", "3", "5");
            check(queries, "select count(*) from t where k between 10 and 19 and a = 3", "2");
            check(
                    queries,
                    "select count(*), count(s), sum(a), min(b), max(b) from t",
                    "1000|900|2997|0.00|249.75");
            check(
                    queries,
                    "select a, count(*) from t group by a order by a limit 2 offset 1",
                    "1|143",
                    "2|143");
            check(
                    queries,
                    "select s, sum(b) from t where a < 2 group by s order by s nulls first",
                    "|3605.00",
                    "s0|3608.75",
                    "s1|7014.25",
                    "s2|7064.75",
                    "s3|7114.00",
                    "s4|7164.50");
            check(queries, "select k from t order by b desc limit 2", "999", "998");
            check(
                    queries,
                    "select count(*) from t x join t y on x.a = y.k where y.b > 0.25",
                    "714");
            check(
                    queries,
                    "select count(*) from t x where exists (select 1 from t y where y.k = x.a and y.a > 3)",
                    "428");
            check(
                    queries,
                    "select (select max(y.k) from t y where y.a = x.a) from t x where k < 2",
                    "994",
                    "995");
            check(
                    queries,
                    "select case when a = 0 then 'z' else s end from t where k < 3 order by k",
                    "z",
                    "s1",
                    "s2");
            check(
                    queries,
                    "select case when a > 0 then 6 / a else 0 end from t where k < 4 order by k",
                    "0",
                    "6",
                    "3",
                    "2");
            check(
                    queries,
                    "select k, row_number() over (partition by a order by k desc), sum(k) over (order by k) from t where k < 4 order by k",
                    "0|1|0",
                    "1|1|1",
                    "2|1|3",
                    "3|1|6");
            check(
                    queries,
                    "with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) select sum(n) from r",
                    "15");
            check(
                    queries,
                    "select a from t where k < 10 intersect select a from t where k = 3",
                    "3");
            check(
                    queries,
                    "select a from t where k < 3 except all select a from t where k = 1 order by 1",
                    "0",
                    "2");
            check(
                    queries,
                    "select distinct on (a) a, k from t where a < 3 order by a, k desc",
                    "0|994",
                    "1|995",
                    "2|996");
            check(
                    queries,
                    "select count(distinct s), count(distinct a) filter (where k < 3) from t",
                    "5|3");
            check(
                    queries,
                    "select a, s, count(*) from t where k < 3 group by grouping sets ((a), (s), ()) order by 1, 2, 3",
                    "0||1",
                    "1||1",
                    "2||1",
                    "|s1|1",
                    "|s2|1",
                    "||1",
                    "||3");
            check(queries, "select x from generate_series(1, 3) x where x <> 2", "1", "3");
            check(
                    queries,
                    "select k from t where s >= 's0' and k not in (select k from t where k > 4) order by k",
                    "1",
                    "2",
                    "3",
                    "4");
            check(queries, "values (1, 'a'), (2, null)", "1|a", "2|");
            queries.evaluations().assertAllReleased();
        }
    }

    /// The answers are PostgreSQL 15's.
    @Test
    void windowFramesAreThoseOfPostgres() throws IOException {
        try (TestQueries queries = queries()) {
            check(
                    queries,
                    "select k, sum(k) over (order by k rows between 2 preceding and 1 following) from t where k < 6 order by k",
                    "0|1",
                    "1|3",
                    "2|6",
                    "3|10",
                    "4|14",
                    "5|12");
            check(
                    queries,
                    "select k, count(*) over (order by a rows between unbounded preceding and current row exclude current row) from t where k < 6 order by k",
                    "0|0",
                    "1|1",
                    "2|2",
                    "3|3",
                    "4|4",
                    "5|5");
            check(
                    queries,
                    "select k, sum(k) over (order by a range between 1 preceding and 1 following) from t where k < 12 order by k",
                    "0|16",
                    "1|27",
                    "2|33",
                    "3|39",
                    "4|33",
                    "5|26",
                    "6|11",
                    "7|16",
                    "8|27",
                    "9|33",
                    "10|39",
                    "11|33");
            check(
                    queries,
                    "select k, sum(k) over (order by a desc range between 2 following and unbounded following) from t where k < 12 order by k",
                    "0|",
                    "1|",
                    "2|7",
                    "3|16",
                    "4|27",
                    "5|40",
                    "6|55",
                    "7|",
                    "8|",
                    "9|7",
                    "10|16",
                    "11|27");
            check(
                    queries,
                    "select k, sum(k) over (order by a groups between 1 preceding and current row exclude ties) from t where k < 9 order by k",
                    "0|0",
                    "1|8",
                    "2|11",
                    "3|5",
                    "4|7",
                    "5|9",
                    "6|11",
                    "7|7",
                    "8|15");
            check(
                    queries,
                    "select k, sum(k) over (order by a range between unbounded preceding and current row exclude group) from t where k < 9 order by k",
                    "0|",
                    "1|7",
                    "2|16",
                    "3|18",
                    "4|21",
                    "5|25",
                    "6|30",
                    "7|",
                    "8|7");
            check(
                    queries,
                    "select k, first_value(k) over w, last_value(k) over w, nth_value(k, 2) over w from t where k < 6 window w as (order by k rows between 1 following and 3 following) order by k",
                    "0|1|3|2",
                    "1|2|4|3",
                    "2|3|5|4",
                    "3|4|5|5",
                    "4|5|5|",
                    "5|||");
            check(
                    queries,
                    "select k, rank() over (order by s), dense_rank() over (order by s), ntile(3) over (order by k) from t where k < 11 order by k",
                    "0|10|6|1",
                    "1|2|2|1",
                    "2|4|3|1",
                    "3|6|4|1",
                    "4|8|5|2",
                    "5|1|1|2",
                    "6|2|2|2",
                    "7|4|3|2",
                    "8|6|4|3",
                    "9|8|5|3",
                    "10|10|6|3");
            check(
                    queries,
                    "select k, lag(s) over (order by k), lead(s, 2, 'none') over (order by k) from t where k between 8 and 13 order by k",
                    "8||",
                    "9|s3|s1",
                    "10|s4|s2",
                    "11||s3",
                    "12|s1|none",
                    "13|s2|none");
            check(
                    queries,
                    "select k, sum(b) filter (where a > 2) over (partition by s order by k) from t where k < 12 order by k",
                    "0|",
                    "1|",
                    "2|",
                    "3|0.75",
                    "4|1.00",
                    "5|1.25",
                    "6|1.50",
                    "7|",
                    "8|0.75",
                    "9|1.00",
                    "10|2.50",
                    "11|4.25");
            check(
                    queries,
                    "select k, count(s) over (), max(b) over (partition by a) from t where k < 9 order by k",
                    "0|8|1.75",
                    "1|8|2.00",
                    "2|8|0.50",
                    "3|8|0.75",
                    "4|8|1.00",
                    "5|8|1.25",
                    "6|8|1.50",
                    "7|8|1.75",
                    "8|8|2.00");
            check(
                    queries,
                    "select k, sum(a) over (order by s range between current row and unbounded following) from t where k < 11 order by k",
                    "0|3",
                    "1|22",
                    "2|15",
                    "3|13",
                    "4|9",
                    "5|27",
                    "6|22",
                    "7|15",
                    "8|13",
                    "9|9",
                    "10|3");
            queries.evaluations().assertAllReleased();
        }
    }

    @Test
    void rowsOutOfOrderAreEqualRows() throws IOException {
        try (TestQueries queries = queries()) {
            assertThat(RandomRows.sorted(queries.run("select * from t")))
                    .isEqualTo(
                            RandomRows.sorted(queries.run("select * from t order by s, a desc")));
        }
    }
}
