package dev.reckon.sql.execute.expression;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The comparisons that have loops of their own here, because comparing the vectors' plain values
/// is what their functions do.
enum ComparisonOperator {
    LESS,
    LESS_OR_EQUAL,
    EQUAL,
    NOT_EQUAL,
    GREATER_OR_EQUAL,
    GREATER;

    private static final Map<String, ComparisonOperator> SUFFIXES =
            Map.of(
                    "lt", LESS,
                    "le", LESS_OR_EQUAL,
                    "eq", EQUAL,
                    "ne", NOT_EQUAL,
                    "ge", GREATER_OR_EQUAL,
                    "gt", GREATER);

    private static final Set<DataType> TYPES =
            Set.of(
                    DataType.BOOL,
                    DataType.INT2,
                    DataType.INT4,
                    DataType.INT8,
                    DataType.OID,
                    DataType.DATE,
                    DataType.TIME,
                    DataType.TIMESTAMP,
                    DataType.TIMESTAMPTZ,
                    DataType.MONEY,
                    DataType.FLOAT4,
                    DataType.FLOAT8,
                    DataType.NUMERIC,
                    DataType.TEXT,
                    DataType.NAME,
                    DataType.BYTEA,
                    DataType.UUID);

    private static final Set<DataType> INTEGERS =
            Set.of(DataType.INT2, DataType.INT4, DataType.INT8);

    /// Returns the comparison that a function of PostgreSQL's catalog is, by its name (`int4lt`,
    /// `date_le`, `texteq`, …) and types; empty when it is none of these.
    static Optional<ComparisonOperator> of(ScalarFunction function) {
        List<DataType> types = function.argumentTypes();
        String name = function.name();
        if (types.size() != 2
                || name.length() < 4
                || !function.resultType().equals(DataType.BOOL)) {
            return Optional.empty();
        }
        DataType left = types.get(0);
        DataType right = types.get(1);
        boolean comparesPlainValues =
                (left.equals(right) && TYPES.contains(left))
                        || (INTEGERS.contains(left) && INTEGERS.contains(right));
        String suffix = name.substring(name.length() - 2);
        String stem = name.substring(0, name.length() - 2);
        if (stem.endsWith("_")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        return comparesPlainValues && STEMS.contains(stem)
                ? Optional.ofNullable(SUFFIXES.get(suffix))
                : Optional.empty();
    }

    /// The names of the functions without the comparison.
    private static final Set<String> STEMS =
            Set.of(
                    "bool",
                    "int2",
                    "int4",
                    "int8",
                    "int24",
                    "int28",
                    "int42",
                    "int48",
                    "int82",
                    "int84",
                    "oid",
                    "date",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "cash",
                    "float4",
                    "float8",
                    "numeric",
                    "text",
                    "name",
                    "bytea",
                    "uuid");

    /// Returns the comparison that holds for (b, a) when this one holds for (a, b).
    ComparisonOperator mirrored() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case EQUAL -> EQUAL;
            case NOT_EQUAL -> NOT_EQUAL;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            case GREATER -> LESS;
        };
    }

    /// Returns whether the comparison holds for values that compare like `order` with zero.
    boolean holds(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case GREATER -> order > 0;
        };
    }
}
