package dev.reckon.sql.format.json;

import dev.reckon.storage.error.Cancellation;
import java.math.BigDecimal;
import java.util.List;

/// Writes JSON as jsonb's output function does: a blank after each colon and comma.
public final class JsonWriter {
    private static final int INDENT = 4;

    private JsonWriter() {}

    /// Returns the canonical text of jsonb.
    public static String text(Json json) {
        var text = new StringBuilder();
        append(json, text);
        return text.toString();
    }

    private static void append(Json json, StringBuilder text) {
        checkIfNested(json);
        switch (json) {
            case Json.Null _ -> text.append("null");
            case Json.Bool(boolean value) -> text.append(value);
            case Json.Number(BigDecimal value) -> text.append(value.toPlainString());
            case Json.Text(String value) -> quote(value, text);
            case Json.Array(List<Json> elements) -> {
                text.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    Cancellation.check(i);
                    text.append(i == 0 ? "" : ", ");
                    append(elements.get(i), text);
                }
                text.append(']');
            }
            case Json.Object(List<String> keys, List<Json> values) -> {
                text.append('{');
                for (int i = 0; i < keys.size(); i++) {
                    Cancellation.check(i);
                    text.append(i == 0 ? "" : ", ");
                    quote(keys.get(i), text);
                    text.append(": ");
                    append(values.get(i), text);
                }
                text.append('}');
            }
        }
    }

    private static void checkIfNested(Json json) {
        if (!json.isScalar()) {
            Cancellation.check();
        }
    }

    /// Returns the text of `jsonb_pretty`.
    public static String pretty(Json json) {
        var text = new StringBuilder();
        pretty(json, 0, text);
        return text.toString();
    }

    private static void pretty(Json json, int depth, StringBuilder text) {
        checkIfNested(json);
        switch (json) {
            case Json.Array(List<Json> elements) -> {
                text.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    Cancellation.check(i);
                    newLine(text.append(i == 0 ? "" : ","), depth + 1);
                    pretty(elements.get(i), depth + 1, text);
                }
                newLine(text, depth);
                text.append(']');
            }
            case Json.Object(List<String> keys, List<Json> values) -> {
                text.append('{');
                for (int i = 0; i < keys.size(); i++) {
                    Cancellation.check(i);
                    newLine(text.append(i == 0 ? "" : ","), depth + 1);
                    quote(keys.get(i), text);
                    text.append(": ");
                    pretty(values.get(i), depth + 1, text);
                }
                newLine(text, depth);
                text.append('}');
            }
            default -> append(json, text);
        }
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').repeat(' ', depth * INDENT);
    }

    /// Appends a string with quotes and escapes.
    public static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            Cancellation.check(i);
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
