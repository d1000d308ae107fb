package dev.reckon.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The values of the rows: 100 bytes that follow from the key and do not compress.
final class Payload {
    static final int BYTE_COUNT = 100;

    static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Payload() {}

    /// Returns the first eight bytes of the value of `key`.
    static long first(long key, int version) {
        return mix(key * 31 + version);
    }

    static byte[] of(long key, int version) {
        byte[] bytes = new byte[BYTE_COUNT];
        fill(bytes, 0, key, version);
        return bytes;
    }

    static void fill(byte[] bytes, int offset, long key, int version) {
        long state = first(key, version);
        for (int i = 0; i + Long.BYTES <= BYTE_COUNT; i += Long.BYTES) {
            BIG_ENDIAN.set(bytes, offset + i, state);
            state = mix(state);
        }
        for (int i = BYTE_COUNT - BYTE_COUNT % Long.BYTES; i < BYTE_COUNT; i++) {
            bytes[offset + i] = (byte) (state >>> (i % Long.BYTES * 8));
        }
    }

    /// Returns the bytes of a key, in an order that compares as the keys do.
    static byte[] keyBytes(long key) {
        byte[] bytes = new byte[Long.BYTES];
        BIG_ENDIAN.set(bytes, 0, key);
        return bytes;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
