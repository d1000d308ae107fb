package dev.reckon.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.type.PhysicalType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that insert so many rows that they go to segments do what they do with few.
final class ManyRowsTest {
    private static final int MANY = 120_000;

    private final Path directory;
    private Database database;
    private Session session;

    ManyRowsTest(@TempDir Path directory) {
        this.directory = directory;
        database = Database.open(directory);
        session = database.openSession(Database.OWNER);
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
        assertThat(DatabaseFiles.check(directory)).isEmpty();
    }

    private void run(String sql) {
        session.execute(sql).close();
    }

    private DatabaseException failure(String sql) {
        return catchThrowableOfType(DatabaseException.class, () -> run(sql));
    }

    private long number(String sql) {
        try (Result.Rows rows = (Result.Rows) session.execute(sql)) {
            Optional<Batch> batch = rows.next();
            Batch dense = batch.orElseThrow().compact();
            return Long.parseLong(dense.column(0).value(0).toString().replaceAll("\\D+", ""));
        }
    }

    private String copy(String sql, int rowCount, IntFunction<String> line) {
        var copy = (Result.CopyIn) session.execute(sql);
        var text = new StringBuilder();
        for (int row = 0; row < rowCount; row++) {
            text.append(line.apply(row)).append('\n');
            if (text.length() > 50_000 || row == rowCount - 1) {
                byte[] bytes = text.toString().getBytes(UTF_8);
                copy.write(bytes, 0, bytes.length);
                text.setLength(0);
            }
        }
        return copy.finish();
    }

