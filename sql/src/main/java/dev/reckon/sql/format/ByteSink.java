package dev.reckon.sql.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing array of bytes, in network byte order, that is written once and reused. For one
/// thread.
public final class ByteSink {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    /// Returns the array, of which the first [#length] bytes count; borrowed until the next write.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Forgets the bytes from `newLength` on.
    public void truncate(int newLength) {
        length = newLength;
    }

    /// Makes room for `byteCount` more bytes and returns the array, for writers that fill it
    /// themselves from [#length] on and then call [#advance].
    public byte[] reserve(int byteCount) {
        if (bytes.length - length < byteCount) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + byteCount));
        }
        return bytes;
    }

    /// Counts `byteCount` bytes that were written after [#reserve].
    public void advance(int byteCount) {
        length += byteCount;
    }

    public void writeByte(int value) {
        reserve(1)[length++] = (byte) value;
    }

    public void writeShort(int value) {
        SHORT.set(reserve(Short.BYTES), length, (short) value);
        length += Short.BYTES;
    }

    public void writeInt(int value) {
        INT.set(reserve(Integer.BYTES), length, value);
        length += Integer.BYTES;
    }

    public void writeLong(long value) {
        LONG.set(reserve(Long.BYTES), length, value);
        length += Long.BYTES;
    }

    /// Overwrites four bytes written before: a length that is known only afterwards.
    public void setInt(int offset, int value) {
        INT.set(bytes, offset, value);
    }

    public void writeBytes(byte[] source, int offset, int count) {
        System.arraycopy(source, offset, reserve(count), length, count);
        length += count;
    }

    /// Appends a text in UTF-8.
    public void writeText(String text) {
        byte[] encoded = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        writeBytes(encoded, 0, encoded.length);
    }
}
