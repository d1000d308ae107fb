package dev.reckon.sql.copy;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Collects fields into the vectors of a batch: strings and what is written plainly without an
/// object for each, everything else through its type's input. For one thread.
final class RowCollector {
    /// PostgreSQL cuts values in error messages after so many characters.
    private static final int PRINTED_LENGTH_MAX = 100;

    /// A string type's modifier counts four bytes of PostgreSQL's own.
    private static final int MODIFIER_HEADER = 4;

    private final String relation;
    private final List<CopyColumn> columns;
    private final Environment environment;
    private final Path[] paths;

    /// For each column that has one its way to read plain fields, any for the others.
    private final PlainField[] plain;

    private VectorBuilder[] builders;

    /// How many bytes of strings each column had in the last batch.
    private final int[] stringBytes;

    private int rowCount;

    /// The line of the row that is being read, from 1.
    private long line;

    private long[] rowLines = new long[Batch.ROW_COUNT];
    private final ArrayDeque<DecodedRows> full = new ArrayDeque<>();

    /// How a column's fields are read.
    private enum Path {
        PLAIN,
        STRING,
        GENERAL
    }

    RowCollector(String relation, List<CopyColumn> columns, Environment environment) {
        this.relation = relation;
        this.columns = List.copyOf(columns);
        this.environment = environment;
        this.paths = columns.stream().map(RowCollector::path).toArray(Path[]::new);
        this.plain =
                columns.stream()
                        .map(column -> PlainField.of(column.type()).orElse(PlainField.INT8))
                        .toArray(PlainField[]::new);
        this.stringBytes = new int[columns.size()];
        this.builders = newBuilders();
    }

    private static Path path(CopyColumn column) {
        return switch (column.type().name()) {
            case "text", "varchar" -> Path.STRING;
            default -> PlainField.of(column.type()).isPresent() ? Path.PLAIN : Path.GENERAL;
        };
    }

    private VectorBuilder[] newBuilders() {
        VectorBuilder[] made = new VectorBuilder[columns.size()];
        for (int i = 0; i < made.length; i++) {
            // The rows that come will be about as long as those that came.
            made[i] =
                    new VectorBuilder(
                            columns.get(i).type().physical(),
                            Batch.ROW_COUNT,
                            stringBytes[i] + stringBytes[i] / 8);
        }
        return made;
    }

    int columnCount() {
        return columns.size();
    }

    CopyColumn column(int index) {
        return columns.get(index);
    }

    /// Begins a row.
    void beginRow(long lineNumber) {
        line = lineNumber;
    }

    /// Ends a row whose columns all have a field.
    void endRow() {
        rowLines[rowCount++] = line;
        if (rowCount == Batch.ROW_COUNT) {
            close();
        }
    }

    void addNull(int column) {
        builders[column].appendNull();
    }

    /// Adds a field that is not NULL: `bytes[start, end)`.
    void add(int column, byte[] bytes, int start, int end) {
        switch (paths[column]) {
            case PLAIN -> {
                if (!plain[column].read(bytes, start, end, builders[column])) {
                    addGeneral(column, bytes, start, end);
                }
            }
            case STRING -> addString(column, bytes, start, end);
            case GENERAL -> addGeneral(column, bytes, start, end);
        }
    }

    /// Adds a field that is not NULL in the binary format: `bytes[start, end)`.
    void addBinary(int column, byte[] bytes, int start, int end) {
        boolean added =
                switch (paths[column]) {
                    case PLAIN -> plain[column].readBinary(bytes, start, end, builders[column]);
                    case STRING -> {
                        // In the text format the rules are the same.
                        addString(column, bytes, start, end);
                        yield true;
                    }
                    case GENERAL -> false;
                };
        if (!added) {
            byte[] field = Arrays.copyOfRange(bytes, start, end);
            builders[column].append(
                    ValueFormat.readBinary(field, columns.get(column).type(), environment));
        }
    }

    private void addString(int column, byte[] bytes, int start, int end) {
        int modifier = columns.get(column).modifier();
        if (modifier >= 0 && end - start > modifier - MODIFIER_HEADER) {
            addGeneral(column, bytes, start, end);
            return;
        }
        if (!ByteSearch.isPlainAscii(bytes, start, end)) {
            text(bytes, start, end); // Checks the encoding.
        }
        builders[column].appendBytes(bytes, start, end);
    }

    private void addGeneral(int column, byte[] bytes, int start, int end) {
        String text = text(bytes, start, end);
        CopyColumn target = columns.get(column);
        try {
            builders[column].append(ValueFormat.readText(text, target.type(), -1, environment));
        } catch (DatabaseException e) {
            throw e.with(ErrorField.WHERE, columnWhere(column, text));
        }
    }

    /// Decodes UTF-8.
    ///
    /// @throws DatabaseException 22021 when it is none
    String text(byte[] bytes, int start, int end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
        CharBuffer out = CharBuffer.allocate(end - start);
        CoderResult result = decoder.decode(in, out, true);
        int bad = in.position();
        String text = out.flip().toString();
        if (!result.isError() && text.indexOf('\0') < 0) {
            return text;
        }
        int length = result.isError() ? Math.min(result.length() + 1, end - bad) : 1;
        var hex = new StringBuilder();
        int first = result.isError() ? bad : start + text.indexOf('\0');
        for (int i = first; i < first + length; i++) {
            hex.append(hex.isEmpty() ? "" : " ").append("0x%02x".formatted(bytes[i] & 0xFF));
        }
        throw new DatabaseException(
                        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": " + hex)
                .with(ErrorField.WHERE, lineWhere());
    }

    String columnWhere(int column, String value) {
        return lineWhere()
                + ", column "
                + columns.get(column).name()
                + ": \""
                + shorten(value)
                + "\"";
    }

    /// Returns where an error is that concerns the line that is being read.
    String lineWhere() {
        return lineWhere(line);
    }

    private String lineWhere(long lineNumber) {
        return "COPY " + relation + ", line " + lineNumber;
    }

    String relation() {
        return relation;
    }

    /// Makes an error of the format in the line that is being read, which the message quotes.
    DatabaseException badFormat(String message, byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        return badFormat(message)
                .with(ErrorField.WHERE, lineWhere() + ": \"" + shorten(text) + "\"");
    }

    DatabaseException badFormat(String message) {
        return new DatabaseException(SqlState.BAD_COPY_FILE_FORMAT, message)
                .with(ErrorField.WHERE, lineWhere());
    }

    private static String shorten(String text) {
        return text.length() <= PRINTED_LENGTH_MAX
                ? text
                : text.substring(0, PRINTED_LENGTH_MAX) + "...";
    }

    private void close() {
        List<ColumnVector> vectors = new ArrayList<>(builders.length);
        for (int i = 0; i < builders.length; i++) {
            stringBytes[i] = builders[i].stringByteCount();
            vectors.add(builders[i].build());
        }
        full.add(new DecodedRows(new Batch(vectors, rowCount), rowLines));
        rowLines = new long[Batch.ROW_COUNT];
        builders = newBuilders();
        rowCount = 0;
    }

    Optional<DecodedRows> take(boolean rest) {
        if (full.isEmpty() && rest && rowCount > 0) {
            close();
        }
        return Optional.ofNullable(full.poll());
    }

    String where(long lineNumber) {
        return lineWhere(lineNumber);
    }
}
