package dev.reckon.sql.function.aggregate;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonWriter;
import dev.reckon.sql.function.AggregateFunction.Accumulator;
import dev.reckon.sql.function.AggregateFunction.Direction;
import dev.reckon.sql.function.AggregateFunction.Implementation;
import dev.reckon.sql.function.AggregateFunction.Kind;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.array.ArrayShapes;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.datetime.Intervals;
import dev.reckon.sql.function.json.JsonBuild;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.range.RangeSets;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;

/// The chapter "Aggregate Functions" by name.
public final class Aggregates {
    private Aggregates() {}

    /// Returns whether the result depends on the order of the rows.
    public static boolean isOrderSensitive(String name) {
        return switch (name) {
            case "array_agg",
                    "string_agg",
                    "json_agg",
                    "jsonb_agg",
                    "json_object_agg",
                    "jsonb_object_agg",
                    "range_agg" ->
                    true;
            default -> false;
        };
    }

    /// Finds an aggregate.
    public static Optional<Implementation> find(Signature signature, Kind kind) {
        if (kind == Kind.ORDERED_SET) {
            return orderedSet(signature);
        }
        if (kind == Kind.HYPOTHETICAL_SET) {
            int keys = signature.argumentTypes().size() / 2;
            return Optional.of(
                    new Sorting(
                            signature.resultType().physical(),
                            keys,
                            _ -> true,
                            (rows, order) ->
                                    OrderedSets.hypothetical(signature.name(), rows, keys, order)));
        }
        return plain(signature);
    }

    private static Optional<Implementation> plain(Signature signature) {
        PhysicalType result = signature.resultType().physical();
        return switch (signature.name()) {
            case "count" -> Optional.of((_, _, _) -> new Count());
            case "sum" -> sum(signature.argument(0));
            case "avg" -> average(signature.argument(0));
            case "max" -> Optional.of(extreme(signature.argument(0), true));
            case "min" -> Optional.of(extreme(signature.argument(0), false));
            case "bool_and", "every" ->
                    fold(result, (left, right) -> left.equals(Value.bool(true)) ? right : left);
            case "bool_or" ->
                    fold(result, (left, right) -> left.equals(Value.bool(true)) ? left : right);
            case "bit_and" -> fold(result, (left, right) -> bits(left, right, '&'));
            case "bit_or" -> fold(result, (left, right) -> bits(left, right, '|'));
            case "bit_xor" -> fold(result, (left, right) -> bits(left, right, '^'));
            case "stddev", "stddev_samp" -> spread(signature, true, true);
            case "stddev_pop" -> spread(signature, false, true);
            case "variance", "var_samp" -> spread(signature, true, false);
            case "var_pop" -> spread(signature, false, false);
            case "corr",
                    "covar_pop",
                    "covar_samp",
                    "regr_count",
                    "regr_sxx",
                    "regr_syy",
                    "regr_sxy",
                    "regr_avgx",
                    "regr_avgy",
                    "regr_r2",
                    "regr_slope",
                    "regr_intercept" ->
                    collect(
                            result,
                            row -> !row[0].isNull() && !row[1].isNull(),
                            rows -> Statistics.regression(signature.name(), rows));
            case "string_agg" -> collect(result, row -> !row[0].isNull(), Aggregates::join);
            case "array_agg" ->
                    signature.argument(0).isTrueArray()
                            ? collect(result, _ -> true, Aggregates::stack)
                            : collect(
                                    result,
                                    _ -> true,
                                    rows ->
                                            rows.isEmpty()
                                                    ? Value.Null.NULL
                                                    : Value.Array.of(
                                                            Cancellation.stream(rows)
                                                                    .map(row -> row[0])
                                                                    .toList()));
            case "range_agg" ->
                    collect(
                            result,
                            row -> !row[0].isNull(),
                            rows ->
                                    RangeSets.union(
                                            Cancellation.stream(rows).map(row -> row[0]).toList()));
            case "range_intersect_agg" -> {
                ValueOrder order = ValueOrder.of(signature.argument(0));
                yield fold(result, (left, right) -> RangeSets.intersect(left, right, order));
            }
            case "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg" ->
                    Optional.of((types, resultType, environment) ->
                            new Collect(
                                    resultType.physical(),
                                    _ -> true,
                                    rows -> json(signature.name(), rows, types, environment)));
            default -> Optional.empty();
        };
    }

