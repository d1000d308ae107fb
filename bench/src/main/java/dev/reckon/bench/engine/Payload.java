package dev.reckon.bench.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The values of the rows: 100 bytes that follow from the key.
///
/// Text, as tables have it: a record with fields that vary and a note of common words. Or noise,
/// which nobody can make shorter.
final class Payload {
    static final int BYTE_COUNT = 100;

    static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] STATES = words("new paid packed shipped delivered returned");
    private static final byte[][] CITIES =
            words("Lisbon Oslo Nairobi Lima Osaka Quebec Perth Turin Accra Quito Lagos Hanoi");
    private static final byte[][] WORDS =
            words(
                    "please leave the parcel at back door call before delivery gift wrap it no rush"
                            + " fragile keep upright ring twice customer asked for invoice by mail second"
                            + " attempt failed neighbour took address changed refund pending and late");
    private static final byte[] STATE = bytes(" {\"state\":\"");
    private static final byte[] CITY = bytes("\",\"city\":\"");
    private static final byte[] USER = bytes("\",\"user\":");
    private static final byte[] AMOUNT = bytes(",\"amount\":");
    private static final byte[] NOTE = bytes(",\"note\":\"");

    /// Set once, before any engine is opened.
    private static volatile boolean noise;

    private Payload() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[][] words(String text) {
        String[] words = text.split(" ", -1);
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = bytes(words[i]);
        }
        return bytes;
    }

    /// Chooses what values look like: `text` or `noise`.
    static void choose(String kind) {
        noise =
                switch (kind) {
                    case "text" -> false;
                    case "noise" -> true;
                    default -> throw new IllegalArgumentException("unknown values " + kind);
                };
    }

    /// Returns the first eight bytes of the value of `key`.
    static long first(long key, int version) {
        long state = mix(key * 31 + version);
        if (noise) {
            return state;
        }
        long digits = 0;
        for (int shift = 60; shift >= 32; shift -= 4) {
            digits = digits << Byte.SIZE | DIGITS[(int) (state >>> shift) & 15];
        }
        return digits;
    }

    static byte[] of(long key, int version) {
        byte[] bytes = new byte[BYTE_COUNT];
        fill(bytes, 0, key, version);
        return bytes;
    }

    static void fill(byte[] bytes, int offset, long key, int version) {
        if (noise) {
            fillNoise(bytes, offset, first(key, version));
        } else {
            fillText(bytes, offset, key, version);
        }
    }

    private static void fillNoise(byte[] bytes, int offset, long first) {
        long state = first;
        for (int i = 0; i + Long.BYTES <= BYTE_COUNT; i += Long.BYTES) {
            BIG_ENDIAN.set(bytes, offset + i, state);
            state = mix(state);
        }
        for (int i = BYTE_COUNT - BYTE_COUNT % Long.BYTES; i < BYTE_COUNT; i++) {
            bytes[offset + i] = (byte) (state >>> (i % Long.BYTES * 8));
        }
    }

    private static void fillText(byte[] bytes, int offset, long key, int version) {
        BIG_ENDIAN.set(bytes, offset, first(key, version));
        long state = mix(mix(key * 31 + version));
        int at = put(bytes, offset + Long.BYTES, STATE);
        at = put(bytes, at, STATES[part(state, 0, STATES.length)]);
        at = put(bytes, at, CITY);
        at = put(bytes, at, CITIES[part(state, 8, CITIES.length)]);
        at = put(bytes, at, USER);
        at = putNumber(bytes, at, part(state, 16, 100_000));
        at = put(bytes, at, AMOUNT);
        at = putNumber(bytes, at, part(mix(state), 0, 2_000));
        bytes[at++] = '.';
        at = putNumber(bytes, at, 10 + part(mix(state), 24, 90));
        at = put(bytes, at, NOTE);
        int end = offset + BYTE_COUNT - 2;
        for (long words = mix(state + 1); at < end; words = mix(words)) {
            byte[] word = WORDS[part(words, 0, WORDS.length)];
            for (int i = 0; i < word.length && at < end; i++) {
                bytes[at++] = word[i];
            }
            if (at < end) {
                bytes[at++] = ' ';
            }
        }
        bytes[end] = '"';
        bytes[end + 1] = '}';
    }

    /// Returns a number below `bound` that follows from some bits.
    private static int part(long state, int shift, int bound) {
        return (int) (((state >>> shift & 0xFF_FFFF) * bound) >>> 24);
    }

    private static int put(byte[] bytes, int at, byte[] part) {
        System.arraycopy(part, 0, bytes, at, part.length);
        return at + part.length;
    }

    private static int putNumber(byte[] bytes, int at, int number) {
        int end = at + 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            end++;
        }
        int rest = number;
        for (int i = end - 1; i >= at; i--, rest /= 10) {
            bytes[i] = DIGITS[rest % 10];
        }
        return end;
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
