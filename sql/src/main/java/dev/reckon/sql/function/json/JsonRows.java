package dev.reckon.sql.function.json;

import dev.reckon.sql.format.RowText;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes rows of JSON objects, as json_populate_record and its relatives do. For one thread.
public final class JsonRows {
    private static final int NO_MODIFIER = -1;

    private final Environment environment;

    /// Makes a reader of JSON for a session.
    public JsonRows(Environment environment) {
        this.environment = environment;
    }

    /// Returns the values of a row's fields.
    ///
    /// @param object the text of a JSON object
    /// @param before the values of fields that the object does not name; absent for none
    /// @throws DatabaseException 22023 when the text is of no object, 22P02 and others when a
    ///   member does not fit its field
    public List<Value> fields(
            String object, List<Names.Field> fields, Optional<List<Value>> before) {
        RawJson json = RawJson.of(object);
        if (json.kind() != RawJson.Kind.OBJECT) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot call populate_composite on "
                            + (json.kind() == RawJson.Kind.ARRAY ? "an array" : "a scalar"));
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Names.Field field = fields.get(i);
            Value old =
                    before.isPresent() && i < before.get().size()
                            ? before.get().get(i)
                            : Value.Null.NULL;
            Optional<String> member = json.get(field.name());
            values.add(
                    member.isEmpty() && before.isPresent()
                            ? old
                            : value(
                                    member.orElse("null"),
                                    field.type(),
                                    field.modifier(),
                                    old,
                                    field.name()));
        }
        return values;
    }

    private Value value(String json, DataType type, int modifier, Value before, String key) {
        DataType base = environment.names().baseType(type);
        boolean isDomain = !base.equals(type);
        Value value =
                json.equals("null")
                        ? Value.Null.NULL
                        : ofBase(
                                json,
                                base,
                                environment.names().baseModifier(type, modifier),
                                before,
                                key);
        return isDomain ? environment.checked(value, type) : value;
    }

    private Value ofBase(String json, DataType type, int modifier, Value before, String key) {
        boolean string = json.startsWith("\"");
        if (!string && type.category() == TypeCategory.COMPOSITE) {
            Optional<List<Value>> old =
                    before instanceof Value.Row row ? Optional.of(row.fields()) : Optional.empty();
            return new Value.Row(fields(json, environment.names().fields(type), old));
        }
        if (!string && isArray(type)) {
            return new ArrayReader(type, modifier, key).read(json);
        }
        boolean asJson = type.equals(DataType.JSON) || type.equals(DataType.JSONB);
        String text = asJson ? json : RawJson.unquoted(json).orElseThrow();
        return ValueFormat.readInput(text, type, modifier, environment);
    }

    private static boolean isArray(DataType type) {
        return type.isArray()
                && !type.equals(DataType.INT2VECTOR)
                && !type.equals(DataType.OIDVECTOR);
    }

    /// Reads an array of any number of dimensions: as deep as the first elements are arrays.
    private final class ArrayReader {
        private final DataType element;
        private final int modifier;
        private final String key;
        private final List<Integer> lengths = new ArrayList<>();
        private final List<Value> elements = new ArrayList<>();
        private int depth;

        ArrayReader(DataType type, int modifier, String key) {
            this.element =
                    DataType.builtIn(type.elementOid())
                            .or(() -> environment.names().type(type.elementOid()))
                            .orElseThrow();
            this.modifier = modifier;
            this.key = key;
        }

        Value read(String json) {
            read(json, 0, "");
            return elements.isEmpty()
                    ? Value.Array.of(List.of())
                    : new Value.Array(lengths, lengths.stream().map(_ -> 1).toList(), elements);
        }

        private void read(String json, int level, String path) {
            RawJson array = RawJson.of(json);
            if (array.kind() != RawJson.Kind.ARRAY) {
                throw new DatabaseException(
                                SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array")
                        .withHint(
                                path.isEmpty()
                                        ? "See the value of key \"" + key + "\"."
                                        : "See the array element "
                                                + path
                                                + " of key \""
                                                + key
                                                + "\".");
            }
            List<String> members = array.values();
            if (depth == 0 && (members.isEmpty() || !members.getFirst().startsWith("["))) {
                depth = level + 1;
            }
            if (level == lengths.size()) {
                lengths.add(members.size());
            } else if (lengths.get(level) != members.size()) {
                throw new DatabaseException(
                                SqlState.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
                        .withDetail(
                                "Multidimensional arrays must have sub-arrays with matching"
                                        + " dimensions.");
            }
            for (int i = 0; i < members.size(); i++) {
                Cancellation.check(i);
                String member = members.get(i);
                if (depth > 0 && level + 1 >= depth) {
                    elements.add(value(member, element, modifier, Value.Null.NULL, key));
                } else {
                    read(member, level + 1, path + "[" + i + "]");
                }
            }
        }
    }

    /// Returns the row of json_populate_record.
    ///
    /// @param type of the row; `record` when the row itself says it
    /// @param base the row whose values stand for members that are missing, or NULL
    /// @param json an object, or NULL
    public Value populate(Value base, Value json, DataType type, String function) {
        if (json.isNull()) {
            return base;
        }
        List<Names.Field> fields = fields(base, type, function);
        List<Value> values =
                fields(
                        json.toString().strip(),
                        fields,
                        base instanceof Value.Row row
                                ? Optional.of(row.fields())
                                : Optional.empty());
        return base instanceof Value.Row row
                ? new Value.Row(values, RowText.shape(row, type, environment))
                : new Value.Row(values);
    }

    /// Returns the fields of the rows that a function makes.
    ///
    /// @throws DatabaseException 42804, 0A000 when they are not known
    public List<Names.Field> fields(Value base, DataType type, String function) {
        if (type.category() != TypeCategory.COMPOSITE && !type.equals(DataType.RECORD)) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "first argument of " + function + " must be a row type");
        }
        List<Names.Field> fields = environment.names().fields(type);
        if (!fields.isEmpty() || type.category() == TypeCategory.COMPOSITE) {
            return fields;
        }
        if (!(base instanceof Value.Row row)) {
            throw unknownRow(function);
        }
        List<Names.Field> own = new ArrayList<>();
        for (int i = 0; i < row.shape().types().size(); i++) {
            own.add(
                    new Names.Field(
                            row.shape().names().get(i), row.shape().types().get(i), NO_MODIFIER));
        }
        return own;
    }

    /// Returns the error of a function whose rows nobody describes.
    public static DatabaseException unknownRow(String function) {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "could not determine row type for result of " + function)
                .withHint(
                        "Provide a non-null record argument, or call the function in the FROM"
                                + " clause using a column definition list.");
    }
}
