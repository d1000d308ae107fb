package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.PhysicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compiles conditions: the common ones to loops that narrow a selection, the others to a boolean
/// expression. Immutable.
final class PredicateCompiler {
    private final ScalarCompiler scalars;

    PredicateCompiler(ScalarCompiler scalars) {
        this.scalars = scalars;
    }

    /// A comparison of some expression with one that is the same in every row.
    private record Bound(Scalar operand, ComparisonOperator operator, Scalar bound, Scalar whole) {}

    Predicate compile(Scalar condition) {
        return switch (condition) {
            case Scalar.And and -> conjunction(and.operands());
            case Scalar.Or or ->
                    new OrPredicate(
                            or.operands().stream().map(this::compile).toArray(Predicate[]::new));
            case Scalar.IsNull test
                    when test.operand() instanceof Scalar.ColumnValue column
                            && column.type().physical() != PhysicalType.OBJECT
                            && scalars.layout().position(column.id()) != Layout.ABSENT ->
                    new NullPredicate(scalars.layout().position(column.id()), test.negated());
            case Scalar.Call call -> call(call);
            default -> general(condition);
        };
    }

    private Predicate general(Scalar condition) {
        return new VectorPredicate(scalars.compile(condition));
    }

    private Predicate conjunction(List<Scalar> operands) {
        List<Predicate> compiled = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Optional<Bound> first = bound(operands.get(i));
            Optional<Bound> second =
                    i + 1 < operands.size() ? bound(operands.get(i + 1)) : Optional.empty();
            if (first.isPresent()
                    && second.isPresent()
                    && first.get().operand.equals(second.get().operand)
                    && first.get().operand instanceof Scalar.ColumnValue
                    && first.get().operator != ComparisonOperator.NOT_EQUAL
                    && second.get().operator != ComparisonOperator.NOT_EQUAL) {
                compiled.add(boundPredicate(first.get(), second.get()));
                i++;
            } else {
                compiled.add(compile(operands.get(i)));
            }
        }
        return compiled.size() == 1
                ? compiled.get(0)
                : new AndPredicate(compiled.toArray(Predicate[]::new));
    }

    private Predicate boundPredicate(Bound first, Bound second) {
        return new BoundPredicate(
                scalars.compile(first.operand),
                first.operator,
                scalars.compile(first.bound),
                second.operator,
                scalars.compile(second.bound),
                new AndPredicate(new Predicate[] {general(first.whole), general(second.whole)}));
    }

    private Predicate call(Scalar.Call call) {
        Optional<Bound> bound = bound(call);
        if (bound.isPresent()) {
            var operand = scalars.compile(bound.get().operand);
            var value = scalars.compile(bound.get().bound);
            return new BoundPredicate(
                    operand,
                    bound.get().operator,
                    value,
                    bound.get().operator,
                    value,
                    general(call));
        }
        Optional<ComparisonOperator> operator = ComparisonOperator.of(call.function());
        if (operator.isPresent() && isLong(call.arguments().get(0))) {
            return new LongPairPredicate(
                    scalars.compile(call.arguments().get(0)),
                    operator.get(),
                    scalars.compile(call.arguments().get(1)));
        }
        return general(call);
    }

    private static boolean isLong(Scalar scalar) {
        return switch (scalar.type().physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> true;
            case FLOAT4, FLOAT8, NUMERIC, BYTES, OBJECT -> false;
        };
    }

    private Optional<Bound> bound(Scalar condition) {
        if (!(condition instanceof Scalar.Call call)) {
            return Optional.empty();
        }
        Optional<ComparisonOperator> operator = ComparisonOperator.of(call.function());
        if (operator.isEmpty()) {
            return Optional.empty();
        }
        Scalar left = call.arguments().get(0);
        Scalar right = call.arguments().get(1);
        if (scalars.isInvariant(right)) {
            return Optional.of(new Bound(left, operator.get(), right, call));
        }
        if (scalars.isInvariant(left)) {
            return Optional.of(new Bound(right, operator.get().mirrored(), left, call));
        }
        return Optional.empty();
    }
}
