package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Operators that find rows by keys, and those that lock them, against a model that reads row by
/// row: NULLs, deleted and changed rows, rows on disk and rows that are not there yet.
final class LookupOperatorsTest {
    private static final int KEY_COUNT = 4000;

    @TempDir Path directory;

    private final Random random = new Random(RandomRows.seed());
    private final Map<Integer, Wide> wide = new TreeMap<>();
    private final List<Outer> outer = new ArrayList<>();
    private Database database;
    private Session session;

    private record Wide(int key, @Nullable Integer number, @Nullable String word) {}

    private record Outer(int id, @Nullable Integer key, int number) {}

    @BeforeEach
    void open() {
        database = Database.open(directory);
        session = database.openSession("reckon");
        run("CREATE TABLE wide (k int PRIMARY KEY, a int, s text)");
        run("CREATE INDEX by_a ON wide (a)");
        run("CREATE TABLE small (id int PRIMARY KEY, ref int, b int)");
        var rows = new ArrayList<String>();
        for (int key = 0; key < KEY_COUNT; key++) {
            if (random.nextInt(10) > 0) {
                put(key, rows);
            }
        }
        run("INSERT INTO wide VALUES " + String.join(", ", rows));
        run("CHECKPOINT");
        // Some rows of the segment are dropped, some changed, and some are new.
        run("DELETE FROM wide WHERE k % 11 = 3");
        wide.keySet().removeIf(key -> key % 11 == 3);
        run("UPDATE wide SET a = a + 1 WHERE k % 7 = 2");
        wide.replaceAll((key, row) ->
                key % 7 == 2 && row.number != null ? new Wide(key, row.number + 1, row.word) : row);
        rows.clear();
        for (int key = KEY_COUNT; key < KEY_COUNT + 200; key++) {
            put(key, rows);
        }
        run("INSERT INTO wide VALUES " + String.join(", ", rows));
        rows.clear();
        for (int id = 0; id < 34; id++) {
            Integer key = random.nextInt(8) == 0 ? null : random.nextInt(KEY_COUNT + 300);
            outer.add(new Outer(id, key, random.nextInt(40)));
            rows.add("(%d, %s, %d)".formatted(id, text(key), outer.getLast().number));
        }
        run("INSERT INTO small VALUES " + String.join(", ", rows));
    }

