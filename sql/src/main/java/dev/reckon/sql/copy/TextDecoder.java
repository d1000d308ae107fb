package dev.reckon.sql.copy;

import dev.reckon.storage.error.DatabaseException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The text format: fields between delimiters, backslashes before what is special. For one thread.
final class TextDecoder implements CopyDecoder {
    private static final long NEWLINES = ByteSearch.pattern((byte) '\n');
    private static final long RETURNS = ByteSearch.pattern((byte) '\r');
    private static final long BACKSLASHES = ByteSearch.pattern((byte) '\\');

    private final CopyOptions options;
    private final long delimiters;
    private final RowCollector rows;
    private final byte[] nullText;
    private final PendingBytes pending = new PendingBytes();
    private final LineEnd lineEnd = new LineEnd();
    private final HeaderLine header;
    private byte[] scratch = new byte[256];
    private long line;
    private boolean done;

    TextDecoder(CopyOptions options, RowCollector rows) {
        this.options = options;
        this.delimiters = ByteSearch.pattern(options.delimiter());
        this.rows = rows;
        this.nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
        this.header = new HeaderLine(options.header(), rows);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!done) {
            pending.append(bytes, offset, length);
            readLines(false);
        }
    }

    @Override
    public void finish() {
        if (!done) {
            readLines(true);
        }
    }

    private void readLines(boolean last) {
        while (!done && !pending.isEmpty()) {
            byte[] bytes = pending.bytes();
            int start = pending.start();
            int end = pending.end();
            int offset = start;
            int endLength = 0;
            while (offset < end) {
                offset = ByteSearch.find(bytes, offset, end, NEWLINES, RETURNS, BACKSLASHES);
                if (offset < end && bytes[offset] != '\\') {
                    endLength = lineEnd.lengthAt(bytes, offset, end, last);
                    break;
                }
                offset += 2;
            }
            if (offset >= end) {
                if (!last) {
                    return;
                }
                offset = end;
            } else if (endLength == 0) {
                return;
            }
            rows.beginRow(++line);
            if (endLength < 0) {
                throw mixedLineEnd(bytes, start, offset);
            }
            readLine(bytes, start, offset);
            pending.consumeTo(offset + endLength);
        }
    }

    private DatabaseException mixedLineEnd(byte[] bytes, int start, int offset) {
        boolean newline = bytes[offset] == '\n';
        return rows.badFormat(
                        "literal " + (newline ? "newline" : "carriage return") + " found in data",
                        bytes,
                        start,
                        offset)
                .withHint(
                        newline
                                ? "Use \"\\n\" to represent newline."
                                : "Use \"\\r\" to represent carriage return.");
    }

    private void readLine(byte[] bytes, int start, int end) {
        if (end - start == 2 && bytes[start] == '\\' && bytes[start + 1] == '.') {
            done = true;
            return;
        }
        if (header.isNext()) {
            header.read(new String(bytes, start, end - start, StandardCharsets.UTF_8), options);
            return;
        }
        int column = 0;
        int offset = start;
        while (true) {
            int fieldStart = offset;
            boolean escaped = false;
            offset = ByteSearch.find(bytes, offset, end, delimiters, BACKSLASHES);
            while (offset < end && bytes[offset] == '\\') {
                escaped = true;
                offset = ByteSearch.find(bytes, offset + 2, end, delimiters, BACKSLASHES);
            }
            int fieldEnd = Math.min(offset, end);
            if (column == rows.columnCount()) {
                if (column == 0 && fieldEnd == end && start == end) {
                    break; // A table without columns has empty lines.
                }
                throw rows.badFormat("extra data after last expected column", bytes, start, end);
            }
            if (fieldEnd - fieldStart == nullText.length
                    && Arrays.equals(bytes, fieldStart, fieldEnd, nullText, 0, nullText.length)) {
                rows.addNull(column);
            } else if (escaped) {
                int length = unescape(bytes, fieldStart, fieldEnd);
                rows.add(column, scratch, 0, length);
            } else {
                rows.add(column, bytes, fieldStart, fieldEnd);
            }
            column++;
            if (fieldEnd == end) {
                break;
            }
            offset++;
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

    /// Writes a field without its backslashes to [#scratch], and returns its length.
    private int unescape(byte[] bytes, int start, int end) {
        if (scratch.length < end - start) {
            scratch = new byte[Math.max(scratch.length * 2, end - start)];
        }
        int length = 0;
        int offset = start;
        while (offset < end) {
            byte next = bytes[offset++];
            if (next != '\\' || offset == end) {
                scratch[length++] = next;
                continue;
            }
            byte escape = bytes[offset++];
            switch (escape) {
                case 'b' -> scratch[length++] = '\b';
                case 'f' -> scratch[length++] = '\f';
                case 'n' -> scratch[length++] = '\n';
                case 'r' -> scratch[length++] = '\r';
                case 't' -> scratch[length++] = '\t';
                case 'v' -> scratch[length++] = 0x0B;
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int value = escape - '0';
                    for (int i = 0; i < 2 && offset < end && isOctal(bytes[offset]); i++) {
                        value = value * 8 + bytes[offset++] - '0';
                    }
                    scratch[length++] = (byte) value;
                }
                case 'x' -> {
                    int digitCount = 0;
                    int value = 0;
                    while (digitCount < 2
                            && offset < end
                            && Character.digit(bytes[offset], 16) >= 0) {
                        value = value * 16 + Character.digit(bytes[offset++], 16);
                        digitCount++;
                    }
                    scratch[length++] = digitCount == 0 ? escape : (byte) value;
                }
                default -> scratch[length++] = escape;
            }
        }
        return length;
    }

    private static boolean isOctal(byte digit) {
        return digit >= '0' && digit <= '7';
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
