package dev.reckon.storage.wal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [RecordWriter] wrote. The bytes have passed a checksum, so that a wrong length is a
/// bug, not damage: it throws `IndexOutOfBoundsException`. For one thread.
public final class RecordReader {
    private final byte[] bytes;
    private final int end;
    private int offset;

    public RecordReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.offset = start;
        this.end = end;
    }

    public RecordReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public boolean hasMore() {
        return offset < end;
    }

    public int takeByte() {
        return bytes[advance(1)];
    }

    public int takeInt() {
        return (int) LogFormat.INT.get(bytes, advance(Integer.BYTES));
    }

    public long takeLong() {
        return (long) LogFormat.LONG.get(bytes, advance(Long.BYTES));
    }

    public int takeLength() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = bytes[advance(1)];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /// Returns the next string of bytes as a new array.
    public byte[] takeBytes() {
        int length = takeLength();
        int start = advance(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    public String takeText() {
        return new String(takeBytes(), StandardCharsets.UTF_8);
    }

    private int advance(int count) {
        int start = offset;
        if (count < 0 || count > end - start) {
            throw new IndexOutOfBoundsException(
                    "%d bytes at %d of %d".formatted(count, start, end));
        }
        offset = start + count;
        return start;
    }
}
