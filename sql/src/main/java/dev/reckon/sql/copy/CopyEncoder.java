package dev.reckon.sql.copy;

import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.Cancellation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Writes batches as COPY TO does. For one thread.
public final class CopyEncoder {
    private final CopyOptions options;
    private final List<CopyColumn> columns;
    private final Environment environment;
    private final byte[] nullText;
    private final boolean[] forceQuote;
    private final ByteSink field = new ByteSink(256);

    public CopyEncoder(CopyOptions options, List<CopyColumn> columns, Environment environment) {
        this.options = options;
        this.columns = List.copyOf(columns);
        this.environment = environment;
        this.nullText = options.nullText().getBytes(StandardCharsets.UTF_8);
        this.forceQuote = new boolean[columns.size()];
        for (int i = 0; i < forceQuote.length; i++) {
            forceQuote[i] = CopyOptions.has(options.forceQuote(), columns.get(i).name());
        }
    }

    /// Writes what comes before the first row.
    public void begin(ByteSink sink) {
        if (options.format() == CopyFormat.BINARY) {
            sink.writeBytes(BinaryFormat.SIGNATURE, 0, BinaryFormat.SIGNATURE.length);
            sink.writeInt(0);
            sink.writeInt(0);
        } else if (options.header() != CopyOptions.Header.NONE) {
            for (int i = 0; i < columns.size(); i++) {
                if (i > 0) {
                    sink.writeByte(options.delimiter());
                }
                byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
                writeField(name, name.length, false, sink);
            }
            sink.writeByte('\n');
        }
    }

    /// Writes one physical row of a batch.
    public void write(Batch batch, int row, ByteSink sink) {
        if (options.format() == CopyFormat.BINARY) {
            writeBinary(batch, row, sink);
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                sink.writeByte(options.delimiter());
            }
            ColumnVector vector = batch.column(i);
            if (vector.isNull(row)) {
                sink.writeBytes(nullText, 0, nullText.length);
                continue;
            }
            field.truncate(0);
            ValueFormat.writeText(vector, row, columns.get(i).type(), environment, field);
            writeField(field.bytes(), field.length(), forceQuote[i], sink);
        }
        sink.writeByte('\n');
    }

    private void writeBinary(Batch batch, int row, ByteSink sink) {
        sink.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ColumnVector vector = batch.column(i);
            if (vector.isNull(row)) {
                sink.writeInt(-1);
                continue;
            }
            int lengthOffset = sink.length();
            sink.writeInt(0);
            ValueFormat.writeBinary(vector, row, columns.get(i).type(), environment, sink);
            sink.setInt(lengthOffset, sink.length() - lengthOffset - Integer.BYTES);
        }
    }

    /// Writes what comes after the last row.
    public void end(ByteSink sink) {
        if (options.format() == CopyFormat.BINARY) {
            sink.writeShort(BinaryFormat.TRAILER);
        }
    }

    private void writeField(byte[] bytes, int length, boolean force, ByteSink sink) {
        if (options.format() == CopyFormat.CSV) {
            writeCsv(bytes, length, force, sink);
        } else {
            writeEscaped(bytes, length, sink);
        }
    }

    private void writeEscaped(byte[] bytes, int length, ByteSink sink) {
        int written = 0;
        for (int i = 0; i < length; i++) {
            Cancellation.check(i);
            byte next = bytes[i];
            int letter =
                    switch (next) {
                        case '\b' -> 'b';
                        case '\f' -> 'f';
                        case '\n' -> 'n';
                        case '\r' -> 'r';
                        case '\t' -> 't';
                        case 0x0B -> 'v';
                        case '\\' -> '\\';
                        default -> next == options.delimiter() ? next : 0;
                    };
            if (letter != 0) {
                sink.writeBytes(bytes, written, i - written);
                sink.writeByte('\\');
                sink.writeByte(letter);
                written = i + 1;
            }
        }
        sink.writeBytes(bytes, written, length - written);
    }

    private void writeCsv(byte[] bytes, int length, boolean force, ByteSink sink) {
        if (!force && !needsQuotes(bytes, length)) {
            sink.writeBytes(bytes, 0, length);
            return;
        }
        sink.writeByte(options.quote());
        for (int i = 0; i < length; i++) {
            Cancellation.check(i);
            if (bytes[i] == options.quote() || bytes[i] == options.escape()) {
                sink.writeByte(options.escape());
            }
            sink.writeByte(bytes[i]);
        }
        sink.writeByte(options.quote());
    }

    private boolean needsQuotes(byte[] bytes, int length) {
        if (Arrays.equals(bytes, 0, length, nullText, 0, nullText.length)) {
            return true;
        }
        // Alone on a line, the end marker would end the data.
        if (columns.size() == 1 && length == 2 && bytes[0] == '\\' && bytes[1] == '.') {
            return true;
        }
        for (int i = 0; i < length; i++) {
            Cancellation.check(i);
            byte next = bytes[i];
            if (next == options.delimiter()
                    || next == options.quote()
                    || next == '\n'
                    || next == '\r') {
                return true;
            }
        }
        return false;
    }
}