    private static List<Integer> shuffled(int count) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(7));
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, MANY})
    void copiesRowsInAnyOrder(int count) {
        run(
                "CREATE TABLE t (id int PRIMARY KEY, name text, half int GENERATED ALWAYS AS (id / 2) STORED)");
        run("CREATE INDEX half ON t (half) WHERE id % 2 = 0");
        run("CREATE UNIQUE INDEX name ON t (name)");
        List<Integer> ids = shuffled(count);
        assertThat(copy("COPY t FROM STDIN", count, row -> ids.get(row) + "\tn" + ids.get(row)))
                .isEqualTo("COPY " + count);
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(count);
        assertThat(number("SELECT sum(id) FROM t")).isEqualTo(count * (count - 1L) / 2);
        assertThat(number("SELECT id FROM t WHERE name = 'n77'")).isEqualTo(77);
        assertThat(number("SELECT id FROM t WHERE half = 50 AND id % 2 = 0")).isEqualTo(100);
        run("UPDATE t SET name = 'changed' WHERE id = 77");
        run("DELETE FROM t WHERE id = 100");
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(count - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, MANY})
    void namesTheLineOfAKeyThatExists(int count) {
        run("CREATE TABLE t (id int PRIMARY KEY, name text)");
        run("INSERT INTO t VALUES (-1, 'there')");
        List<Integer> ids = shuffled(count);
        ids.set(400, ids.get(3));
        ids.set(450, -1);
        for (String order : List.of("random", "ascending")) {
            if (order.equals("ascending")) {
                ids.sort(null);
                ids.set(400, -1);
                ids.set(450, 30);
            }
            DatabaseException error =
                    catchThrowableOfType(
                            DatabaseException.class,
                            () -> copy("COPY t FROM STDIN", count, row -> ids.get(row) + "\tx"));
            int first = order.equals("random") ? 400 : 0;
            assertThat(error)
                    .hasMessage("duplicate key value violates unique constraint \"t_pkey\"");
            assertThat(error.field(ErrorField.DETAIL))
                    .hasValue("Key (id)=(" + ids.get(first) + ") already exists.");
            assertThat(error.field(ErrorField.WHERE)).hasValue("COPY t, line " + (first + 1));
            assertThat(number("SELECT count(*) FROM t")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, MANY})
    void checksUniqueIndexesToo(int count) {
        run("CREATE TABLE t (id int PRIMARY KEY, a int, b text, UNIQUE (a, b))");
        DatabaseException error =
                failure(
                        "INSERT INTO t SELECT i, CASE WHEN i = 300 THEN 7 ELSE i END, 'same' FROM"
                                + " generate_series(0, %d - 1) i".formatted(count));
        assertThat(error)
                .hasMessage("duplicate key value violates unique constraint \"t_a_b_key\"");
        assertThat(error.field(ErrorField.DETAIL)).hasValue("Key (a, b)=(7, same) already exists.");
        run("INSERT INTO t SELECT i, NULL, 'same' FROM generate_series(1, %d) i".formatted(count));
        assertThat(number("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, MANY})
    void anEarlierRowIsToBlameBeforeALaterOne(int count) {
        run("CREATE TABLE t (id int PRIMARY KEY, small int CHECK (small < 1000000))");
        var ids = shuffled(count);
        ids.set(100, ids.get(50));
        var early =
                catchThrowableOfType(
                        DatabaseException.class,
                        () ->
                                copy(
                                        "COPY t FROM STDIN",
                                        count,
                                        row ->
                                                ids.get(row)
                                                        + (row == count - 1
                                                                ? "\t2000000"
                                                                : "\t1")));
        assertThat(early.field(ErrorField.WHERE)).hasValue("COPY t, line 101");
        var late =
                catchThrowableOfType(
                        DatabaseException.class,
                        () ->
                                copy(
                                        "COPY t FROM STDIN",
                                        90,
                                        row -> row + (row == 70 ? "\t2000000" : "\t1")));
        assertThat(late).hasMessageContaining("violates check constraint");
        assertThat(late.field(ErrorField.WHERE).orElseThrow()).startsWith("COPY t, line 71");
    }

    @Test
    void savepointsUndoWhatWentToSegments() {
        run("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
        run("CREATE INDEX ON t (name)");
        run("BEGIN");
        run("INSERT INTO t VALUES (5, 'first')");
        run("SAVEPOINT s");
        run("INSERT INTO t SELECT i, 'bulk' FROM generate_series(10, %d) i".formatted(MANY));
        run("UPDATE t SET name = 'changed' WHERE id = 1000");
        run("DELETE FROM t WHERE id BETWEEN 20 AND 29");
        assertThat(number("SELECT count(*) FROM t WHERE name = 'bulk'")).isEqualTo(MANY - 20);
        run("ROLLBACK TO s");
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(1);
        run("INSERT INTO t SELECT i, 'again' FROM generate_series(10, %d) i".formatted(MANY));
        run("DELETE FROM t WHERE id = 11");
        run(
                "INSERT INTO t SELECT i, 'more' FROM generate_series(%d, %d) i"
                        .formatted(MANY + 1, 2 * MANY));
        run("COMMIT");
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(2 * MANY - 9);
        assertThat(number("SELECT count(*) FROM t WHERE name = 'again'")).isEqualTo(MANY - 10);
        run("BEGIN");
        run("DELETE FROM t");
        run("INSERT INTO t SELECT i, 'new' FROM generate_series(1, %d) i".formatted(MANY));
        run("COMMIT");
        assertThat(number("SELECT count(*) FROM t WHERE name = 'new'")).isEqualTo(MANY);
    }

    @Test
    void tablesWithoutAKeyAndNewTablesAreFilled() {
        run("CREATE TABLE loose (n serial, x int DEFAULT 7)");
        run("INSERT INTO loose (x) SELECT i %% 10 FROM generate_series(1, %d) i".formatted(MANY));
        run("INSERT INTO loose (n) SELECT n FROM loose");
        assertThat(number("SELECT count(*) FROM loose")).isEqualTo(2 * MANY);
        assertThat(number("SELECT count(*) FROM loose WHERE x = 7")).isEqualTo(MANY + MANY / 10);
        run("CREATE TABLE made AS SELECT n, x FROM loose ORDER BY x, n DESC");
        assertThat(number("SELECT count(*) FROM made")).isEqualTo(2 * MANY);
        assertThat(failure("CREATE UNIQUE INDEX u ON made (n)"))
                .hasMessage("could not create unique index \"u\"");
        run("CREATE INDEX ON made (n)");
        assertThat(number("SELECT count(*) FROM made WHERE n = 55")).isEqualTo(2);
    }

    @Test
    void foreignKeysHold() {
        run("CREATE TABLE parent (id int PRIMARY KEY)");
        run("CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent)");
        run("INSERT INTO parent SELECT i FROM generate_series(0, 9) i");
        DatabaseException error =
                failure("INSERT INTO child SELECT i, i / 6000 FROM generate_series(0, 60000) i");
        assertThat(error.field(ErrorField.DETAIL))
                .hasValue("Key (parent)=(10) is not present in table \"parent\".");
        run("INSERT INTO child SELECT i, i / 6000 FROM generate_series(0, 59999) i");
        assertThat(failure("DELETE FROM parent WHERE id = 3"))
                .hasMessageContaining("violates foreign key constraint");
    }

    @Test
    void returningGivesEveryRow() {
        run("CREATE TABLE t (id int PRIMARY KEY)");
        assertThat(
                        number(
                                "WITH new AS (INSERT INTO t SELECT i FROM generate_series(1, %d) i RETURNING id)"
                                                .formatted(MANY)
                                        + " SELECT count(*) FROM new"))
                .isEqualTo(MANY);
        run(
                "INSERT INTO t SELECT i FROM generate_series(1, %d) i ON CONFLICT DO NOTHING"
                        .formatted(MANY + 5));
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(MANY + 5);
    }

    @Test
    void javaProgramsLoadBatchesAsOneStatement() {
        run("CREATE TABLE t (id bigint PRIMARY KEY, name text)");
        TableAccess table = session.table("t");
        int batchRows = 1000;
        int batchCount = MANY / batchRows;
        assertThat(table.insertAll(batches(batchCount, batchRows, batchCount))).isEqualTo(MANY);
        assertThat(number("SELECT count(*) FROM t WHERE name = 'java'")).isEqualTo(MANY);
        run("DELETE FROM t WHERE id < 10");
        var failure =
                catchThrowableOfType(
                        DatabaseException.class,
                        () -> table.insertAll(batches(batchCount, batchRows, batchCount)));
        assertThat(failure).hasMessageContaining("duplicate key");
        assertThat(
                        catchThrowableOfType(
                                IllegalStateException.class,
                                () -> table.insertAll(batches(batchCount, batchRows, 60))))
                .hasMessage("no more");
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(MANY - 10);
    }

    /// Makes batches of ascending keys, of which one can't be made.
    private static Iterator<Batch> batches(int count, int rowCount, int missing) {
        return IntStream.range(0, count)
                .mapToObj(batch -> {
                    if (batch == missing) {
                        throw new IllegalStateException("no more");
                    }
                    var ids = new VectorBuilder(PhysicalType.INT8, rowCount);
                    var names = new VectorBuilder(PhysicalType.BYTES, rowCount);
                    for (int row = 0; row < rowCount; row++) {
                        ids.appendLong((long) batch * rowCount + row);
                        names.appendBytes("java".getBytes(UTF_8), 0, 4);
                    }
                    return new Batch(List.of(ids.build(), names.build()), rowCount);
                })
                .iterator();
    }

    @Test
    void whatWasLoadedIsThereAfterARestart() {
        run("CREATE TABLE t (id int PRIMARY KEY, name text)");
        copy("COPY t FROM STDIN (FORMAT csv)", MANY, row -> row + ",\"name " + row + "\"");
        session.close();
        database.close();
        database = Database.open(directory);
        session = database.openSession(Database.OWNER);
        assertThat(number("SELECT count(*) FROM t")).isEqualTo(MANY);
        assertThat(number("SELECT id FROM t WHERE name = 'name 4711'")).isEqualTo(4711);
    }

    @Test
    void changesManyRowsAndTheirIndexEntries() {
        run("create table t (id bigint primary key, v int, s text)");
        run("create index on t (v)");
        run("insert into t select g, 0, 'row ' || g from generate_series(1, 20000) g");
        run("vacuum");
        run("insert into t select g, 0, 'row ' || g from generate_series(20001, 24000) g");
        run("update t set v = id % 7 where id % 2 = 0");
        assertThat(number("select count(*) from t where v = 3")).isEqualTo(1714);
        assertThat(number("select count(*) from t where v = 3 and id % 7 = 3")).isEqualTo(1714);
        run("begin");
        run("delete from t where id % 3 = 0");
        run("update t set s = 'changed' where v = 3");
        assertThat(number("select count(*) from t where s = 'changed'")).isEqualTo(1143);
        run("update t set v = v + 1 where s = 'changed'");
        run("commit");
        assertThat(number("select count(*) from t")).isEqualTo(16_000);
        assertThat(number("select count(*) from t where v = 4 and s = 'changed'")).isEqualTo(1143);
        assertThat(number("select count(*) from t where v = 3")).isZero();
    }

    @Test
    void looksAgainAtRowsThatAnotherHasChangedMeanwhile() throws Exception {
        run("create table t (id bigint primary key, v int)");
        run("insert into t select g, 0 from generate_series(1, 3000) g");
        try (Session other = database.openSession(Database.OWNER)) {
            other.execute("begin").close();
            other.execute("update t set v = 100 where id between 1000 and 1009").close();
            other.execute("delete from t where id between 2000 and 2009").close();
            var update = new FutureTask<>(() -> failure("update t set v = v + 1 where v = 0"));
            Thread waiting = Thread.ofPlatform().start(update);
            while (waiting.getState() != Thread.State.WAITING) {
                assertThat(waiting.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            other.execute("commit").close();
            assertThat(update.get()).isNull();
        }
        assertThat(number("select count(*) from t where v = 1")).isEqualTo(2980);
        assertThat(number("select count(*) from t where v = 100")).isEqualTo(10);
        assertThat(number("select count(*) from t")).isEqualTo(2990);
    }

    @Test
    void tellsWhatWasWritten() {
        run("create table t (id bigint primary key, v int)");
        run("insert into t select g, 0 from generate_series(1, 6000) g");
        run("vacuum");
        assertThat(number("select row_count from reckon_writes where cause = 'flush'"))
                .isEqualTo(6000);
        assertThat(number("select byte_count from reckon_writes where cause = 'log'"))
                .isGreaterThan(60_000);
        assertThat(
                        number(
                                "select count(*) from reckon_writes a where a.cause = 'all' and"
                                        + " a.byte_count >= (select sum(byte_count) from"
                                        + " reckon_writes where cause <> 'all') and"
                                        + " a.amplification > 1 and a.delay_ms >= 0"))
                .isOne();
    }
}
