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
                    "select count(distinct a), count(distinct s) from t",
                    "select a, k from t where a < 3 order by a, k desc limit 10",
                    "select s, k from t order by k desc limit 7",
                    "select k, a from t order by a desc nulls last, k limit 20 offset 5",
                    "select a, s, k from t order by a nulls first, k desc limit 9",
                    "select a, k from t order by a desc, k limit 2500",
                    "select a + 1, k from t order by a, k desc limit 40 offset 3000",
                    "select s, count(distinct a), sum(distinct a), max(distinct a) from t group by s",
                    "select count(*) from t where k between 1000 and 139000 and s is not null");

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
        return queries;
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
