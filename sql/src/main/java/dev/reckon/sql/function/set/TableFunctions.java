package dev.reckon.sql.function.set;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.TableFunction.Implementation;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.text.RegexFunctions;
import dev.reckon.sql.function.text.Splitting;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chapter "Set Returning Functions" and other functions that return sets, by name.
public final class TableFunctions {
    private TableFunctions() {}

    /// Finds a function.
    public static Optional<Implementation> find(Signature signature) {
        DataType first =
                signature.argumentTypes().isEmpty() ? DataType.VOID : signature.argument(0);
        return switch (signature.name()) {
            case "generate_series" ->
                    switch (first.name()) {
                        case "int4", "int8" ->
                                Optional.of((arguments, _, _, _) -> Series.ofLongs(arguments));
                        case "numeric" ->
                                Optional.of((arguments, _, _, _) -> Series.ofNumerics(arguments));
                        default ->
                                Optional.of((arguments, _, _, environment) ->
                                        Series.ofTimes(arguments, first, environment));
                    };
            case "unnest" ->
                    first.isArray() || first.category() == TypeCategory.MULTIRANGE
                            ? Optional.of((arguments, _, types, _) ->
                                    unnest(
                                            arguments,
                                            types,
                                            first.elementOid() == DataType.RECORD.oid()
                                                    && !types.equals(List.of(DataType.RECORD))))
                            : Optional.empty();
            case "_pg_expandarray" ->
                    Optional.of((arguments, _, types, _) -> expand(arguments, types));
            case "aclexplode" ->
                    Optional.of((arguments, _, types, environment) ->
                            AclRows.of(arguments.getFirst(), types, environment.names()));
            case "pg_options_to_table" ->
                    Optional.of((arguments, _, types, _) -> options(arguments, types));
            case "pg_listening_channels" ->
                    Optional.of((_, _, types, environment) ->
                            TableRows.ofColumn(
                                    types.getFirst(),
                                    environment.channels().stream()
                                            .<Value>map(Value::text)
                                            .iterator()));
            case "pg_get_keywords" -> Optional.of((_, _, types, _) -> KeywordRows.of(types));
            case "pg_partition_ancestors" ->
                    Optional.of((arguments, _, types, environment) ->
                            hasNull(arguments)
                                    ? TableRows.none()
                                    : TableRows.ofColumn(
                                            types.getFirst(),
                                            environment
                                                    .names()
                                                    .partitionAncestors(oid(arguments))
                                                    .stream()
                                                    .<Value>map(Value.Int::new)
                                                    .iterator()));
            case "pg_partition_tree" ->
                    Optional.of((arguments, _, types, environment) ->
                            hasNull(arguments)
                                    ? TableRows.none()
                                    : TableRows.of(
                                            types,
                                            environment
                                                    .names()
                                                    .partitionTree(oid(arguments))
                                                    .stream()
                                                    .map(TableFunctions::node)
                                                    .iterator()));
            case "generate_subscripts" ->
                    Optional.of((arguments, _, _, _) -> subscripts(arguments));
            case "regexp_matches" ->
                    Optional.of((arguments, _, types, _) ->
                            hasNull(arguments)
                                    ? TableRows.none()
                                    : TableRows.ofColumn(
                                            types.getFirst(),
                                            RegexFunctions.matches(
                                                            text(arguments, 0),
                                                            text(arguments, 1),
                                                            arguments.size() > 2
                                                                    ? text(arguments, 2)
                                                                    : "")
                                                    .iterator()));
            case "regexp_split_to_table" ->
                    Optional.of((arguments, _, types, _) ->
                            hasNull(arguments)
                                    ? TableRows.none()
                                    : TableRows.ofColumn(
                                            types.getFirst(),
                                            RegexFunctions.split(
                                                            text(arguments, 0),
                                                            text(arguments, 1),
                                                            arguments.size() > 2
                                                                    ? text(arguments, 2)
                                                                    : "",
                                                            "regexp_split_to_table")
                                                    .iterator()));
            case "string_to_table" ->
                    Optional.of((arguments, _, types, _) -> pieces(arguments, types));
            default -> JsonSets.find(signature);
        };
    }

    private static boolean hasNull(List<Value> arguments) {
        return arguments.stream().anyMatch(Value::isNull);
    }

