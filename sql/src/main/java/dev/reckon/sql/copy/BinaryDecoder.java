package dev.reckon.sql.copy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// The binary format: each field with its length. For one thread.
final class BinaryDecoder implements CopyDecoder {
    private final RowCollector rows;
    private final PendingBytes pending = new PendingBytes();
    private boolean headerRead;
    private boolean done;
    private long row;

    BinaryDecoder(RowCollector rows) {
        this.rows = rows;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (done && length > 0) {
            throw rows.badFormat("received copy data after EOF marker");
        }
        pending.append(bytes, offset, length);
        if (!headerRead && !readHeader()) {
            return;
        }
        while (!done && readRow()) {
            // One row after another, while they are whole.
        }
    }

    @Override
    public void finish() {
        if (!headerRead) {
            throw rows.badFormat("COPY file signature not recognized");
        }
        if (!done && !pending.isEmpty()) {
            throw rows.badFormat("unexpected EOF in COPY data");
        }
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(pending.bytes(), pending.start(), pending.end() - pending.start());
    }

    private boolean readHeader() {
        ByteBuffer buffer = buffer();
        if (buffer.remaining() < BinaryFormat.HEADER_BYTE_COUNT) {
            return false;
        }
        byte[] signature = new byte[BinaryFormat.SIGNATURE.length];
        buffer.get(signature);
        if (!Arrays.equals(signature, BinaryFormat.SIGNATURE)) {
            throw rows.badFormat("COPY file signature not recognized");
        }
        int flags = buffer.getInt();
        int extensionLength = buffer.getInt();
        if ((flags & BinaryFormat.OID_FLAG) != 0) {
            throw rows.badFormat("invalid COPY file header (WITH OIDS)");
        }
        if (flags >>> 16 != 0) {
            throw rows.badFormat("unrecognized critical flags in COPY file header");
        }
        if (extensionLength < 0) {
            throw rows.badFormat("invalid COPY file header (missing length)");
        }
        if (buffer.remaining() < extensionLength) {
            return false;
        }
        pending.consumeTo(buffer.position() + extensionLength);
        headerRead = true;
        return true;
    }

    /// Reads a row if all of it is there.
    private boolean readRow() {
        ByteBuffer buffer = buffer();
        if (buffer.remaining() < Short.BYTES) {
            return false;
        }
        short fieldCount = buffer.getShort();
        if (fieldCount == BinaryFormat.TRAILER) {
            done = true;
            pending.consumeTo(buffer.position());
            return true;
        }
        rows.beginRow(row + 1);
        if (fieldCount != rows.columnCount()) {
            throw rows.badFormat(
                    "row field count is %d, expected %d".formatted(fieldCount, rows.columnCount()));
        }
        if (!isWhole(buffer.duplicate())) {
            return false;
        }
        for (int column = 0; column < fieldCount; column++) {
            int length = buffer.getInt();
            if (length < 0) {
                rows.addNull(column);
                continue;
            }
            int start = buffer.position();
            buffer.position(start + length);
            try {
                rows.addBinary(column, pending.bytes(), start, start + length);
            } catch (DatabaseException e) {
                throw e.with(
                        ErrorField.WHERE,
                        rows.lineWhere() + ", column " + rows.column(column).name());
            }
        }
        row++;
        rows.endRow();
        pending.consumeTo(buffer.position());
        return true;
    }

    private boolean isWhole(ByteBuffer fields) {
        for (int column = 0; column < rows.columnCount(); column++) {
            if (fields.remaining() < Integer.BYTES) {
                return false;
            }
            int length = fields.getInt();
            if (length < -1) {
                throw rows.badFormat("invalid field size");
            }
            if (length > fields.remaining()) {
                return false;
            }
            fields.position(fields.position() + Math.max(length, 0));
        }
        return true;
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
