package dev.reckon.sql.function.text;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Texts in the encodings that PostgreSQL names.
final class Encodings {
    /// PostgreSQL's names, without punctuation, and Java's.
    private static final Map<String, String> CHARSETS =
            Map.ofEntries(
                    Map.entry("utf8", "UTF-8"),
                    Map.entry("unicode", "UTF-8"),
                    Map.entry("latin1", "ISO-8859-1"),
                    Map.entry("iso88591", "ISO-8859-1"),
                    Map.entry("latin2", "ISO-8859-2"),
                    Map.entry("iso88592", "ISO-8859-2"),
                    Map.entry("latin3", "ISO-8859-3"),
                    Map.entry("latin4", "ISO-8859-4"),
                    Map.entry("latin5", "ISO-8859-9"),
                    Map.entry("latin9", "ISO-8859-15"),
                    Map.entry("iso885915", "ISO-8859-15"),
                    Map.entry("iso88595", "ISO-8859-5"),
                    Map.entry("iso88596", "ISO-8859-6"),
                    Map.entry("iso88597", "ISO-8859-7"),
                    Map.entry("iso88598", "ISO-8859-8"),
                    Map.entry("win1250", "windows-1250"),
                    Map.entry("win1251", "windows-1251"),
                    Map.entry("win1252", "windows-1252"),
                    Map.entry("win1253", "windows-1253"),
                    Map.entry("win1254", "windows-1254"),
                    Map.entry("win1255", "windows-1255"),
                    Map.entry("win1256", "windows-1256"),
                    Map.entry("win1257", "windows-1257"),
                    Map.entry("win1258", "windows-1258"),
                    Map.entry("abc", "windows-1258"),
                    Map.entry("tcvn", "windows-1258"),
                    Map.entry("tcvn5712", "windows-1258"),
                    Map.entry("vscii", "windows-1258"),
                    Map.entry("win", "windows-1251"),
                    Map.entry("alt", "IBM866"),
                    Map.entry("win866", "IBM866"),
                    Map.entry("win874", "x-windows-874"),
                    Map.entry("koi8r", "KOI8-R"),
                    Map.entry("koi8", "KOI8-R"),
                    Map.entry("koi8u", "KOI8-U"),
                    Map.entry("eucjp", "EUC-JP"),
                    Map.entry("euckr", "EUC-KR"),
                    Map.entry("euccn", "GB2312"),
                    Map.entry("sjis", "Shift_JIS"),
                    Map.entry("mskanji", "Shift_JIS"),
                    Map.entry("shiftjis", "Shift_JIS"),
                    Map.entry("big5", "Big5"),
                    Map.entry("gbk", "GBK"),
                    Map.entry("gb18030", "GB18030"),
                    Map.entry("uhc", "x-windows-949"));

    private static final String BYTES = "sqlascii";

    private Encodings() {}

    /// Reads bytes of an encoding.
    ///
    /// @throws DatabaseException 22021, 22023
    static String decode(byte[] bytes, String name) {
        String key = key(name);
        Charset charset = charset(key, "source", name);
        return read(bytes, charset, key.equals(BYTES) ? "utf8" : key);
    }

    /// @param role what the encoding is for, in the message of 22023
    private static Charset charset(String key, String role, String name) {
        return charset(key)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "invalid %s encoding name \"%s\"".formatted(role, name)));
    }

    /// Writes a text in an encoding.
    ///
    /// @throws DatabaseException 22023, 22P05
    static byte[] encode(String text, String name) {
        String key = key(name);
        Charset charset = charset(key, "destination", name);
        CharsetEncoder encoder = charset.newEncoder();
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String character = Character.toString(text.codePointAt(i));
            if (!encoder.canEncode(character)) {
                throw new DatabaseException(
                        SqlState.UNTRANSLATABLE_CHARACTER,
                        "character with byte sequence %s in encoding \"UTF8\" has no equivalent in encoding \"%s\""
                                .formatted(
                                        hex(character.getBytes(StandardCharsets.UTF_8)),
                                        key.toUpperCase(Locale.ROOT)));
            }
        }
        return text.getBytes(charset);
    }

    /// Returns how many characters bytes are.
    ///
    /// @throws DatabaseException 22021, 22023
    static long length(byte[] bytes, String name) {
        String key = key(name);
        if (key.equals(BYTES)) {
            requireNoZero(bytes, "SQL_ASCII");
            return bytes.length;
        }
        Charset charset =
                charset(key)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.INVALID_PARAMETER_VALUE,
                                        "invalid encoding name \"" + name + "\""));
        String text = read(bytes, charset, key);
        return text.codePointCount(0, text.length());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static Optional<Charset> charset(String key) {
        String name = key.equals(BYTES) ? "UTF-8" : CHARSETS.getOrDefault(key, "");
        return name.isEmpty() ? Optional.empty() : Optional.of(Charset.forName(name));
    }

    /// A text has no zero byte, in whatever encoding.
    private static void requireNoZero(byte[] bytes, String encoding) {
        for (byte each : bytes) {
            if (each == 0) {
                throw invalid(new byte[1], encoding);
            }
        }
    }

    private static DatabaseException invalid(byte[] bytes, String encoding) {
        return new DatabaseException(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                "invalid byte sequence for encoding \"%s\": %s".formatted(encoding, hex(bytes)));
    }

    private static String read(byte[] bytes, Charset charset, String key) {
        requireNoZero(bytes, key.toUpperCase(Locale.ROOT));
        var buffer = ByteBuffer.wrap(bytes);
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(buffer)
                    .toString();
        } catch (CharacterCodingException e) {
            byte[] wrong = new byte[Math.min(1, buffer.remaining())];
            buffer.get(wrong);
            throw invalid(wrong, key.toUpperCase(Locale.ROOT));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withPrefix("0x").formatHex(bytes);
    }
}
