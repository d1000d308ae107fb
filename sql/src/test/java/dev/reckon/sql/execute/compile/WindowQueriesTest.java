package dev.reckon.sql.execute.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.execute.RandomRows;
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

/// Window functions give the same when a partition doesn't fit into memory.
final class WindowQueriesTest {
    private static final List<String> QUERIES =
            List.of(
                    "select k, row_number() over (order by s, k), rank() over (order by s) from t",
                    "select k, dense_rank() over (order by a), percent_rank() over (order by a),"
                            + " cume_dist() over (order by a) from t",
                    "select k, ntile(7) over (order by k), ntile(null) over (order by k) from t",
                    "select k, sum(k) over (order by a), count(s) over (order by a desc) from t",
                    "select k, sum(k) over (order by k rows unbounded preceding), count(*) over (),"
                            + " max(s) over () from t",
                    "select k, avg(k) filter (where a > 50) over (order by s groups between"
                            + " unbounded preceding and current row), sum(k) filter (where a > 50)"
                            + " over (order by k rows between unbounded preceding and current row)"
                            + " from t",
                    "select k, sum(a) over (partition by a % 2 order by k),"
                            + " rank() over (partition by a % 2 order by k) from t",
                    "select k, sum(a) over (partition by a / 150 order by s),"
                            + " row_number() over (partition by a / 150 order by s, k) from t");

    @TempDir private Path directory;

    private TestQueries queries(Path place, long budget) throws IOException {
        var queries = new TestQueries(place, budget);
        queries.createTable(
                "t", List.of("k", "a", "s"), List.of(DataType.INT8, DataType.INT4, DataType.TEXT));
        var random = new Random(RandomRows.seed());
        int count = 30_000;
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
                    random.nextInt(9) == 0 ? Value.Null.NULL : Value.text("s" + random.nextInt(30));
        }
        queries.insert(
                "t",
                new Batch(
                        List.of(
                                LongVector.of(keys),
                                new LongVector(numbers, nulls, count),
                                BytesVector.of(strings)),
                        count));
        return queries;
    }

    @Test
    void partitionsOnDiskGiveWhatThoseInMemoryDo() throws IOException {
        try (TestQueries inMemory = queries(directory.resolve("memory"), Long.MAX_VALUE);
                TestQueries onDisk = queries(directory.resolve("disk"), 150_000)) {
            for (String sql : QUERIES) {
                assertThat(RandomRows.sorted(onDisk.run(sql)))
                        .as(sql)
                        .isEqualTo(RandomRows.sorted(inMemory.run(sql)));
                onDisk.evaluations().assertAllReleased();
            }
            assertThatThrownBy(() -> onDisk.run("select ntile(0) over (order by k) from t"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("argument of ntile must be greater than zero");
            onDisk.evaluations().assertAllReleased();
        }
    }
}
