package dev.reckon.sql.format;

/// The encodings of bytea that `decode` reads.
public final class HexText {
    private HexText() {}

    /// Reads hexadecimal digits.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22023
    public static byte[] read(String text) {
        return ByteText.readHex(text, 0);
    }

    /// Reads the escape form, in which `\\` and `\nnn` stand for bytes.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22P02
    public static byte[] readEscaped(String text) {
        return ByteText.readBytea(text.startsWith("\\x") ? "\\" + text : text);
    }
}
