package dev.reckon.sql.procedural;

import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the short way for what loops are made of: arithmetic and comparisons of integers, tests
/// for NULL, conditions of those. Anything else goes through vectors of one row.
final class FastValues {
    private static final Value TRUE = new Value.Int(1);
    private static final Value FALSE = new Value.Int(0);

    private FastValues() {}

    /// A function of two integers.
    @FunctionalInterface
    private interface Arithmetic {
        Value of(long left, long right);
    }

    /// Returns the short way for a scalar, when there is one.
    static Optional<FastValue> of(Scalar scalar, CodeVariables variables) {
        return switch (scalar) {
            case Scalar.Constant constant -> {
                Value value = constant.value();
                yield Optional.of(_ -> value);
            }
            case Scalar.Parameter parameter -> {
                CodeVariables.Source source = variables.source(parameter.index());
                int slot = source.slot();
                yield Optional.of(source.field() < 0 ? slots -> slots[slot] : source::value);
            }
            case Scalar.Relabel relabel -> of(relabel.operand(), variables);
            case Scalar.IsNull test when !isRow(test.operand().type()) ->
                    of(test.operand(), variables).map(operand -> isNull(operand, test.negated()));
            case Scalar.Not not -> of(not.operand(), variables).map(FastValues::not);
            case Scalar.And and -> all(and.operands(), variables).map(each -> logic(each, 0));
            case Scalar.Or or -> all(or.operands(), variables).map(each -> logic(each, 1));
            case Scalar.Call call -> call(call, variables);
            default -> Optional.empty();
        };
    }

    private static boolean isRow(DataType type) {
        return type.equals(DataType.RECORD)
                || type.category() == dev.reckon.storage.type.TypeCategory.COMPOSITE;
    }

    private static Optional<FastValue[]> all(List<Scalar> scalars, CodeVariables variables) {
        var fast = new ArrayList<FastValue>();
        for (Scalar each : scalars) {
            of(each, variables).ifPresent(fast::add);
        }
        return fast.size() == scalars.size()
                ? Optional.of(fast.toArray(FastValue[]::new))
                : Optional.empty();
    }

    private static FastValue isNull(FastValue operand, boolean negated) {
        return slots -> operand.value(slots).isNull() != negated ? TRUE : FALSE;
    }

    private static FastValue not(FastValue operand) {
        return slots ->
                operand.value(slots) instanceof Value.Int(long bit)
                        ? (bit == 0 ? TRUE : FALSE)
                        : Value.Null.NULL;
    }

    /// @param decisive the value that decides: 0 of AND, 1 of OR
    private static FastValue logic(FastValue[] operands, long decisive) {
        return slots -> {
            boolean hasNull = false;
            for (FastValue operand : operands) {
                if (operand.value(slots) instanceof Value.Int(long bit)) {
                    if (bit == decisive) {
                        return decisive == 0 ? FALSE : TRUE;
                    }
                } else {
                    hasNull = true;
                }
            }
            return hasNull ? Value.Null.NULL : (decisive == 0 ? TRUE : FALSE);
        };
    }

    private static Optional<FastValue> call(Scalar.Call call, CodeVariables variables) {
        if (call.arguments().size() == 1
                && call.arguments().getFirst().type().equals(DataType.INT4)
                && call.type().equals(DataType.INT8)
                && call.function().name().equals("int8")) {
            return of(call.arguments().getFirst(), variables);
        }
        if (call.arguments().size() != 2
                || !call.arguments().stream().allMatch(FastValues::isInteger)) {
            return Optional.empty();
        }
        Optional<Arithmetic> arithmetic = arithmetic(call.function().name());
        Optional<FastValue> left = of(call.arguments().get(0), variables);
        Optional<FastValue> right = of(call.arguments().get(1), variables);
        if (arithmetic.isEmpty() || left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        FastValue first = left.get();
        FastValue second = right.get();
        Arithmetic of = arithmetic.get();
        return Optional.of(slots ->
                first.value(slots) instanceof Value.Int(long a)
                                && second.value(slots) instanceof Value.Int(long b)
                        ? of.of(a, b)
                        : Value.Null.NULL);
    }

    private static boolean isInteger(Scalar scalar) {
        DataType type = scalar.type();
        return type.equals(DataType.INT4) || type.equals(DataType.INT8);
    }

    private static Optional<Arithmetic> arithmetic(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "int4pl" -> (a, b) -> integer(a + b);
                    case "int4mi" -> (a, b) -> integer(a - b);
                    case "int4mul" -> (a, b) -> integer(a * b);
                    case "int4div" -> (a, b) -> integer(a / divisor(b));
                    case "int4mod" -> (a, b) -> new Value.Int(a % divisor(b));
                    case "int8pl", "int84pl", "int48pl" -> (a, b) -> bigint(a, b, Math::addExact);
                    case "int8mi", "int84mi", "int48mi" ->
                            (a, b) -> bigint(a, b, Math::subtractExact);
                    case "int8mul", "int84mul", "int48mul" ->
                            (a, b) -> bigint(a, b, Math::multiplyExact);
                    case "int4eq", "int8eq", "int84eq", "int48eq" -> (a, b) -> bool(a == b);
                    case "int4ne", "int8ne", "int84ne", "int48ne" -> (a, b) -> bool(a != b);
                    case "int4lt", "int8lt", "int84lt", "int48lt" -> (a, b) -> bool(a < b);
                    case "int4le", "int8le", "int84le", "int48le" -> (a, b) -> bool(a <= b);
                    case "int4gt", "int8gt", "int84gt", "int48gt" -> (a, b) -> bool(a > b);
                    case "int4ge", "int8ge", "int84ge", "int48ge" -> (a, b) -> bool(a >= b);
                    default -> null;
                });
    }

    private static Value bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    private static Value integer(long value) {
        if (value != (int) value) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
        }
        return new Value.Int(value);
    }

    private static long divisor(long value) {
        if (value == 0) {
            throw new DatabaseException(SqlState.DIVISION_BY_ZERO, "division by zero");
        }
        return value;
    }

    private static Value bigint(
            long left, long right, java.util.function.LongBinaryOperator operator) {
        try {
            return new Value.Int(operator.applyAsLong(left, right));
        } catch (ArithmeticException overflow) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range", overflow);
        }
    }
}
