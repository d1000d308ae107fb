package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Subqueries deep in expressions, whose rows are hashed, against a model that compares every row
/// with every row.
final class HashedSubqueriesTest {
    private static final int OUTER_COUNT = 4_000;
    private static final int INNER_COUNT = 3_000;

    @TempDir Path directory;

    private final Random random = new Random(RandomRows.seed());
    private final List<Row> outer = new ArrayList<>();
    private final List<Row> inner = new ArrayList<>();
    private Database database;
    private Session session;

    private record Row(@Nullable Integer x, @Nullable Integer y) {}

    @BeforeEach
    void open() {
        database = Database.open(directory);
        session = database.openSession("reckon");
        make("a", OUTER_COUNT, 900, outer);
        make("b", INNER_COUNT, 600, inner);
        // Nothing is NULL here.
        run("CREATE TABLE c AS SELECT id, x, y FROM b WHERE x IS NOT NULL AND y IS NOT NULL");
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private void make(String name, int count, int different, List<Row> rows) {
        run("CREATE TABLE %s (id int PRIMARY KEY, x int, y bigint)".formatted(name));
        var values = new ArrayList<String>();
        for (int id = 0; id < count; id++) {
            Integer x = random.nextInt(200) == 0 ? null : random.nextInt(different);
            Integer y = random.nextInt(200) == 0 ? null : random.nextInt(5);
            rows.add(new Row(x, y));
            values.add("(%d, %s, %s)".formatted(id, x, y));
        }
        run("INSERT INTO %s VALUES %s".formatted(name, String.join(", ", values)));
    }

    private void run(String sql) {
        rows(sql);
    }

    private List<Value> rows(String sql) {
        var values = new ArrayList<Value>();
        try (Result result = session.execute(sql)) {
            if (result instanceof Result.Rows rows) {
                for (Optional<Batch> next = rows.next(); next.isPresent(); next = rows.next()) {
                    for (int index = 0; index < next.get().selectedCount(); index++) {
                        values.add(next.get().column(0).value(next.get().row(index)));
                    }
                }
            }
        }
        session.endImplicit();
        return values;
    }

    /// Compares a scalar over the rows of `a`, in their order, with a model of it.
    private void check(String scalar, Function<Row, @Nullable Boolean> model) {
        List<Value> found = rows("SELECT " + scalar + " FROM a ORDER BY id");
        List<Value> expected = new ArrayList<>();
        for (Row row : outer) {
            Boolean value = model.apply(row);
            expected.add(value == null ? Value.Null.NULL : new Value.Int(value ? 1 : 0));
        }
        assertThat(found).as(scalar).isEqualTo(expected);
        assertThat(database.memory().usedByteCount()).isZero();
    }

    private static @Nullable Boolean equal(@Nullable Integer left, @Nullable Integer right) {
        return (left == null || right == null) ? null : left.equals(right);
    }

    private static @Nullable Boolean both(@Nullable Boolean left, @Nullable Boolean right) {
        if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
            return false;
        }
        return (left == null || right == null) ? null : true;
    }

    private static @Nullable Boolean any(
            List<Row> candidates, Function<Row, @Nullable Boolean> test) {
        boolean sawNull = false;
        for (Row candidate : candidates) {
            Boolean outcome = test.apply(candidate);
            if (Boolean.TRUE.equals(outcome)) {
                return true;
            }
            sawNull |= outcome == null;
        }
        return sawNull ? null : false;
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : !value;
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private List<Row> withoutNulls() {
        return inner.stream().filter(row -> row.x != null && row.y != null).toList();
    }

    @Test
    void findsOneKey() {
        check(
                "CASE WHEN id >= 0 THEN x IN (SELECT x FROM b) END",
                row -> any(inner, each -> equal(row.x, each.x)));
        check(
                "CASE WHEN id >= 0 THEN x IN (SELECT x FROM c) END",
                row -> any(withoutNulls(), each -> equal(row.x, each.x)));
        check(
                "x NOT IN (SELECT x FROM c WHERE y = 1)",
                row ->
                        not(
                                any(
                                        withoutNulls(),
                                        each ->
                                                isTrue(equal(each.y, 1))
                                                        ? equal(row.x, each.x)
                                                        : Boolean.FALSE)));
        check("x IN (SELECT x FROM b WHERE false)", row -> false);
        check("y = ANY (SELECT x FROM b)", row -> any(inner, each -> equal(row.y, each.x)));
    }

    @Test
    void findsKeysOfSeveralColumns() {
        check(
                "(x, y) IN (SELECT x, y FROM b)",
                row -> any(inner, each -> both(equal(row.x, each.x), equal(row.y, each.y))));
        check(
                "(y, x + 1) NOT IN (SELECT y, x FROM c)",
                row ->
                        not(
                                any(
                                        withoutNulls(),
                                        each ->
                                                both(
                                                        equal(
                                                                row.x == null ? null : row.x + 1,
                                                                each.x),
                                                        equal(row.y, each.y)))));
    }

    @Test
    void asksForRowsOneByOneAndThenAmongAll() {
        check(
                "id < 0 OR NOT EXISTS (SELECT 1 FROM b WHERE b.x = a.x AND b.y > 2)",
                row ->
                        inner.stream()
                                .noneMatch(each ->
                                        isTrue(equal(each.x, row.x))
                                                && each.y != null
                                                && each.y > 2));
        check(
                "CASE WHEN id >= 0 THEN EXISTS (SELECT 1 FROM b WHERE b.x = a.x AND a.y = b.y) END",
                row ->
                        inner.stream()
                                .anyMatch(each ->
                                        isTrue(equal(each.x, row.x))
                                                && isTrue(equal(each.y, row.y))));
    }

    @Test
    void saysThatThereAreTwoWays() {
        List<String> lines =
                SessionTest.rows(
                        session,
                        "EXPLAIN SELECT * FROM a WHERE id < 9 OR EXISTS (SELECT 1 FROM b WHERE b.x ="
                                + " a.x)");

        assertThat(lines.stream().filter(line -> line.trim().equals("SubPlan"))).hasSize(2);
    }
}
