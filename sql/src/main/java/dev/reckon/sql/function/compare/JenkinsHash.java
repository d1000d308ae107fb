package dev.reckon.sql.function.compare;

/// Bob Jenkins' lookup3, as PostgreSQL uses it: 32 bits, or 64 bits with a seed. Published at
/// burtleburtle.net/bob/hash/doobs.html, in the public domain.
final class JenkinsHash {
    private static final int START = 0x9e3779b9 + 3_923_095;

    private int a;
    private int b;
    private int c;

    private JenkinsHash(int length, long seed) {
        a = START + length;
        b = a;
        c = a;
        if (seed != 0) {
            a += (int) (seed >>> 32);
            b += (int) seed;
            mix();
        }
    }

    /// Returns the hash of bytes.
    static int ofBytes(byte[] bytes) {
        return new JenkinsHash(bytes.length, 0).add(bytes).c;
    }

    /// Returns the hash of bytes in 64 bits.
    static long ofBytes(byte[] bytes, long seed) {
        return new JenkinsHash(bytes.length, seed).add(bytes).wide();
    }

    /// Returns the hash of four bytes.
    static int ofInt(int number) {
        return new JenkinsHash(Integer.BYTES, 0).addInt(number).c;
    }

    /// Returns the hash of four bytes in 64 bits.
    static long ofInt(int number, long seed) {
        return new JenkinsHash(Integer.BYTES, seed).addInt(number).wide();
    }

    private JenkinsHash addInt(int number) {
        a += number;
        finish();
        return this;
    }

    private JenkinsHash add(byte[] bytes) {
        int at = 0;
        while (bytes.length - at >= 12) {
            a += word(bytes, at, 4);
            b += word(bytes, at + 4, 4);
            c += word(bytes, at + 8, 4);
            mix();
            at += 12;
        }
        int rest = bytes.length - at;
        a += word(bytes, at, Math.min(rest, 4));
        b += word(bytes, at + 4, Math.clamp(rest - 4L, 0, 4));
        // The lowest byte of c is left for the length.
        c += word(bytes, at + 8, Math.max(rest - 8, 0)) << 8;
        finish();
        return this;
    }

    /// Reads the first bytes of a little-endian word.
    private static int word(byte[] bytes, int at, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xFF) << (8 * i);
        }
        return word;
    }

    private long wide() {
        return (long) b << 32 | (c & 0xFFFF_FFFFL);
    }

    private void mix() {
        a -= c;
        a ^= Integer.rotateLeft(c, 4);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 6);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 8);
        b += a;
        a -= c;
        a ^= Integer.rotateLeft(c, 16);
        c += b;
        b -= a;
        b ^= Integer.rotateLeft(a, 19);
        a += c;
        c -= b;
        c ^= Integer.rotateLeft(b, 4);
        b += a;
    }

    private void finish() {
        c ^= b;
        c -= Integer.rotateLeft(b, 14);
        a ^= c;
        a -= Integer.rotateLeft(c, 11);
        b ^= a;
        b -= Integer.rotateLeft(a, 25);
        c ^= b;
        c -= Integer.rotateLeft(b, 16);
        a ^= c;
        a -= Integer.rotateLeft(c, 4);
        b ^= a;
        b -= Integer.rotateLeft(a, 14);
        c ^= b;
        c -= Integer.rotateLeft(b, 24);
    }
}
