package dev.reckon.sql.function.extension;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Makes universally unique identifiers by RFC 4122, as 16 bytes. Safe for use by many threads.
final class Uuids {
    static final int BYTE_COUNT = 16;

    /// The name spaces of the RFC's appendix C.
    static final String DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

    static final String URL = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";
    static final String OID = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
    static final String X500 = "6ba7b814-9dad-11d1-80b4-00c04fd430c8";

    private static final SecureRandom RANDOM = new SecureRandom();

    /// From the RFC's first day, 1582-10-15, to 2000-01-01, in steps of 100 nanoseconds.
    private static final long STEPS_TO_2000 = 0x01B21DD213814000L + 946_684_800L * 10_000_000L;

    private static final int STEPS_PER_MICROSECOND = 10;

    /// The step that was given last: none is given twice.
    private static final AtomicLong LAST_STEP = new AtomicLong();

    /// The RFC lets a random number stand for the machine's address, marked as no address.
    private static final byte[] NODE = randomNode();

    private static final int CLOCK_SEQUENCE = RANDOM.nextInt(1 << 14);

    private Uuids() {}

    static byte[] namespace(String text) {
        UUID uuid = UUID.fromString(text);
        return ByteBuffer.allocate(BYTE_COUNT)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] randomNode() {
        byte[] node = new byte[6];
        RANDOM.nextBytes(node);
        node[0] |= 1;
        return node;
    }

    /// Version 1: the time, and this process.
    ///
    /// @param now microseconds since 2000
    static byte[] ofTime(long now) {
        return ofTime(now, NODE);
    }

    /// Version 1 with another random node each time.
    ///
    /// @param now microseconds since 2000
    static byte[] ofTimeAndChance(long now) {
        return ofTime(now, randomNode());
    }

    private static byte[] ofTime(long now, byte[] node) {
        long wanted = STEPS_TO_2000 + now * STEPS_PER_MICROSECOND;
        long step = LAST_STEP.updateAndGet(last -> Math.max(last + 1, wanted));
        byte[] uuid =
                ByteBuffer.allocate(BYTE_COUNT)
                        .putInt((int) step)
                        .putShort((short) (step >> 32))
                        .putShort((short) (step >> 48))
                        .putShort((short) CLOCK_SEQUENCE)
                        .put(node)
                        .array();
        return marked(uuid, 1);
    }

    /// Version 3 or 5: a name in a name space.
    static byte[] ofName(int version, byte[] namespace, byte[] name) {
        byte[] both = Arrays.copyOf(namespace, namespace.length + name.length);
        System.arraycopy(name, 0, both, namespace.length, name.length);
        byte[] digest = Digests.digest(version == 3 ? "md5" : "sha1", both);
        return marked(Arrays.copyOf(digest, BYTE_COUNT), version);
    }

    /// Version 4: chance alone.
    static byte[] ofChance() {
        byte[] uuid = new byte[BYTE_COUNT];
        RANDOM.nextBytes(uuid);
        return marked(uuid, 4);
    }

    private static byte[] marked(byte[] uuid, int version) {
        uuid[6] = (byte) ((uuid[6] & 0x0F) | (version << 4));
        uuid[8] = (byte) ((uuid[8] & 0x3F) | 0x80);
        return uuid;
    }
}
