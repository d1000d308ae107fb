package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.storage.batch.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
    @TempDir Path directory;

    static List<String> rows(Session session, String sql) {
        var lines = new ArrayList<String>();
        try (Result result = session.execute(sql)) {
            if (!(result instanceof Result.Rows rows)) {
                return List.of(((Result.Command) result).tag());
            }
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                for (int i = 0; i < batch.get().selectedCount(); i++) {
                    int row = batch.get().row(i);
                    var line = new ArrayList<String>();
                    for (int column = 0; column < rows.columns().size(); column++) {
                        var value = batch.get().column(column).value(row);
                        line.add(
                                value.isNull()
                                        ? "NULL"
                                        : ValueFormat.text(
                                                value,
                                                rows.columns().get(column).type(),
                                                session.environment()));
                    }
                    lines.add(String.join("|", line));
                }
            }
        } catch (Exception e) {
            if (e instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e);
        }
        return lines;
    }

    @Test
    void createsInsertsAndReadsByKey() {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            assertThat(rows(session, "CREATE TABLE t (id int PRIMARY KEY, name text)"))
                    .containsExactly("CREATE TABLE");
            assertThat(rows(session, "INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, NULL)"))
                    .containsExactly("INSERT 0 3");
            assertThat(rows(session, "SELECT name FROM t WHERE id = 2")).containsExactly("two");
            assertThat(rows(session, "SELECT id, name FROM t ORDER BY id DESC"))
                    .containsExactly("3|NULL", "2|two", "1|one");
        }
    }
}
