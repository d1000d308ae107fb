package dev.reckon.storage.wal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers and byte strings one after another, as [RecordReader] reads them. Numbers are
/// little-endian. For one thread.
public final class RecordWriter {
    private byte[] bytes;
    private int length;

    public RecordWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    /// Returns the array that holds the bytes, of which the first [#length] count.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /// Sets a number that was put before.
    public void setInt(int offset, int value) {
        LogFormat.INT.set(bytes, offset, value);
    }

    public void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    public void putInt(int value) {
        reserve(Integer.BYTES);
        LogFormat.INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    public void putLong(long value) {
        reserve(Long.BYTES);
        LogFormat.LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    /// Puts a length: seven bits to a byte, lowest first.
    public void putLength(int value) {
        reserve(5);
        int rest = value;
        while (rest > 0x7F) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /// Puts a string of bytes with its length.
    public void putBytes(byte[] source) {
        putLength(source.length);
        reserve(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    public void putText(String text) {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
