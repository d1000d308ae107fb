package dev.reckon.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// COPY reads a field as the type's own input does, whichever way is quicker.
final class CopyFieldsTest {
    private final Database database;
    private final Session session;

    CopyFieldsTest(@TempDir Path directory) {
        database = Database.open(directory);
        session = database.openSession(Database.OWNER);
    }

    @AfterEach
    void close() {
        session.close();
        database.close();
    }

    private void run(String sql) {
        session.execute(sql).close();
    }

    private void copyIn(String sql, byte[] bytes) {
        var copy = (Result.CopyIn) session.execute(sql);
        copy.write(bytes, 0, bytes.length);
        copy.finish();
    }

    private long number(String sql) {
        try (Result.Rows rows = (Result.Rows) session.execute(sql)) {
            Batch batch = rows.next().orElseThrow().compact();
            return ((LongVector) batch.column(0)).values()[0];
        }
    }

    private static List<String> texts(String type) {
        return switch (type) {
            case "int2" -> List.of("0", "-0", "+7", " 12 ", "-32768", "32767", "00012");
            case "int4" -> List.of("2147483647", "-2147483648", "0000000000000000000001");
            case "int8" ->
                    List.of("9223372036854775807", "-9223372036854775808", "999999999999999999");
            case "float8" ->
                    List.of(
                            "0",
                            "-0",
                            "1.5",
                            "-1.50",
                            ".5",
                            "5.",
                            "1e3",
                            "NaN",
                            "-Infinity",
                            "0.1",
                            "123456789012345",
                            "1234567890123456789",
                            "0.000000000000001",
                            "99999.99999",
                            "3.141592653589793");
            case "numeric" ->
                    List.of(
                            "0",
                            "0.00",
                            "-1.50",
                            "1.5",
                            "12345678901234567890.123",
                            ".5",
                            "5.",
                            "1e-3",
                            "NaN",
                            "999999999999999999",
                            "0.999999999999999999",
                            "7");
            case "boolean" -> List.of("t", "f", "true", "no", "1", " on ", "T");
            case "date" ->
                    List.of(
                            "2000-01-01",
                            "1999-12-31",
                            "2024-02-29",
                            "0001-01-01",
                            "2024-2-9",
                            "infinity",
                            "20240229",
                            "9999-12-31",
                            "10000-01-01",
                            "0044-03-15 BC");
            case "timestamp" ->
                    List.of(
                            "2000-01-01 00:00:00",
                            "1969-07-20 20:17:40.5",
                            "2024-02-29 23:59:59.999999",
                            "2024-02-29",
                            "2024-02-29T10:11:12",
                            "2024-02-29 24:00:00",
                            "-infinity",
                            "2024-02-29 10:11:12.1234567",
                            "2024-02-29 10:11",
                            "2024-02-29 10:11:60");
            case "timestamptz" ->
                    List.of(
                            "2000-01-01 00:00:00+00",
                            "2024-06-30 23:59:59.5-07",
                            "2024-06-30 12:00:00+14",
                            "2024-06-30 12:00:00+05:30",
                            "2024-06-30 12:00:00",
                            "2024-06-30",
                            "infinity",
                            "2024-06-30 12:00:00 UTC");
            case "uuid" ->
                    List.of(
                            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                                    "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                            "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
                                    "a0eebc999c0b4ef8bb6d6bb9bd380a11");
            default -> List.of("", "plain", "naïve", "☃ and 😀");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int2",
                "int4",
                "int8",
                "float8",
                "numeric",
                "boolean",
                "date",
                "timestamp",
                "timestamptz",
                "uuid",
                "text",
                "varchar(20)"
            })
    void readsAsTheTypeDoes(String type) {
        run("CREATE TABLE given (id int PRIMARY KEY, value text)");
        run("CREATE TABLE read (id int PRIMARY KEY, value " + type + ")");
        var rows = new StringBuilder();
        List<String> texts = texts(type);
        for (int id = 0; id < texts.size(); id++) {
            rows.append(id).append('\t').append(texts.get(id)).append('\n');
        }
        rows.append(texts.size()).append("\t\\N\n");
        copyIn("COPY given FROM STDIN", rows.toString().getBytes(UTF_8));
        copyIn("COPY read FROM STDIN", rows.toString().getBytes(UTF_8));
        copyBinary("read", "again", type);
        for (String table : List.of("read", "again")) {
            assertThat(
                            number(
                                    "SELECT count(*) FROM given JOIN "
                                            + table
                                            + " read USING (id) WHERE read.value::text IS DISTINCT FROM given.value::"
                                            + type
                                            + "::text"))
                    .isZero();
            assertThat(number("SELECT count(value) FROM " + table)).isEqualTo(texts.size());
        }
    }

    /// Copies a table to a new one in the binary format.
    private void copyBinary(String from, String to, String type) {
        run("CREATE TABLE " + to + " (id int PRIMARY KEY, value " + type + ")");
        List<byte[]> pieces = new ArrayList<>();
        try (var out =
                (Result.CopyOut) session.execute("COPY " + from + " TO STDOUT (FORMAT binary)")) {
            for (Optional<byte[]> piece = out.next(); piece.isPresent(); piece = out.next()) {
                pieces.add(piece.get());
            }
        }
        var in = (Result.CopyIn) session.execute("COPY " + to + " FROM STDIN (FORMAT binary)");
        pieces.forEach(piece -> in.write(piece, 0, piece.length));
        in.finish();
    }

    /// Texts with one character changed fail in COPY exactly if they fail in a cast.
    @Test
    void refusesWhatTheTypeRefuses() {
        var random = new Random(Long.getLong("seed", 9));
        String alphabet = "0123456789-:. +tfeaZ";
        for (String type :
                List.of(
                        "int4",
                        "float8",
                        "numeric",
                        "boolean",
                        "date",
                        "timestamp",
                        "timestamptz",
                        "uuid")) {
            run("CREATE TABLE c_" + type + " (value " + type + ")");
            for (int i = 0; i < 120; i++) {
                List<String> texts = texts(type);
                var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
                if (!text.isEmpty()) {
                    text.setCharAt(
                            random.nextInt(text.length()),
                            alphabet.charAt(random.nextInt(alphabet.length())));
                }
                byte[] line = (text + "\n").getBytes(UTF_8);
                var cast =
                        catchThrowableOfType(
                                DatabaseException.class,
                                () -> run("SELECT '" + text + "'::" + type));
                var copy =
                        catchThrowableOfType(
                                DatabaseException.class,
                                () -> copyIn("COPY c_" + type + " FROM STDIN", line));
                String message = cast == null ? "" : cast.getMessage();
                assertThat(copy == null ? "" : copy.getMessage())
                        .as("%s as %s", text, type)
                        .isEqualTo(message);
                if (cast == null) {
                    assertThat(
                                    number(
                                            "SELECT count(*) FROM c_"
                                                    + type
                                                    + " WHERE value::text = '"
                                                    + text
                                                    + "'::"
                                                    + type
                                                    + "::text"))
                            .as("%s as %s", text, type)
                            .isPositive();
                }
            }
        }
    }
}
