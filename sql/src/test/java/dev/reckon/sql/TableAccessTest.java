package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.Cursor;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableAccessTest {
    private final Database database;
    private final Session session;

    TableAccessTest(@TempDir Path directory) {
        database = Database.open(directory);
        session = database.openSession(Database.OWNER);
    }

    @BeforeEach
    void createTable() {
        run(
                "CREATE TABLE t (a int, b text, twice int GENERATED ALWAYS AS (a * 2) STORED,"
                        + " PRIMARY KEY (a, b))");
        run("CREATE UNIQUE INDEX ON t (twice) WHERE b = 'unique'");
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private void run(String sql) {
        session.execute(sql).close();
    }

    private static Value text(String text) {
        return new Value.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void insert(TableAccess table, int a, String b) {
        table.insert(new Value.Int(a), text(b), Value.Null.NULL);
    }

    private static List<Long> read(Cursor cursor) {
        List<Long> values = new ArrayList<>();
        try (cursor) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                Batch dense = batch.get().compact();
                for (int row = 0; row < dense.rowCount(); row++) {
                    values.add(((LongVector) dense.column(0)).values()[row]);
                }
            }
        }
        return values;
    }

    @Test
    void findsAndScansWhatWasInserted() {
        TableAccess table = session.table("t");
        for (int a = 1; a <= 5; a++) {
            insert(table, a, "x");
            insert(table, a, "y");
        }
        Batch found = table.find(new Value.Int(3), text("y"));
        assertThat(found.selectedCount()).isEqualTo(1);
        assertThat(((LongVector) found.column(2)).values()[found.row(0)]).isEqualTo(6);
        assertThat(table.find(new Value.Int(3), text("z")).selectedCount()).isZero();
        assertThat(read(table.scan(List.of(2)))).hasSize(10).contains(10L);
        assertThat(
                        read(
                                table.scan(
                                        List.of(0),
                                        List.of(new Value.Int(2), text("y")),
                                        List.of(new Value.Int(3)))))
                .containsExactly(2L, 3L, 3L);
    }

    @Test
    void keepsConstraintsAndTransactions() {
        TableAccess table = session.table("public", "t");
        insert(table, 1, "unique");
        assertThatThrownBy(() -> insert(table, 1, "unique"))
                .isInstanceOf(DatabaseException.class)
                .satisfies(e ->
                        assertThat(((DatabaseException) e).sqlState())
                                .isEqualTo(SqlState.UNIQUE_VIOLATION));
        run("BEGIN");
        insert(table, 2, "x");
        assertThat(read(table.scan(List.of(0)))).containsExactlyInAnyOrder(1L, 2L);
        run("ROLLBACK");
        assertThat(read(table.scan(List.of(0)))).containsExactly(1L);
        assertThat(IndexChecks.check(session)).isEmpty();
    }

    @Test
    void followsChangesOfTheTable() {
        TableAccess table = session.table("t");
        insert(table, 1, "x");
        run("ALTER TABLE t ADD COLUMN c int DEFAULT 9");
        assertThat(read(table.scan(List.of(3)))).containsExactly(9L);
        run("TRUNCATE t");
        assertThat(table.find(new Value.Int(1), text("x")).selectedCount()).isZero();
        run("DROP TABLE t");
        assertThatThrownBy(() -> table.scan(List.of(0))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> session.table("t")).hasMessageContaining("does not exist");
    }
}
