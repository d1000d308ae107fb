package dev.reckon.sql.function.json;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonParser;
import dev.reckon.storage.error.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value of type json taken apart without changing its text: blanks, the order of keys and
/// repeated keys stay.
///
/// @param keys of an object, as long as `values`; empty for an array
/// @param values the texts of the members
record RawJson(Kind kind, List<String> keys, List<String> values) {
    enum Kind {
        OBJECT,
        ARRAY,
        SCALAR
    }

    /// Takes a valid text apart.
    static RawJson of(String text) {
        return new Scanner(text).read();
    }

    /// Returns the last member of a key.
    Optional<String> get(String key) {
        int index = kind == Kind.OBJECT ? keys.lastIndexOf(key) : -1;
        return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }

    /// Returns an element of an array; negative indexes count from the end.
    Optional<String> get(long index) {
        long at = index < 0 ? index + values.size() : index;
        return kind == Kind.ARRAY && at >= 0 && at < values.size()
                ? Optional.of(values.get((int) at))
                : Optional.empty();
    }

    /// Returns what follows a path of keys and indexes.
    static Optional<String> follow(String text, List<String> path) {
        String at = text;
        for (String step : path) {
            RawJson json = of(at);
            Optional<String> next =
                    json.kind == Kind.ARRAY
                            ? JsonPaths.index(step).flatMap(index -> json.get((long) index))
                            : json.get(step);
            if (next.isEmpty()) {
                return next;
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    /// Returns the text of a scalar without its quotes, of anything else as it is; empty for null.
    static Optional<String> unquoted(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("\"")) {
            return Optional.of(((Json.Text) JsonParser.parse(stripped)).value());
        }
        return stripped.equals("null") ? Optional.empty() : Optional.of(text);
    }

    private static final class Scanner {
        private final String text;
        private int offset;

        Scanner(String text) {
            this.text = text;
        }

        RawJson read() {
            skipBlanks();
            char first = text.charAt(offset);
            if (first != '{' && first != '[') {
                return new RawJson(Kind.SCALAR, List.of(), List.of());
            }
            List<String> keys = new ArrayList<>();
            List<String> values = new ArrayList<>();
            offset++;
            skipBlanks();
            while (text.charAt(offset) != '}' && text.charAt(offset) != ']') {
                Cancellation.check(values.size());
                if (first == '{') {
                    int start = offset;
                    skipValue();
                    keys.add(
                            ((Json.Text) JsonParser.parseLoosely(text.substring(start, offset)))
                                    .value());
                    skipBlanks();
                    offset++;
                    skipBlanks();
                }
                int start = offset;
                skipValue();
                values.add(text.substring(start, offset));
                skipBlanks();
                if (text.charAt(offset) == ',') {
                    offset++;
                    skipBlanks();
                }
            }
            return new RawJson(first == '{' ? Kind.OBJECT : Kind.ARRAY, keys, values);
        }

        private void skipBlanks() {
            while (offset < text.length() && " \t\r\n".indexOf(text.charAt(offset)) >= 0) {
                offset++;
            }
        }

        private void skipValue() {
            int depth = 0;
            int step = 0;
            do {
                Cancellation.check(step++);
                char c = text.charAt(offset);
                if (c == '"') {
                    skipString();
                } else if (c == '{' || c == '[') {
                    depth++;
                    offset++;
                } else if (c == '}' || c == ']') {
                    depth--;
                    offset++;
                } else if (depth > 0) {
                    offset++;
                } else {
                    while (offset < text.length()
                            && " \t\r\n,:]}".indexOf(text.charAt(offset)) < 0) {
                        offset++;
                    }
                }
            } while (depth > 0);
        }

        private void skipString() {
            offset++;
            while (text.charAt(offset) != '"') {
                offset += text.charAt(offset) == '\\' ? 2 : 1;
            }
            offset++;
        }
    }
}