    private static long oid(List<Value> arguments) {
        return ((Value.Int) arguments.getFirst()).value();
    }

    private static List<Value> node(Names.PartitionNode node) {
        return List.of(
                new Value.Int(node.oid()),
                node.parentOid() == 0 ? Value.Null.NULL : new Value.Int(node.parentOid()),
                Value.bool(node.isLeaf()),
                new Value.Int(node.level()));
    }

    static String text(List<Value> arguments, int index) {
        return arguments.get(index).toString();
    }

    private static Optional<String> optionalText(List<Value> arguments, int index) {
        return index >= arguments.size() || arguments.get(index).isNull()
                ? Optional.empty()
                : Optional.of(text(arguments, index));
    }

    private static Rows pieces(List<Value> arguments, List<DataType> types) {
        return arguments.getFirst().isNull()
                ? TableRows.none()
                : TableRows.ofColumn(
                        types.getFirst(),
                        Splitting.split(
                                        text(arguments, 0),
                                        optionalText(arguments, 1),
                                        optionalText(arguments, 2))
                                .iterator());
    }

    /// @param spread whether the elements are rows whose fields become columns
    private static Rows unnest(List<Value> arguments, List<DataType> types, boolean spread) {
        return switch (arguments.getFirst()) {
            case Value.Array array ->
                    !spread
                            ? TableRows.ofColumn(types.getFirst(), array.elements().iterator())
                            : TableRows.of(
                                    types,
                                    Cancellation.stream(array.elements())
                                            .map(row -> fields(row, types))
                                            .iterator());
            case Value.MultiRange(List<Value.Range> ranges) ->
                    TableRows.ofColumn(
                            types.getFirst(),
                            Cancellation.stream(ranges).map(Value.class::cast).iterator());
            default -> TableRows.none();
        };
    }

    /// Returns the elements of an array with their numbers from 1: what drivers make of the columns
    /// of a key.
    private static Rows expand(List<Value> arguments, List<DataType> types) {
        if (!(arguments.getFirst() instanceof Value.Array array)) {
            return TableRows.none();
        }
        List<List<Value>> rows = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            rows.add(List.of(element, new Value.Int(rows.size() + 1)));
        }
        return TableRows.of(types, rows.iterator());
    }

    /// Returns the fields of a row as the columns that the caller declares.
    private static List<Value> fields(Value row, List<DataType> types) {
        if (!(row instanceof Value.Row(List<Value> fields, RowShape shape))) {
            return types.stream().<Value>map(_ -> Value.Null.NULL).toList();
        }
        if (fields.size() != types.size() || (shape.isKnown() && !shape.types().equals(types))) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "function return row and query-specified return row do not match");
        }
        return fields;
    }

    /// Parts options such as `fillfactor=70`, as catalogs hold them; one without a value has NULL.
    private static Rows options(List<Value> arguments, List<DataType> types) {
        if (!(arguments.getFirst() instanceof Value.Array array)) {
            return TableRows.none();
        }
        List<List<Value>> rows = new ArrayList<>();
        for (Value element : Cancellation.each(array.elements())) {
            String option = element.toString();
            int equals = option.indexOf('=');
            rows.add(
                    equals < 0
                            ? List.of(Value.text(option), Value.Null.NULL)
                            : List.of(
                                    Value.text(option.substring(0, equals)),
                                    Value.text(option.substring(equals + 1))));
        }
        return TableRows.of(types, rows.iterator());
    }

    private static Rows subscripts(List<Value> arguments) {
        if (!(arguments.get(0) instanceof Value.Array array)
                || !(arguments.get(1) instanceof Value.Int(long dimension))
                || dimension < 1
                || dimension > array.lengths().size()) {
            return TableRows.none();
        }
        int index = (int) dimension - 1;
        List<Value> values = new ArrayList<>();
        int first = array.lowerBounds().get(index);
        for (int i = 0; i < array.lengths().get(index); i++) {
            values.add(new Value.Int(first + i));
        }
        if (arguments.size() > 2 && arguments.get(2).equals(Value.bool(true))) {
            values = values.reversed();
        }
        return TableRows.ofColumn(DataType.INT4, values.iterator());
    }
}
