package dev.reckon.sql.execute.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.WorkerPool;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One thread and many give the same answers, in memory and on disk.
final class ParallelQueriesTest {
    private static final List<String> QUERIES =
            List.of(
                    "select count(*), sum(a), min(k), max(s) from t",
                    "select a, count(*), sum(k) from t group by a",
                    "select s, a % 7, count(*), max(k) from t where a > 10 group by s, a % 7",
                    "select k % 20000, count(*) from t group by 1",
                    "select u.s, count(*), sum(t.k) from t join u on t.a = u.k group by u.s",
                    "select count(*), count(u.k) from t left join u on t.a = u.k and u.a > 20",
                    "select sum(t.k) from t where exists (select 1 from u where u.k = t.a)",
                    "select count(*) from t where not exists (select 1 from u where u.k = t.a)",
                    "select count(*), sum(v.a) from t join t v on v.k = t.k + 1 where t.a = 7",
                    "select count(*), sum(t.k) from t where a = 7 and not exists"
                            + " (select 1 from t v where v.k = t.k + 1 and v.a < t.k % 200)",
                    "select count(*), sum(u.k) from u left join t on t.a = u.k",
                    "select count(*), count(t.k), sum(u.k) from t full join u on t.a = u.k",
                    "select count(*), sum(k) from u where exists (select 1 from t where t.a = u.k)",
                    "select count(*), sum(k) from u where not exists"
                            + " (select 1 from t where t.a = u.k and t.k > u.a * 600)",
                    "select k, count(*), max(s) from t group by k having k % 1000 = 3",
                    "select k, a, count(distinct s) from t group by a, k having a = 3 and k > 70000",
                    "select l, count(*), sum(m), count(distinct s), min(m) from v group by l",
                    "select count(*), sum(n), max(l) from (select l, count(*) n from v group by l"
                            + " having sum(m) > 20) x",
                    "select l, u.k, count(*), sum(m) from v join u on v.a = u.k where m > 3"
                            + " group by u.k, l",
                    "select count(distinct m), l from v group by l",
                    "select count(*), sum(v.m) from v where l in"
                            + " (select l from v group by l having count(*) > 30)",
                    "select u.k, u.a, u.s, count(*), sum(t.k) from t join u on t.a = u.k"
                            + " group by u.s, u.a, u.k",
                    "select t.a, u.s, u.a, u.k, count(*), max(t.s) from t left join u on t.a = u.k"
                            + " group by u.s, u.a, t.a, u.k",
                    "select l, m, array_agg(s), count(*) from v where a = 7 group by l, m",
                    "select count(distinct a), count(distinct s) from t",
                    "select a, k from t where a < 3 order by a, k desc limit 10",
                    "select s, k from t order by k desc limit 7",
                    "select k, a from t order by a desc nulls last, k limit 20 offset 5",
                    "select a, s, k from t order by a nulls first, k desc limit 9",
                    "select a, k from t order by a desc, k limit 2500",
                    "select a + 1, k from t order by a, k desc limit 40 offset 3000",
                    "select s, count(distinct a), sum(distinct a), max(distinct a) from t group by s",
                    "select count(*) from t where k between 1000 and 139000 and s is not null",
                    // Helpers ask for the list while the session computes the subquery.
                    "select count(*) from t where k > (select avg(k) from t where a + 1 in (3, 5, 7))"
                            + " and a + 1 in (3, 5, 7, 9)");

    @TempDir private Path directory;

    private TestQueries queries(long budget) throws IOException {
        var queries = new TestQueries(directory, budget);
        var random = new Random(RandomRows.seed());
        for (String name : List.of("t", "u")) {
            queries.createTable(
                    name,
                    List.of("k", "a", "s"),
                    List.of(DataType.INT8, DataType.INT4, DataType.TEXT));
            int count = name.equals("t") ? 140_000 : 100;
            long[] keys = new long[count];
            long[] numbers = new long[count];
            long[] nulls = Nulls.allocate(count);
            Value[] strings = new Value[count];
            for (int i = 0; i < count; i++) {
                keys[i] = i;
                numbers[i] = random.nextInt(200);
                if (random.nextInt(9) == 0) {
                    Nulls.set(nulls, i);
                }
                strings[i] =
                        random.nextInt(9) == 0
                                ? Value.Null.NULL
                                : Value.text("s" + random.nextInt(30));
            }
            queries.insert(
                    name,
                    new Batch(
                            List.of(
                                    LongVector.of(keys),
                                    new LongVector(numbers, nulls, count),
                                    BytesVector.of(strings)),
                            count));
        }
        insertLines(queries, random);
        return queries;
    }

    /// A table with a key of two columns, of which the first has runs of up to hundred equal
    /// values, and one of them of half a part of a scan.
    private static void insertLines(TestQueries queries, Random random) {
        queries.createTable(
                "v",
                2,
                List.of("l", "m", "a", "s"),
                List.of(DataType.INT4, DataType.INT4, DataType.INT4, DataType.TEXT));
        int count = 150_000;
        long[] firsts = new long[count];
        long[] seconds = new long[count];
        long[] numbers = new long[count];
        Value[] strings = new Value[count];
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (left-- == 0) {
                left = i / 1000 == 60 ? 32_000 : random.nextInt(100);
                firsts[i] = i == 0 ? -100 : firsts[i - 1] + 1 + random.nextInt(3);
            } else {
                firsts[i] = i == 0 ? -100 : firsts[i - 1];
                seconds[i] = i == 0 ? 0 : seconds[i - 1] + 1;
            }
            numbers[i] = random.nextInt(150);
            strings[i] = Value.text("s" + random.nextInt(5));
        }
        queries.insert(
                "v",
                new Batch(
                        List.of(
                                LongVector.of(firsts),
                                LongVector.of(seconds),
                                LongVector.of(numbers),
                                BytesVector.of(strings)),
                        count));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 300_000})
    void manyThreadsAnswerAsOneDoes(long budget) throws IOException {
        try (TestQueries queries = queries(budget);
                var none = new WorkerPool(0);
                var many = new WorkerPool(4)) {
            for (boolean isFlushed : new boolean[] {false, true}) {
                if (isFlushed) {
                    queries.store().maintain();
                }
                for (String sql : QUERIES) {
                    queries.use(none);
                    List<String> expected = RandomRows.sorted(queries.run(sql));
                    queries.use(many);
                    assertThat(RandomRows.sorted(queries.run(sql))).as(sql).isEqualTo(expected);
                    queries.evaluations().assertAllReleased();
                }
            }
        }
    }

    @Test
    void anErrorInOneThreadStopsAllAndIsReported() throws IOException {
        try (TestQueries queries = queries(Long.MAX_VALUE);
                var many = new WorkerPool(4)) {
            queries.use(many);
            assertThatThrownBy(() -> queries.run("select sum(1 / (k - 123456)) from t"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("division by zero");
            queries.evaluations().cancel();
            assertThatThrownBy(() -> queries.run("select sum(k) from t"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("canceled");
            queries.evaluations().assertAllReleased();
        }
    }
}
