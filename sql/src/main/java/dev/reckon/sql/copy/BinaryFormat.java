package dev.reckon.sql.copy;

/// What begins the binary format: eleven bytes that text transfers would damage.
final class BinaryFormat {
    static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
    };

    /// Signature, flags, length of the header's extension.
    static final int HEADER_BYTE_COUNT = SIGNATURE.length + 2 * Integer.BYTES;

    /// The bit of the flags that says that rows have oids.
    static final int OID_FLAG = 1 << 16;

    /// The number of fields that ends the data.
    static final short TRAILER = -1;

    private BinaryFormat() {}
}
