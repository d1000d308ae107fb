package dev.reckon.sql.format;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of the catalogs' own types, and of row values.
final class ObjectText {
    private static final Pattern LSN = Pattern.compile("([0-9a-fA-F]{1,8})/([0-9a-fA-F]{1,8})");

    private ObjectText() {}

    static String lsn(long value) {
        return Long.toHexString(value >>> 32).toUpperCase(Locale.ROOT)
                + "/"
                + Long.toHexString(value & 0xFFFF_FFFFL).toUpperCase(Locale.ROOT);
    }

    static long readLsn(String text) {
        Matcher matcher = LSN.matcher(text);
        if (!matcher.matches()) {
            throw InputErrors.syntax(DataType.PG_LSN, text);
        }
        return Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16);
    }

    /// Reads a `"char"`: one byte, or a backslash and three octal digits.
    static byte[] readChar(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (text.matches("\\\\[0-3][0-7]{2}")) {
            int unit = Integer.parseInt(text.substring(1), 8);
            return unit == 0 ? new byte[0] : new byte[] {(byte) unit};
        }
        return bytes.length == 0 ? bytes : new byte[] {bytes[0]};
    }

    static void writeChar(byte[] bytes, int start, int end, ByteSink sink) {
        if (end > start && bytes[start] < 0) {
            int unit = bytes[start] & 0xFF;
            sink.writeText("\\" + Integer.toOctalString(unit));
        } else if (end > start && bytes[start] != 0) {
            sink.writeByte(bytes[start]);
        }
    }

    static String vector(Value.Array array) {
        var text = new StringBuilder();
        for (Value element : Cancellation.each(array.elements())) {
            text.append(text.isEmpty() ? "" : " ").append(((Value.Int) element).value());
        }
        return text.toString();
    }

    static Value readVector(String text, DataType type) {
        DataType element = type.equals(DataType.INT2VECTOR) ? DataType.INT2 : DataType.OID;
        List<Value> elements = new ArrayList<>();
        String trimmed = text.strip();
        if (!trimmed.isEmpty()) {
            for (String word : trimmed.split("\\s+", -1)) {
                elements.add(
                        new Value.Int(
                                NumberText.readInteger(
                                        word,
                                        element,
                                        element.equals(DataType.INT2) ? Short.MIN_VALUE : 0,
                                        element.equals(DataType.INT2)
                                                ? Short.MAX_VALUE
                                                : 0xFFFF_FFFFL)));
            }
        }
        return new Value.Array(List.of(elements.size()), List.of(0), elements);
    }

    /// Returns the type that a value of unknown type seems to have.
    static DataType apparentType(Value value) {
        return switch (value) {
            case Value.Int _ -> DataType.INT8;
            case Value.Real _ -> DataType.FLOAT8;
            case Value.Numeric _, Value.SpecialNumeric _ -> DataType.NUMERIC;
            case Value.Bytes _, Value.Null _ -> DataType.TEXT;
            case Value.Interval _ -> DataType.INTERVAL;
            case Value.TimeTz _ -> DataType.TIMETZ;
            case Value.Bits _ -> DataType.VARBIT;
            case Value.Inet _ -> DataType.INET;
            case Value.Array(List<Integer> _, List<Integer> _, List<Value> elements) ->
                    Cancellation.stream(elements)
                            .filter(element -> !element.isNull())
                            .findFirst()
                            .map(ObjectText::apparentType)
                            .orElse(DataType.TEXT)
                            .newArray();
            case Value.Range range ->
                    range.lower() instanceof Value.Int ? DataType.INT8RANGE : DataType.NUMRANGE;
            case Value.MultiRange(List<Value.Range> ranges) ->
                    DataType.builtInMultirange(
                                    ranges.isEmpty()
                                            ? DataType.NUMRANGE
                                            : apparentType(ranges.getFirst()))
                            .orElseThrow();
            case Value.Row _ -> DataType.RECORD;
        };
    }
}
