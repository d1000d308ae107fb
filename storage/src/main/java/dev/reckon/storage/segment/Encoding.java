package dev.reckon.storage.segment;

/// How the values of one column in one block are written. Every encoding gives the value at a
/// position in constant time.
enum Encoding {
    /// Numbers: a base, and for each row an unsigned distance from it in 0, 1, 2, 4 or 8 bytes.
    NUMBERS(0),
    /// Strings: the ends in 2 or 4 bytes, then the bytes.
    STRINGS(1),
    /// Strings of one length: the bytes alone.
    FIXED_STRINGS(2),
    /// Strings: for each row the number of an entry in 0, 1 or 2 bytes, then the entries' ends in 4
    /// bytes, then their bytes.
    DICTIONARY(3);

    private final int code;

    Encoding(int code) {
        this.code = code;
    }

    /// Returns the number that stands for it in a file.
    int code() {
        return code;
    }

    static Encoding ofCode(int code) {
        for (Encoding encoding : values()) {
            if (encoding.code == code) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("unknown encoding " + code);
    }
}
