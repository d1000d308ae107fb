package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hardware addresses as text, of 6 bytes (macaddr) or 8 (macaddr8): `08:00:2b:01:02:03`.
public final class MacAddressText {
    private static final int SHORT_BYTES = 6;
    private static final int LONG_BYTES = 8;
    private static final int BYTE_MAX = 255;

    /// The ways to write a macaddr: groups of any length between colons or hyphens, or pairs of
    /// digits in two groups, three groups or one.
    private static final List<Pattern> SHORT_FORMS =
            List.of(
                    Pattern.compile("(\\w+)" + ":\\s*(\\w+)".repeat(SHORT_BYTES - 1)),
                    Pattern.compile("(\\w+)" + "-\\s*(\\w+)".repeat(SHORT_BYTES - 1)),
                    Pattern.compile("(\\w{2})(\\w{2})(\\w{2})[:-](\\w{2})(\\w{2})(\\w{1,2})"),
                    Pattern.compile("(\\w{2})(\\w{2})([.-])(\\w{2})(\\w{2})\\3(\\w{2})(\\w{1,2})"),
                    // As the C library scans pairs, one of which may be a sign and a digit.
                    Pattern.compile("([-+][0-9a-f]|[0-9a-f]{1,2}+)\\s*+".repeat(SHORT_BYTES)));

    private static final Pattern SEPARATOR = Pattern.compile("[.-]");

    private MacAddressText() {}

    static void write(byte[] bytes, int start, int end, ByteSink sink) {
        sink.writeText(HexFormat.ofDelimiter(":").formatHex(bytes, start, end));
    }

    /// Reads an address.
    ///
    /// @throws DatabaseException 22P02; 22003 for a group of digits above ff
    static byte[] read(String text, DataType type) {
        return type.equals(DataType.MACADDR) ? readShort(text) : readLong(text);
    }

    private static byte[] readShort(String text) {
        String trimmed = NumberText.trim(text).toLowerCase(Locale.ROOT);
        for (Pattern form : SHORT_FORMS) {
            Matcher matcher = form.matcher(trimmed);
            if (matcher.matches()) {
                return bytes(matcher, text);
            }
        }
        throw InputErrors.syntax(DataType.MACADDR, text);
    }

    private static byte[] bytes(Matcher matcher, String text) {
        byte[] bytes = new byte[SHORT_BYTES];
        int count = 0;
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            if (SEPARATOR.matcher(group).matches()) {
                continue;
            }
            if (!group.matches("[-+]?[0-9a-f]{1,8}")) {
                throw InputErrors.syntax(DataType.MACADDR, text);
            }
            long octet = Long.parseLong(group, 16);
            if (octet < 0 || octet > BYTE_MAX) {
                throw new DatabaseException(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                        "invalid octet value in \"macaddr\" value: \"" + text + "\"");
            }
            bytes[count++] = (byte) octet;
        }
        return bytes;
    }

    /// Reads pairs of digits, between any two of which the same separator may stand; six of them
    /// get ff and fe in their middle.
    private static byte[] readLong(String text) {
        String trimmed = NumberText.trim(text);
        byte[] bytes = new byte[LONG_BYTES];
        int count = 0;
        char separator = 0;
        int offset = 0;
        while (offset + 1 < trimmed.length()) {
            int high = Character.digit(trimmed.charAt(offset), 16);
            int low = Character.digit(trimmed.charAt(offset + 1), 16);
            if (high < 0 || low < 0 || count == LONG_BYTES) {
                throw InputErrors.syntax(DataType.MACADDR8, text);
            }
            bytes[count++] = (byte) (high << 4 | low);
            offset += 2;
            if (offset < trimmed.length() && ":-.".indexOf(trimmed.charAt(offset)) >= 0) {
                if (separator != 0 && separator != trimmed.charAt(offset)) {
                    throw InputErrors.syntax(DataType.MACADDR8, text);
                }
                separator = trimmed.charAt(offset++);
            }
        }
        if (offset < trimmed.length() || (count != SHORT_BYTES && count != LONG_BYTES)) {
            throw InputErrors.syntax(DataType.MACADDR8, text);
        }
        return count == LONG_BYTES ? bytes : widened(bytes);
    }

    /// Returns the 8 bytes that stand for the first 6 of an array.
    public static byte[] widened(byte[] bytes) {
        byte[] wide = Arrays.copyOf(bytes, LONG_BYTES);
        wide[3] = (byte) 0xFF;
        wide[4] = (byte) 0xFE;
        System.arraycopy(bytes, 3, wide, 5, 3);
        return wide;
    }

    /// Returns the 6 bytes that an address of 8 stands for.
    ///
    /// @throws DatabaseException 22003 when its middle is not ff and fe
    public static byte[] narrowed(byte[] bytes) {
        if (bytes[3] != (byte) 0xFF || bytes[4] != (byte) 0xFE) {
            throw new DatabaseException(
                            SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                            "macaddr8 data out of range to convert to macaddr")
                    .withHint(
                            "Only addresses that have FF and FE as values in the 4th and 5th bytes"
                                    + " from the left, for example xx:xx:xx:ff:fe:xx:xx:xx, are"
                                    + " eligible to be converted from macaddr8 to macaddr.");
        }
        byte[] narrow = Arrays.copyOf(bytes, SHORT_BYTES);
        System.arraycopy(bytes, 5, narrow, 3, 3);
        return narrow;
    }
}
