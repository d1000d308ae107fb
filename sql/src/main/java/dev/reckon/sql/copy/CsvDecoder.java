package dev.reckon.sql.copy;

import dev.reckon.storage.error.DatabaseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The CSV format, by PostgreSQL's rules: a quote may begin anywhere in a field, and an unquoted
/// field that is the null text is NULL. For one thread.
final class CsvDecoder implements CopyDecoder {
    private static final long NEWLINES = ByteSearch.pattern((byte) '\n');
    private static final long RETURNS = ByteSearch.pattern((byte) '\r');

    private final CopyOptions options;
    private final long delimiters;
    private final long quotes;
    private final RowCollector rows;
    private final byte[] nullText;
    private final boolean[] forceNotNull;
    private final boolean[] forceNull;
    private final PendingBytes pending = new PendingBytes();
    private final LineEnd lineEnd = new LineEnd();
    private final HeaderLine header;
    private byte[] scratch = new byte[256];
    private long line;
    private boolean done;

    /// Whether the last field read had a quote.
    private boolean quoted;

    /// The length of the last field read, in [#scratch].
    private int length;

    CsvDecoder(CopyOptions options, RowCollector rows) {
        this.options = options;
        this.delimiters = ByteSearch.pattern(options.delimiter());
        this.quotes = ByteSearch.pattern(options.quote());
        this.rows = rows;
        this.nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
        this.header = new HeaderLine(options.header(), rows);
        this.forceNotNull = new boolean[rows.columnCount()];
        this.forceNull = new boolean[rows.columnCount()];
        for (int i = 0; i < rows.columnCount(); i++) {
            forceNotNull[i] = CopyOptions.has(options.forceNotNull(), rows.column(i).name());
            forceNull[i] = CopyOptions.has(options.forceNull(), rows.column(i).name());
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int byteCount) {
        if (!done) {
            pending.append(bytes, offset, byteCount);
            readRecords(false);
        }
    }

    @Override
    public void finish() {
        if (!done) {
            readRecords(true);
        }
    }

    private void readRecords(boolean last) {
        while (!done && !pending.isEmpty()) {
            byte[] bytes = pending.bytes();
            int start = pending.start();
            int end = pending.end();
            int lines = 1;
            boolean inQuotes = false;
            boolean special = false;
            int endLength = 0;
            int offset = start;
            while (offset < end) {
                if (!inQuotes) {
                    offset = ByteSearch.find(bytes, offset, end, quotes, NEWLINES, RETURNS);
                    if (offset == end) {
                        break;
                    }
                }
                byte next = bytes[offset];
                if (inQuotes && next == options.escape() && next != options.quote()) {
                    // An escape before a quote or another escape takes away its meaning.
                    if (offset + 1 == end && !last) {
                        return;
                    }
                    boolean escapes =
                            offset + 1 < end
                                    && (bytes[offset + 1] == options.quote()
                                            || bytes[offset + 1] == options.escape());
                    offset += escapes ? 2 : 1;
                    continue;
                }
                if (next == options.quote()) {
                    inQuotes = !inQuotes;
                    special = true;
                } else if (next == '\n' || next == '\r') {
                    if (!inQuotes) {
                        endLength = lineEnd.lengthAt(bytes, offset, end, last);
                        break;
                    }
                    lines += next == '\n' ? 1 : 0;
                }
                offset++;
            }
            if (offset == end) {
                if (!last) {
                    return;
                }
                if (inQuotes) {
                    line += lines;
                    rows.beginRow(line);
                    throw rows.badFormat("unterminated CSV quoted field", bytes, start, end);
                }
            } else if (endLength == 0) {
                return;
            }
            line += lines;
            rows.beginRow(line);
            if (endLength < 0) {
                throw mixedLineEnd(bytes, start, offset);
            }
            readRecord(bytes, start, offset, special);
            pending.consumeTo(offset + endLength);
        }
    }

    private DatabaseException mixedLineEnd(byte[] bytes, int start, int offset) {
        String what = bytes[offset] == '\n' ? "newline" : "carriage return";
        return rows.badFormat("unquoted " + what + " found in data", bytes, start, offset)
                .withHint("Use quoted CSV field to represent " + what + ".");
    }

    private void readRecord(byte[] bytes, int start, int end, boolean special) {
        if (end - start == 2 && bytes[start] == '\\' && bytes[start + 1] == '.') {
            done = true;
            return;
        }
        if (header.isNext()) {
            header.read(names(bytes, start, end));
            return;
        }
        int column = 0;
        int offset = start;
        while (true) {
            int fieldEnd = special ? readField(bytes, offset, end) : plainEnd(bytes, offset, end);
            if (column == rows.columnCount()) {
                throw rows.badFormat("extra data after last expected column", bytes, start, end);
            }
            if (special) {
                addField(column, scratch, 0, length, quoted);
            } else {
                addField(column, bytes, offset, fieldEnd, false);
            }
            column++;
            if (fieldEnd == end) {
                break;
            }
            offset = fieldEnd + 1;
        }
        if (column < rows.columnCount()) {
            throw rows.badFormat(
                    "missing data for column \"" + rows.column(column).name() + "\"",
                    bytes,
                    start,
                    end);
        }
        rows.endRow();
    }

    private void addField(int column, byte[] bytes, int start, int end, boolean wasQuoted) {
        boolean looksNull =
                end - start == nullText.length
                        && Arrays.equals(bytes, start, end, nullText, 0, nullText.length);
        boolean isNull = looksNull && (wasQuoted ? forceNull[column] : !forceNotNull[column]);
        if (isNull) {
            rows.addNull(column);
        } else {
            rows.add(column, bytes, start, end);
        }
    }

    private int plainEnd(byte[] bytes, int start, int end) {
        return ByteSearch.find(bytes, start, end, delimiters, delimiters);
    }

    /// Reads a field into [#scratch] without its quotes, and returns where it ends.
    private int readField(byte[] bytes, int start, int end) {
        if (scratch.length < end - start) {
            scratch = new byte[Math.max(scratch.length * 2, end - start)];
        }
        quoted = false;
        length = 0;
        boolean inQuotes = false;
        int offset = start;
        while (offset < end) {
            byte next = bytes[offset];
            if (!inQuotes && next == options.delimiter()) {
                break;
            }
            if (inQuotes
                    && next == options.escape()
                    && offset + 1 < end
                    && (bytes[offset + 1] == options.quote()
                            || bytes[offset + 1] == options.escape())) {
                scratch[length++] = bytes[offset + 1];
                offset += 2;
                continue;
            }
            if (next == options.quote()) {
                inQuotes = !inQuotes;
                quoted = true;
            } else {
                scratch[length++] = next;
            }
            offset++;
        }
        return offset;
    }

    private List<String> names(byte[] bytes, int start, int end) {
        List<String> names = new ArrayList<>();
        int offset = start;
        while (true) {
            int fieldEnd = readField(bytes, offset, end);
            names.add(new String(scratch, 0, length, StandardCharsets.UTF_8));
            if (fieldEnd == end) {
                return names;
            }
            offset = fieldEnd + 1;
        }
    }

    @Override
    public Optional<DecodedRows> take(boolean rest) {
        return rows.take(rest);
    }

    @Override
    public String where(long lineNumber) {
        return rows.where(lineNumber);
    }
}
