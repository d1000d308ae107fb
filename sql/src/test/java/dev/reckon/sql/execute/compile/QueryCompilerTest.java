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

    @Test
    void rowsOutOfOrderAreEqualRows() throws IOException {
        try (TestQueries queries = queries()) {
            assertThat(RandomRows.sorted(queries.run("select * from t")))
                    .isEqualTo(
                            RandomRows.sorted(queries.run("select * from t order by s, a desc")));
        }
    }
}
