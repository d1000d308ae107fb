package dev.reckon.sql.format;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Arrays as text: `{1,2,NULL}`, `[0:1]={{"a b"},{c}}`. For one thread, for one text.
final class ArrayText {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private final String text;
    private final char delimiter;
    private final Function<String, Value> readElement;
    private int offset;
    private final List<Optional<String>> texts = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private int depthOfElements = -1;

    private ArrayText(String text, char delimiter, Function<String, Value> readElement) {
        this.text = text;
        this.delimiter = delimiter;
        this.readElement = readElement;
    }

    /// Returns what stands between the elements of an array type: the texts of boxes have commas.
    static char delimiter(DataType array) {
        return array.elementOid() == DataType.BOX.oid() ? ';' : ',';
    }

    /// Returns the text of an array.
    static String text(Value.Array array, char delimiter, Function<Value, String> elementText) {
        if (array.elements().isEmpty()) {
            return "{}";
        }
        var text = new StringBuilder();
        if (array.lowerBounds().stream().anyMatch(bound -> bound != 1)) {
            for (int i = 0; i < array.lengths().size(); i++) {
                int lower = array.lowerBounds().get(i);
                text.append('[')
                        .append(lower)
                        .append(':')
                        .append(lower + array.lengths().get(i) - 1)
                        .append(']');
            }
            text.append('=');
        }
        append(text, array, delimiter, 0, 0, elementText);
        return text.toString();
    }

    private static int append(
            StringBuilder text,
            Value.Array array,
            char delimiter,
            int dimension,
            int index,
            Function<Value, String> elementText) {
        int next = index;
        text.append('{');
        for (int i = 0; i < array.lengths().get(dimension); i++) {
            Cancellation.check(i);
            if (i > 0) {
                text.append(delimiter);
            }
            if (dimension < array.lengths().size() - 1) {
                next = append(text, array, delimiter, dimension + 1, next, elementText);
            } else {
                Value element = array.elements().get(next++);
                if (element.isNull()) {
                    text.append("NULL");
                } else {
                    quote(elementText.apply(element), delimiter, text);
                }
            }
        }
        text.append('}');
        return next;
    }

    private static void quote(String element, char delimiter, StringBuilder text) {
        boolean plain = !element.isEmpty() && !element.equalsIgnoreCase("null");
        for (int i = 0; plain && i < element.length(); i++) {
            Cancellation.check(i);
            char c = element.charAt(i);
            plain = "{}\"\\".indexOf(c) < 0 && c != delimiter && !isBlank(c);
        }
        if (plain) {
            text.append(element);
            return;
        }
        text.append('"');
        for (int i = 0; i < element.length(); i++) {
            Cancellation.check(i);
            char c = element.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /// Reads an array.
    ///
    /// @throws DatabaseException 22P02, 2202E, 54000
    static Value.Array read(String text, char delimiter, Function<String, Value> readElement) {
        return new ArrayText(text, delimiter, readElement).array();
    }

    private Value.Array array() {
        skipBlanks();
        Optional<List<int[]>> bounds = dimensions();
        if (peek() != '{') {
            throw malformed(
                    bounds.isPresent()
                            ? "Array contents must start with \"{\"."
                            : "Array value must start with \"{\" or dimension information.");
        }
        nested(0);
        skipBlanks();
        if (offset < text.length()) {
            throw malformed("Junk after closing right brace.");
        }
        if (texts.isEmpty()) {
            return new Value.Array(List.of(), List.of(), List.of());
        }
        List<Integer> lowerBounds = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            lowerBounds.add(1);
        }
        if (bounds.isPresent()) {
            if (bounds.get().size() != lengths.size()) {
                throw malformed("Specified array dimensions do not match array contents.");
            }
            for (int i = 0; i < lengths.size(); i++) {
                int[] bound = bounds.get().get(i);
                if (1L + bound[1] - bound[0] != lengths.get(i)) {
                    throw malformed("Specified array dimensions do not match array contents.");
                }
                lowerBounds.set(i, bound[0]);
            }
        }
        // The shape is checked first: elements are only read when all is well.
        List<Value> elements = new ArrayList<>(texts.size());
        for (Optional<String> each : texts) {
            elements.add(each.isEmpty() ? Value.Null.NULL : readElement.apply(each.get()));
        }
        return ArrayLimits.withinBounds(new Value.Array(lengths, lowerBounds, elements));
    }

    private Optional<List<int[]>> dimensions() {
        if (peek() != '[') {
            return Optional.empty();
        }
        List<int[]> bounds = new ArrayList<>();
        while (peek() == '[') {
            offset++;
            int lower = 1;
            int upper = number();
            if (peek() == ':') {
                offset++;
                lower = upper;
                upper = number();
            }
            if (peek() != ']') {
                throw malformed("Missing \"]\" after array dimensions.");
            }
            offset++;
            if (upper < lower) {
                throw new DatabaseException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR,
                        "upper bound cannot be less than lower bound");
            }
            bounds.add(new int[] {lower, upper});
            ArrayLimits.requireDimensions(bounds.size());
            skipBlanks();
        }
        if (peek() != '=') {
            throw malformed("Missing \"=\" after array dimensions.");
        }
        offset++;
        skipBlanks();
        return Optional.of(bounds);
    }

