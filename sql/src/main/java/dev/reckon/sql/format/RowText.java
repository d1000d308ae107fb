package dev.reckon.sql.format;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Row values: what their fields are, and their text `(1,"a b",)`. A reader is for one thread, for
/// one text.
public final class RowText {
    private final String text;
    private int offset;

    private RowText(String text) {
        this.text = text;
    }

    /// Returns the names and types of a row's fields: its own, else those of its type.
    public static RowShape shape(Value.Row row, DataType type, Environment environment) {
        if (row.shape().isKnown()) {
            return row.shape();
        }
        List<Names.Field> fields = environment.names().fields(type);
        List<String> names = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        if (!fields.isEmpty()) {
            for (Names.Field field : fields) {
                names.add(field.name());
                types.add(field.type());
            }
        } else {
            for (Value field : row.fields()) {
                names.add("f" + (names.size() + 1));
                types.add(ObjectText.apparentType(field));
            }
        }
        return new RowShape(names, types);
    }

    /// Returns a field of a row that may be another than the query says.
    ///
    /// @param type what the query takes the field for
    /// @throws DatabaseException 42804 when the row says that it is of another kind
    public static Value field(Value.Row row, int index, DataType type) {
        List<DataType> types = row.shape().types();
        boolean fits = index >= types.size() || types.get(index).physical() == type.physical();
        if (!fits) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
        return field(row, index);
    }

    /// Returns a field of a row; NULL of one that its type got later.
    public static Value field(Value.Row row, int index) {
        return index < row.fields().size() ? row.fields().get(index) : Value.Null.NULL;
    }

    /// Returns the text of a row.
    static String text(Value.Row row, DataType type, Environment environment) {
        RowShape shape = shape(row, type, environment);
        var text = new StringBuilder("(");
        for (int i = 0; i < shape.types().size(); i++) {
            text.append(i == 0 ? "" : ",");
            Value field = field(row, i);
            if (!field.isNull()) {
                RangeText.quoteField(
                        ValueFormat.text(field, shape.types().get(i), environment), text);
            }
        }
        return text.append(')').toString();
    }

    /// Reads a row of a composite type.
    ///
    /// @throws DatabaseException 22P02, and what the fields' types have against their texts
    static Value read(String text, DataType type, Environment environment) {
        List<Names.Field> fields = environment.names().fields(type);
        if (fields.isEmpty()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "input of anonymous composite types is not implemented");
        }
        return new RowText(text).row(fields, environment);
    }

    private Value row(List<Names.Field> fields, Environment environment) {
        skipBlanks();
        if (next() != '(') {
            throw malformed("Missing left parenthesis.");
        }
        List<Value> values = new ArrayList<>();
        for (Names.Field field : fields) {
            if (!values.isEmpty()) {
                int separator = next();
                if (separator == ')' || separator < 0) {
                    throw malformed("Too few columns.");
                }
            }
            values.add(field(field, environment));
        }
        int close = next();
        if (close != ')') {
            throw malformed(close < 0 ? "Unexpected end of input." : "Too many columns.");
        }
        skipBlanks();
        if (offset < text.length()) {
            throw malformed("Junk after right parenthesis.");
        }
        return new Value.Row(values);
    }

    private Value field(Names.Field field, Environment environment) {
        if (peek() == ',' || peek() == ')') {
            return field.type().equals(environment.names().baseType(field.type()))
                    ? Value.Null.NULL
                    : environment.checked(Value.Null.NULL, field.type());
        }
        var content = new StringBuilder();
        boolean inQuotes = false;
        while (inQuotes || (peek() != ',' && peek() != ')')) {
            int c = next();
            if (c < 0) {
                throw malformed("Unexpected end of input.");
            }
            if (c == '\\') {
                int escaped = next();
                if (escaped < 0) {
                    throw malformed("Unexpected end of input.");
                }
                content.append((char) escaped);
            } else if (c == '"') {
                if (inQuotes && peek() == '"') {
                    content.append('"');
                    offset++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else {
                content.append((char) c);
            }
        }
        return ValueFormat.readInput(
                content.toString(), field.type(), field.modifier(), environment);
    }

    private int peek() {
        return offset < text.length() ? text.charAt(offset) : -1;
    }

    private int next() {
        return offset < text.length() ? text.charAt(offset++) : -1;
    }

    private void skipBlanks() {
        while (offset < text.length() && RangeText.isBlank(text.charAt(offset))) {
            offset++;
        }
    }

    private DatabaseException malformed(String detail) {
        return new DatabaseException(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "malformed record literal: \"" + text + "\"")
                .withDetail(detail);
    }
}
