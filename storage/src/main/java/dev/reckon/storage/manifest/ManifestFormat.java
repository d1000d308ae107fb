package dev.reckon.storage.manifest;

import java.util.Optional;
import java.util.zip.CRC32C;

/// Names and numbers of a manifest: `docs/format.md`, section "Manifest".
final class ManifestFormat {
    static final long MAGIC = 0x314E414D_4B434552L; // "RECKMAN1"
    static final int VERSION = 1;
    static final int HEADER_BYTES = 16;

    /// A chunk begins with its payload's length and checksum.
    static final int CHUNK_HEADER_BYTES = 8;

    /// A chunk ends after the entry that makes it longer than this.
    static final int CHUNK_BYTE_COUNT = 1 << 18;

    static final int STORE = 1;
    static final int COUNTER = 2;
    static final int DEFINITION = 3;
    static final int TABLE = 4;
    static final int SEGMENT = 5;
    static final int ROW = 6;
    static final int END = 7;
    static final int TIME = 8;

    private static final String PREFIX = "manifest-";
    private static final String UNFINISHED_SUFFIX = ".new";
    private static final int NAME_DIGITS = 12;

    private ManifestFormat() {}

    static String fileName(long number) {
        return PREFIX + "%012d".formatted(number);
    }

    static String unfinishedName(long number) {
        return fileName(number) + UNFINISHED_SUFFIX;
    }

    static boolean isUnfinished(String name) {
        return name.startsWith(PREFIX) && name.endsWith(UNFINISHED_SUFFIX);
    }

    /// Returns the number of a finished manifest; empty when the name is not one's.
    static Optional<Long> number(String name) {
        boolean matches =
                name.length() == PREFIX.length() + NAME_DIGITS
                        && name.startsWith(PREFIX)
                        && name.chars().skip(PREFIX.length()).allMatch(c -> c >= '0' && c <= '9');
        return matches
                ? Optional.of(Long.parseLong(name.substring(PREFIX.length())))
                : Optional.empty();
    }

    static int crc(byte[] bytes, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }
}