    /// Reads a bound as C's atoi does: what leaves 64 bits is their end, the rest is cut to 32.
    private int number() {
        int start = offset;
        if (peek() == '-' || peek() == '+') {
            offset++;
        }
        while (peek() >= '0' && peek() <= '9') {
            offset++;
        }
        try {
            BigInteger number = new BigInteger(text.substring(start, offset));
            return number.min(LONG_MAX).max(LONG_MIN).intValue();
        } catch (NumberFormatException e) {
            throw malformed("Missing array dimension value.");
        }
    }

    /// Reads `{…}` at a depth and checks that all at one depth are of the same length.
    private void nested(int depth) {
        ArrayLimits.requireDimensions(depth + 1);
        offset++;
        int count = 0;
        boolean isFirstAtDepth = lengths.size() <= depth;
        if (isFirstAtDepth) {
            lengths.add(-1);
        }
        skipBlanks();
        if (peek() == '}') {
            offset++;
            if (depth > 0) {
                offset--;
                throw malformed("Unexpected \"}\" character.");
            }
            lengths.set(depth, Math.max(0, lengths.get(depth)));
            return;
        }
        while (true) {
            skipBlanks();
            Cancellation.check(count);
            if (peek() == '{') {
                if (depthOfElements == depth) {
                    throw malformed("Unexpected \"{\" character.");
                }
                nested(depth + 1);
            } else {
                if (lengths.size() > depth + 1
                        || (depthOfElements >= 0 && depthOfElements != depth)) {
                    throw malformed("Unexpected array element.");
                }
                depthOfElements = depth;
                element();
            }
            count++;
            skipBlanks();
            int next = peek();
            offset++;
            if (next == '}') {
                break;
            }
            if (next != delimiter) {
                offset--;
                throw next < 0
                        ? malformed("Unexpected end of input.")
                        : malformed("Unexpected array element.");
            }
        }
        if (lengths.get(depth) >= 0 && lengths.get(depth) != count) {
            throw malformed(
                    "Multidimensional arrays must have sub-arrays with matching dimensions.");
        }
        lengths.set(depth, count);
    }

    private void element() {
        if (peek() < 0) {
            throw malformed("Unexpected end of input.");
        }
        var element = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        int trailing = 0;
        while (true) {
            int next = peek();
            if (next < 0) {
                throw malformed("Unexpected end of input.");
            }
            if (next == delimiter || next == '}') {
                break;
            }
            if (next == '{') {
                throw malformed("Unexpected \"{\" character.");
            }
            offset++;
            if (next == '\\') {
                if (peek() < 0) {
                    throw malformed("Unexpected end of input.");
                }
                element.append(text.charAt(offset++));
                escaped = true;
                trailing = 0;
            } else if (next == '"') {
                if (quoted || !element.isEmpty()) {
                    throw malformed("Unexpected array element.");
                }
                quoted = true;
                quotedPart(element);
                trailing = 0;
                skipBlanks();
            } else {
                if (quoted) {
                    throw malformed("Unexpected array element.");
                }
                element.append((char) next);
                trailing = isBlank((char) next) ? trailing + 1 : 0;
            }
        }
        element.setLength(element.length() - trailing);
        if (!quoted && element.isEmpty()) {
            throw malformed("Unexpected \"" + (char) peek() + "\" character.");
        }
        boolean isNull = !quoted && !escaped && element.toString().equalsIgnoreCase("null");
        texts.add(isNull ? Optional.empty() : Optional.of(element.toString()));
    }

    private void quotedPart(StringBuilder element) {
        while (true) {
            int next = peek();
            if (next < 0) {
                throw malformed("Unexpected end of input.");
            }
            offset++;
            if (next == '"') {
                return;
            }
            if (next == '\\') {
                if (peek() < 0) {
                    throw malformed("Unexpected end of input.");
                }
                element.append(text.charAt(offset++));
            } else {
                element.append((char) next);
            }
        }
    }

    private void skipBlanks() {
        while (offset < text.length() && isBlank(text.charAt(offset))) {
            offset++;
        }
    }

    private int peek() {
        return offset < text.length() ? text.charAt(offset) : -1;
    }

    private DatabaseException malformed(String detail) {
        return new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