    private static Optional<Implementation> fold(
            PhysicalType physical, BinaryOperator<Value> join) {
        return Optional.of((_, _, _) -> new Fold(physical, join));
    }

    private static Optional<Implementation> collect(
            PhysicalType physical,
            Predicate<Value[]> counts,
            Function<List<Value[]>, Value> finish) {
        return Optional.of((_, _, _) -> new Collect(physical, counts, finish));
    }

    private static Optional<Implementation> sum(DataType type) {
        return switch (type.name()) {
            case "int2", "int4", "money" -> Optional.of((_, _, _) -> new LongSum());
            case "int8", "numeric" -> Optional.of((_, _, _) -> new DecimalSum(false));
            case "float4" -> Optional.of((_, _, _) -> new RealSum(false, true));
            case "float8" -> Optional.of((_, _, _) -> new RealSum(false, false));
            case "interval" ->
                    fold(
                            PhysicalType.OBJECT,
                            (left, right) ->
                                    Intervals.add((Value.Interval) left, (Value.Interval) right));
            default -> Optional.empty();
        };
    }

    private static Optional<Implementation> average(DataType type) {
        return switch (type.name()) {
            case "int2", "int4", "int8", "numeric" ->
                    Optional.of((_, _, _) -> new DecimalSum(true));
            case "float4", "float8" -> Optional.of((_, _, _) -> new RealSum(true, false));
            case "interval" ->
                    collect(
                            PhysicalType.OBJECT,
                            row -> !row[0].isNull(),
                            rows ->
                                    Cancellation.stream(rows)
                                            .map(row -> (Value.Interval) row[0])
                                            .reduce(Intervals::add)
                                            .<Value>map(
                                                    total -> Intervals.divide(total, rows.size()))
                                            .orElse(Value.Null.NULL));
            default -> Optional.empty();
        };
    }

    private static Implementation extreme(DataType type, boolean greatest) {
        if (TypeOrder.ofAny(type) instanceof TypeOrder.OfLongs) {
            return (_, _, _) -> new LongExtreme(greatest);
        }
        if (type.equals(DataType.FLOAT4) || type.equals(DataType.FLOAT8)) {
            return (_, _, _) -> new DoubleExtreme(greatest);
        }
        if (type.equals(DataType.NUMERIC)) {
            return (_, _, _) -> new NumericExtreme(greatest);
        }
        ValueOrder order = ValueOrder.of(type);
        return (_, _, _) ->
                new Fold(
                        type.physical(),
                        (left, right) -> {
                            int comparison = order.compare(left, right);
                            return (greatest ? comparison >= 0 : comparison <= 0) ? left : right;
                        });
    }

