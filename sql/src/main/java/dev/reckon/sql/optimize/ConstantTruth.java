package dev.reckon.sql.optimize;

import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// What conditions over constants come to, as far as they are comparisons of values of one type.
enum ConstantTruth {
    TRUE,
    FALSE,
    NULL,
    /// It is left to be computed.
    UNKNOWN;

    static ConstantTruth of(Scalar condition) {
        return switch (condition) {
            case Scalar.Constant constant when constant.type().equals(DataType.BOOL) ->
                    constant.value() instanceof Value.Int(long truth) ? of(truth != 0) : NULL;
            case Scalar.And(List<Scalar> operands) -> all(operands);
            case Scalar.Or(List<Scalar> operands) -> any(operands);
            case Scalar.Not(Scalar operand) -> of(operand).negated();
            case Scalar.IsNull(Scalar.Constant(Value value, var _, var _), boolean negated) ->
                    of(value.isNull() != negated);
            case Scalar.InList in -> in(in);
            default ->
                    Comparisons.of(condition)
                            .map(each -> compared(each.symbol(), each.left(), each.right()))
                            .orElse(UNKNOWN);
        };
    }

    private static ConstantTruth of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    private ConstantTruth negated() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case NULL, UNKNOWN -> this;
        };
    }

    private static ConstantTruth all(List<Scalar> operands) {
        ConstantTruth all = TRUE;
        for (Scalar operand : operands) {
            ConstantTruth each = of(operand);
            if (each == FALSE) {
                return FALSE;
            }
            if (each == UNKNOWN || all == TRUE) {
                all = each == TRUE ? all : each;
            }
        }
        return all;
    }

    private static ConstantTruth any(List<Scalar> operands) {
        ConstantTruth any = FALSE;
        for (Scalar operand : operands) {
            ConstantTruth each = of(operand);
            if (each == TRUE) {
                return TRUE;
            }
            if (each == UNKNOWN || any == FALSE) {
                any = each == FALSE ? any : each;
            }
        }
        return any;
    }

    private static ConstantTruth in(Scalar.InList in) {
        ConstantTruth any = FALSE;
        for (Scalar value : in.list()) {
            ConstantTruth each = compared("=", in.operand(), value);
            if (each == TRUE) {
                any = TRUE;
                break;
            }
            if (each == UNKNOWN || any == FALSE) {
                any = each == FALSE ? any : each;
            }
        }
        return in.negated() ? any.negated() : any;
    }

    private static ConstantTruth compared(String symbol, Scalar left, Scalar right) {
        Optional<Value> first = constant(left);
        Optional<Value> second = constant(right);
        if (first.isEmpty()
                || second.isEmpty()
                || !Comparisons.areAlike(left.type(), right.type())) {
            return UNKNOWN;
        }
        if (first.get().isNull() || second.get().isNull()) {
            return NULL;
        }
        int order = ValueOrder.of(left.type()).compare(first.get(), second.get());
        return of(
                switch (symbol) {
                    case "=" -> order == 0;
                    case "<>" -> order != 0;
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                });
    }

    private static Optional<Value> constant(Scalar scalar) {
        return Comparisons.unlabelled(scalar) instanceof Scalar.Constant constant
                ? Optional.of(constant.value())
                : Optional.empty();
    }
}
