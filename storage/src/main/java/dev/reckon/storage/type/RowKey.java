package dev.reckon.storage.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The key of a row as bytes that compare, unsigned and in order, as the key columns do.
///
/// Made by `KeyEncoder`. The learned index sees only [#code], the first eight bytes; equal codes
/// are told apart by the bytes. Immutable: nobody changes the array.
public final class RowKey implements Comparable<RowKey> {
    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final long code;

    public RowKey(byte[] bytes) {
        this.bytes = bytes;
        this.code = code(bytes);
    }

    /// Returns the first eight bytes of a key as an unsigned number, zero-padded on the right.
    public static long code(byte[] bytes) {
        if (bytes.length >= Long.BYTES) {
            return (long) BIG_ENDIAN_LONG.get(bytes, 0);
        }
        long code = 0;
        for (int i = 0; i < bytes.length; i++) {
            code |= (bytes[i] & 0xFFL) << (56 - 8 * i);
        }
        return code;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// Returns the order-preserving 64-bit code, to be compared unsigned.
    public long code() {
        return code;
    }

    @Override
    public int compareTo(RowKey other) {
        int byCode = Long.compareUnsigned(code, other.code);
        return byCode != 0 ? byCode : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key && code == key.code && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.length <= Long.BYTES ? Long.hashCode(code) : Arrays.hashCode(bytes);
    }

    /// Returns the bytes in hexadecimal.
    @Override
    public String toString() {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
