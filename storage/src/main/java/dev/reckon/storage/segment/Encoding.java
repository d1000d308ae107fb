package dev.reckon.storage.segment;

/// How the values of one column in one block are written. Every encoding gives the value at a
/// position in constant time.
enum Encoding {
    /// Numbers: a base, and for each row an unsigned distance from it.
    NUMBERS(0),
    /// Strings: their ends, then the bytes.
    STRINGS(1),
    /// Strings: for each row the number of an entry, then the entries' ends in 4 bytes, then their
    /// bytes.
    DICTIONARY(3),
    /// Strings: the ends of their codes, then the codes of symbols that make up each.
    SYMBOLS(4);

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