    private void put(int key, List<String> rows) {
        Integer number = random.nextInt(9) == 0 ? null : random.nextInt(400);
        String word = random.nextInt(9) == 0 ? null : "w" + random.nextInt(20);
        wide.put(key, new Wide(key, number, word));
        rows.add(
                "(%d, %s, %s)"
                        .formatted(key, text(number), word == null ? "NULL" : "'" + word + "'"));
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private void run(String sql) {
        session.execute(sql).close();
    }

    private List<String> rows(String sql) {
        return SessionTest.rows(session, sql).stream().sorted().toList();
    }

    private void assertPlan(String sql, String node) {
        assertThat(SessionTest.rows(session, "EXPLAIN " + sql))
                .as(sql)
                .anyMatch(line -> line.contains(node));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "NULL" : value.toString();
    }

    private static boolean isLess(@Nullable Integer left, @Nullable Integer right) {
        return left != null && right != null && left < right;
    }

    @Test
    void lookupsByKeyJoinAsTestingEveryRowDoes() {
        String inner = "SELECT id, k, s FROM small JOIN wide ON ref = k AND b < a WHERE s <> 'w3'";
        assertPlan(inner, "Learned Lookup Join");
        var expected = new ArrayList<String>();
        for (Outer row : outer) {
            Wide partner = row.key == null ? null : wide.get(row.key);
            if (partner != null
                    && isLess(row.number, partner.number)
                    && partner.word != null
                    && !partner.word.equals("w3")) {
                expected.add(row.id + "|" + partner.key + "|" + partner.word);
            }
        }
        assertThat(expected).hasSizeGreaterThan(4);
        assertThat(rows(inner)).isEqualTo(expected.stream().sorted().toList());
    }

    @Test
    void lookupsByKeyKeepRowsWithoutPartner() {
        String left = "SELECT id, a FROM small LEFT JOIN wide ON ref = k AND s = 'w' || (b % 20)";
        String plain = "SELECT id, a FROM small LEFT JOIN wide ON ref = k";
        assertPlan(plain, "Learned Lookup Left Join");
        assertPlan(left, "Learned Lookup Left Join");
        var expected = new ArrayList<String>();
        var plainExpected = new ArrayList<String>();
        for (Outer row : outer) {
            Wide partner = row.key == null ? null : wide.get(row.key);
            String number = partner == null ? "NULL" : text(partner.number);
            boolean meets = partner != null && ("w" + row.number % 20).equals(partner.word);
            expected.add(row.id + "|" + (meets ? number : "NULL"));
            plainExpected.add(row.id + "|" + number);
        }
        assertThat(rows(left)).isEqualTo(expected.stream().sorted().toList());
        assertThat(rows(plain)).isEqualTo(plainExpected.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lookupsByKeyTellWhoHasAPartner(boolean wanted) {
        String sql =
                "SELECT id FROM small WHERE "
                        + (wanted ? "" : "NOT ")
                        + "EXISTS (SELECT 1 FROM wide WHERE k = ref AND b < a)";
        assertPlan(sql, wanted ? "Learned Lookup Semi Join" : "Learned Lookup Anti Join");
        List<String> expected =
                outer.stream()
                        .filter(row ->
                                (row.key != null
                                                && wide.containsKey(row.key)
                                                && isLess(row.number, wide.get(row.key).number))
                                        == wanted)
                        .map(row -> String.valueOf(row.id))
                        .sorted()
                        .toList();
        assertThat(expected).hasSizeGreaterThan(3);
        assertThat(rows(sql)).isEqualTo(expected);
    }

    @Test
    void anIndexFindsWhatTestingEveryRowDoes() {
        Map<String, Predicate<Wide>> conditions = new HashMap<>();
        for (int round = 0; round < 20; round++) {
            int number = random.nextInt(420) - 10;
            conditions.put("a = " + number, row -> row.number != null && row.number == number);
            conditions.put(
                    "a IN (%d, %d, NULL)".formatted(number, number + 3),
                    row ->
                            row.number != null
                                    && (row.number == number || row.number == number + 3));
            conditions.put(
                    "a = %d AND s > 'w1'".formatted(number),
                    row ->
                            row.number != null
                                    && row.number == number
                                    && row.word != null
                                    && row.word.compareTo("w1") > 0);
            conditions.put(
                    "a > %d AND a <= %d".formatted(number, number + 1),
                    row -> row.number != null && row.number == number + 1);
        }
        conditions.forEach((condition, predicate) -> {
            String sql = "SELECT k, a, s FROM wide WHERE " + condition;
            assertPlan(sql, "by_a");
            assertThat(rows(sql))
                    .as(sql)
                    .isEqualTo(
                            wide.values().stream()
                                    .filter(predicate)
                                    .map(row ->
                                            row.key + "|" + text(row.number) + "|" + text(row.word))
                                    .sorted()
                                    .toList());
        });
    }

    @Test
    void whatOneSessionLocksAnotherSkipsOrRefuses() {
        try (Session other = database.openSession("reckon")) {
            run("BEGIN");
            List<String> locked = rows("SELECT k FROM wide WHERE a < 100 FOR UPDATE");
            List<String> expected =
                    wide.values().stream()
                            .filter(row -> isLess(row.number, 100))
                            .map(row -> String.valueOf(row.key))
                            .sorted()
                            .toList();
            assertThat(locked).isEqualTo(expected);
            assertThat(
                            SessionTest.rows(
                                            other,
                                            "SELECT k FROM wide WHERE a < 200"
                                                    + " FOR UPDATE SKIP LOCKED")
                                    .stream()
                                    .sorted()
                                    .toList())
                    .isEqualTo(
                            wide.values().stream()
                                    .filter(row ->
                                            isLess(row.number, 200) && !isLess(row.number, 100))
                                    .map(row -> String.valueOf(row.key))
                                    .sorted()
                                    .toList());
            assertThatThrownBy(() ->
                            SessionTest.rows(
                                    other, "SELECT k FROM wide WHERE a < 200 FOR UPDATE NOWAIT"))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE));
            run("ROLLBACK");
        }
    }

    /// Rows that another transaction changed meanwhile are locked as they are now, if they still
    /// meet the condition.
    @Test
    void rowsThatChangedWhileWaitingAreTestedAgain() throws Exception {
        int leaving =
                wide.values().stream()
                        .filter(row -> row.number != null && row.number == 50)
                        .findFirst()
                        .orElseThrow()
                        .key;
        try (Session other = database.openSession("reckon")) {
            run("BEGIN");
            run("UPDATE wide SET a = 1000 WHERE k = " + leaving);
            run("UPDATE wide SET s = 'changed' WHERE a = 50");
            var waiting =
                    new FutureTask<>(() ->
                            SessionTest.rows(
                                    other, "SELECT k, s FROM wide WHERE a = 50 FOR UPDATE"));
            var thread = new Thread(waiting);
            thread.start();
            while (thread.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait(); // Until it waits for the first row's lock.
            }
            run("COMMIT");
            assertThat(waiting.get().stream().sorted().toList())
                    .isEqualTo(
                            wide.values().stream()
                                    .filter(row ->
                                            row.number != null
                                                    && row.number == 50
                                                    && row.key != leaving)
                                    .map(row -> row.key + "|changed")
                                    .sorted()
                                    .toList());
        }
    }
}