    private static Value bits(Value left, Value right, char operator) {
        if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
            return new Value.Int(
                    switch (operator) {
                        case '&' -> a & b;
                        case '|' -> a | b;
                        default -> a ^ b;
                    });
        }
        var a = (Value.Bits) left;
        var b = (Value.Bits) right;
        if (a.bitCount() != b.bitCount()) {
            throw new DatabaseException(
                    SqlState.STRING_DATA_LENGTH_MISMATCH,
                    "cannot "
                            + (operator == '&' ? "AND" : operator == '|' ? "OR" : "XOR")
                            + " bit strings of different sizes");
        }
        byte[] bytes = a.bytes().clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    (byte)
                            switch (operator) {
                                case '&' -> bytes[i] & b.bytes()[i];
                                case '|' -> bytes[i] | b.bytes()[i];
                                default -> bytes[i] ^ b.bytes()[i];
                            };
        }
        return new Value.Bits(a.bitCount(), bytes);
    }

    private static Optional<Implementation> spread(
            Signature signature, boolean sample, boolean root) {
        boolean real = signature.resultType().equals(DataType.FLOAT8);
        return collect(
                signature.resultType().physical(),
                row -> !row[0].isNull(),
                rows ->
                        real
                                ? Statistics.ofReals(rows, sample, root)
                                : Statistics.ofDecimals(rows, sample, root));
    }

    /// Joins strings by the delimiter of each row but the first.
    private static Value join(List<Value[]> rows) {
        if (rows.isEmpty()) {
            return Value.Null.NULL;
        }
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < rows.size(); i++) {
            Cancellation.check(i);
            if (i > 0 && rows.get(i)[1] instanceof Value.Bytes(byte[] delimiter)) {
                bytes.writeBytes(delimiter);
            }
            bytes.writeBytes(((Value.Bytes) rows.get(i)[0]).value());
        }
        return new Value.Bytes(bytes.toByteArray());
    }

    /// array_agg of arrays: one more dimension.
    private static Value stack(List<Value[]> rows) {
        if (rows.isEmpty()) {
            return Value.Null.NULL;
        }
        List<Value.Array> arrays = new ArrayList<>();
        for (Value[] row : Cancellation.each(rows)) {
            if (!(row[0] instanceof Value.Array array)) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "cannot accumulate null arrays");
            }
            if (array.elements().isEmpty()) {
                throw new DatabaseException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot accumulate empty arrays");
            }
            boolean isOfShape =
                    arrays.isEmpty()
                            || (array.lengths().equals(arrays.getFirst().lengths())
                                    && array.lowerBounds().equals(arrays.getFirst().lowerBounds()));
            if (!isOfShape) {
                throw new DatabaseException(
                        SqlState.ARRAY_SUBSCRIPT_ERROR,
                        "cannot accumulate arrays of different dimensionality");
            }
            arrays.add(array);
        }
        return ArrayShapes.stack(arrays);
    }

    private static Value json(
            String name, List<Value[]> rows, List<DataType> types, Environment environment) {
        if (rows.isEmpty()) {
            return Value.Null.NULL;
        }
        boolean binary = name.startsWith("jsonb");
        boolean object = name.endsWith("object_agg");
        if (!binary) {
            var text = new StringBuilder(object ? "{ " : "[");
            for (int i = 0; i < rows.size(); i++) {
                Cancellation.check(i);
                Value[] row = rows.get(i);
                text.append(i == 0 ? "" : ", ");
                if (object) {
                    JsonWriter.quote(key(row[0], types.get(0), environment), text);
                    text.append(" : ");
                } else if (i > 0 && isStructure(types.get(0))) {
                    text.append("\n ");
                }
                text.append(
                        JsonBuild.text(
                                row[row.length - 1], types.get(types.size() - 1), environment));
            }
            return Value.text(text.append(object ? " }" : "]").toString());
        }
        List<String> keys = new ArrayList<>();
        List<Json> values = new ArrayList<>();
        for (Value[] row : Cancellation.each(rows)) {
            if (object) {
                keys.add(key(row[0], types.get(0), environment));
            }
            values.add(
                    JsonBuild.json(row[row.length - 1], types.get(types.size() - 1), environment));
        }
        return Value.text(
                JsonWriter.text(object ? Json.Object.of(keys, values) : new Json.Array(values)));
    }

    private static boolean isStructure(DataType type) {
        return type.isArray()
                || type.equals(DataType.RECORD)
                || type.category() == TypeCategory.COMPOSITE;
    }

    private static String key(Value value, DataType type, Environment environment) {
        if (value.isNull()) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "field name must not be null");
        }
        return JsonBuild.key(value, type, environment);
    }

    private static Optional<Implementation> orderedSet(Signature signature) {
        PhysicalType physical = signature.resultType().physical();
        Predicate<Value[]> hasKey = row -> !row[row.length - 1].isNull();
        return switch (signature.name()) {
            case "percentile_disc", "percentile_cont" ->
                    Optional.of(
                            new Sorting(
                                    physical,
                                    1,
                                    hasKey,
                                    (rows, order) ->
                                            OrderedSets.percentile(
                                                    rows,
                                                    order,
                                                    signature.name().endsWith("cont"))));
            case "mode" -> Optional.of(new Sorting(physical, 0, hasKey, OrderedSets::mode));
            default -> Optional.empty();
        };
    }

    /// Computes from sorted rows.
    private interface Finish {
        Value compute(List<Value[]> rows, java.util.Comparator<Value[]> order);
    }

    /// An aggregate that sorts its rows.
    private record Sorting(
            PhysicalType physical, int firstKey, Predicate<Value[]> counts, Finish finish)
            implements Implementation {
        @Override
        public Accumulator newAccumulator(
                List<DataType> argumentTypes, DataType resultType, Environment environment) {
            return newAccumulator(argumentTypes, resultType, environment, List.of());
        }

        @Override
        public Accumulator newAccumulator(
                List<DataType> argumentTypes,
                DataType resultType,
                Environment environment,
                List<Direction> directions) {
            var order = OrderedSets.order(argumentTypes, firstKey, directions);
            return new Collect(physical, counts, rows -> finish.compute(rows, order));
        }
    }
}
