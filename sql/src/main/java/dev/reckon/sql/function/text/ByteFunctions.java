package dev.reckon.sql.function.text;

import static dev.reckon.sql.function.kernel.Body.bytes;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/// The chapter "Binary String Functions", digests, encodings, and random uuids.
public final class ByteFunctions {
    private static final int BASE64_GROUP = 4;
    private static final int BASE64_LINE = 76;

    /// Some milliseconds of work.
    private static final int DIGEST_STEP = 1 << 20;

    private ByteFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "md5(text)", "md5(bytea)" ->
                    text(row -> HexFormat.of().formatHex(digest("MD5", row.bytes(0))));
            case "sha224(bytea)" -> bytes(row -> digest("SHA-224", row.bytes(0)));
            case "sha256(bytea)" -> bytes(row -> digest("SHA-256", row.bytes(0)));
            case "sha384(bytea)" -> bytes(row -> digest("SHA-384", row.bytes(0)));
            case "sha512(bytea)" -> bytes(row -> digest("SHA-512", row.bytes(0)));
            case "encode(bytea,text)" -> text(row -> encode(row.bytes(0), row.text(1)));
            case "decode(text,text)" -> bytes(row -> decode(row.text(0), row.text(1)));
            case "convert_from(bytea,name)" ->
                    text(row -> Encodings.decode(row.bytes(0), row.text(1)));
            case "convert_to(text,name)" ->
                    bytes(row -> Encodings.encode(row.text(0), row.text(1)));
            case "length(bytea,name)" -> number(row -> Encodings.length(row.bytes(0), row.text(1)));
            case "substr(bytea,int4)", "substring(bytea,int4)" ->
                    bytes(row -> part(row.bytes(0), row.number(1), Long.MAX_VALUE / 2));
            case "substr(bytea,int4,int4)", "substring(bytea,int4,int4)" ->
                    bytes(row -> part(row.bytes(0), row.number(1), row.number(2)));
            case "position(bytea,bytea)" ->
                    number(row ->
                            PartSearch.of(new String(row.bytes(1), StandardCharsets.ISO_8859_1))
                                            .find(
                                                    new String(
                                                            row.bytes(0),
                                                            StandardCharsets.ISO_8859_1),
                                                    0)
                                    + 1L);
            case "overlay(bytea,bytea,int4)" -> bytes(row -> overlay(row, row.byteCount(1)));
            case "overlay(bytea,bytea,int4,int4)" -> bytes(row -> overlay(row, row.number(3)));
            case "get_byte(bytea,int4)" ->
                    number(row -> row.bytes(0)[index(row.number(1), row.byteCount(0))] & 0xFF);
            case "set_byte(bytea,int4,int4)" ->
                    bytes(row -> {
                        byte[] result = row.bytes(0);
                        result[index(row.number(1), result.length)] = (byte) row.integer(2);
                        return result;
                    });
            case "get_bit(bytea,int8)" ->
                    number(row -> {
                        int bit = index(row.number(1), row.byteCount(0) * 8L);
                        return row.bytes(0)[bit >> 3] >> (bit & 7) & 1;
                    });
            case "set_bit(bytea,int8,int4)" -> bytes(ByteFunctions::setBit);
            case "bit_count(bytea)" ->
                    number(row -> {
                        long count = 0;
                        for (byte unit : row.bytes(0)) {
                            count += Integer.bitCount(unit & 0xFF);
                        }
                        return count;
                    });
            case "btrim(bytea,bytea)" -> bytes(row -> trim(row, true, true));
            case "ltrim(bytea,bytea)" -> bytes(row -> trim(row, true, false));
            case "rtrim(bytea,bytea)" -> bytes(row -> trim(row, false, true));
            case "gen_random_uuid()" -> bytes(_ -> randomUuid());
            default -> Body.Missing.MISSING;
        };
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (int start = 0; start < bytes.length; start += DIGEST_STEP) {
                Cancellation.check();
                digest.update(bytes, start, Math.min(DIGEST_STEP, bytes.length - start));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseException unknownEncoding(String name) {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"" + name + "\"");
    }

    private static String encode(byte[] bytes, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "base64" ->
                    Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encodeToString(bytes);
            case "escape" -> {
                var text = new StringBuilder();
                for (int i = 0; i < bytes.length; i++) {
                    Cancellation.check(i);
                    int value = bytes[i] & 0xFF;
                    if (value == 0 || value >= 0x80) {
                        text.append('\\').append(value >> 6).append(value >> 3 & 7);
                        text.append(value & 7);
                    } else {
                        text.append(value == '\\' ? "\\" : "").append((char) value);
                    }
                }
                yield text.toString();
            }
            default -> throw unknownEncoding(encoding);
        };
    }

    private static byte[] decode(String text, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "hex" -> dev.reckon.sql.format.HexText.read(text);
            case "base64" -> {
                try {
                    String digits = text.replaceAll("\\s", "");
                    if (digits.length() % BASE64_GROUP != 0) {
                        throw new IllegalArgumentException("an incomplete group");
                    }
                    yield Base64.getDecoder().decode(digits);
                } catch (IllegalArgumentException e) {
                    throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE, "invalid base64 end sequence", e);
                }
            }
            case "escape" -> dev.reckon.sql.format.HexText.readEscaped(text);
            default -> throw unknownEncoding(encoding);
        };
    }

    private static byte[] part(byte[] bytes, long start, long count) {
        if (count < 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        long from = Math.clamp(start - 1, 0, bytes.length);
        long to = Math.clamp(start - 1 + count, from, bytes.length);
        return Arrays.copyOfRange(bytes, (int) from, (int) to);
    }

    private static byte[] overlay(Row row, long count) {
        byte[] bytes = row.bytes(0);
        if (row.number(2) <= 0) {
            throw new DatabaseException(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        if (row.number(2) + count != (int) (row.number(2) + count)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        byte[] head = part(bytes, 1, row.number(2) - 1);
        byte[] middle = row.bytes(1);
        byte[] tail = part(bytes, Math.max(1, row.number(2) + count), bytes.length);
        byte[] result = Arrays.copyOf(head, head.length + middle.length + tail.length);
        System.arraycopy(middle, 0, result, head.length, middle.length);
        System.arraycopy(tail, 0, result, head.length + middle.length, tail.length);
        return result;
    }

    private static int index(long index, long count) {
        if (index < 0 || index >= count) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "index " + index + " out of valid range, 0.." + (count - 1));
        }
        return (int) index;
    }

    private static byte[] setBit(Row row) {
        byte[] result = row.bytes(0);
        int bit = index(row.number(1), result.length * 8L);
        if (row.number(2) != 0 && row.number(2) != 1) {
            throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        int mask = 1 << (bit & 7);
        result[bit >> 3] =
                (byte) (row.number(2) == 1 ? result[bit >> 3] | mask : result[bit >> 3] & ~mask);
        return result;
    }

    private static byte[] trim(Row row, boolean start, boolean end) {
        return Padding.trim(
                        new String(row.bytes(0), StandardCharsets.ISO_8859_1),
                        new String(row.bytes(1), StandardCharsets.ISO_8859_1),
                        start,
                        end)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] randomUuid() {
        UUID uuid = UUID.randomUUID();
        return java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
