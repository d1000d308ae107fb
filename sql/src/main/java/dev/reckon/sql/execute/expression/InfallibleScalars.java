package dev.reckon.sql.execute.expression;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Set;

/// Tells which scalars give a value, whatever the columns' values: only those may be computed for
/// rows that no other condition has seen.
final class InfallibleScalars {
    private static final Set<String> COMPARISONS = Set.of("eq", "ne", "lt", "le", "gt", "ge");

    /// Parts of the names of functions of a text and a pattern, which fail for wrong patterns only.
    private static final List<String> PATTERNS = List.of("like", "regex");

    /// Casts to a type that has all values of the argument's.
    private static final Set<String> WIDENINGS =
            Set.of(
                    "int4(int2)",
                    "int8(int2)",
                    "int8(int4)",
                    "numeric(int2)",
                    "numeric(int4)",
                    "numeric(int8)",
                    "float8(int2)",
                    "float8(int4)",
                    "float8(int8)",
                    "float8(float4)",
                    "text(bpchar)");

    private InfallibleScalars() {}

    /// Returns whether a scalar cannot fail for any row, for certain. What is the same in every row
    /// may: it is computed anyway.
    static boolean contains(Scalar scalar, ScalarCompiler scalars) {
        if (scalars.isInvariant(scalar)) {
            return true;
        }
        boolean isSafe =
                switch (scalar) {
                    case Scalar.ColumnValue _,
                            Scalar.Relabel _,
                            Scalar.And _,
                            Scalar.Or _,
                            Scalar.Not _,
                            Scalar.IsNull _,
                            Scalar.BooleanTest _ ->
                            true;
                    case Scalar.InList in -> isPlain(in.operand());
                    case Scalar.Call call -> isSafe(call, scalars);
                    default -> false;
                };
        return isSafe && scalar.operands().stream().allMatch(operand -> contains(operand, scalars));
    }

    private static boolean isPlain(Scalar scalar) {
        return scalar.type().physical() != PhysicalType.OBJECT
                && !scalar.type().equals(DataType.JSONB);
    }

    private static boolean isSafe(Scalar.Call call, ScalarCompiler scalars) {
        ScalarFunction function = call.function();
        String name = function.name();
        List<DataType> types = function.argumentTypes();
        if (types.size() == 1) {
            return WIDENINGS.contains(name + "(" + types.getFirst().name() + ")");
        }
        if (types.size() != 2) {
            return false;
        }
        boolean isCondition = function.resultType().equals(DataType.BOOL);
        if (PATTERNS.stream().anyMatch(name::contains)) {
            return isCondition && scalars.isInvariant(call.arguments().get(1));
        }
        return isCondition
                && name.length() > 2
                && COMPARISONS.contains(name.substring(name.length() - 2))
                && call.arguments().stream().allMatch(InfallibleScalars::isPlain);
    }
}
