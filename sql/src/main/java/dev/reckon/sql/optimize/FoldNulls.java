package dev.reckon.sql.optimize;

import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.Value;

/// Makes NULL of strict calls with an argument that is NULL for certain: their other arguments need
/// not be computed, once it is known that they may stand where they do.
final class FoldNulls implements Rule {
    @Override
    public Plan apply(Plan plan) {
        return Plans.withInputs(plan, this::apply)
                .mapScalars(scalar -> Plans.rewrite(scalar, FoldNulls::fold));
    }

    private static Scalar fold(Scalar scalar) {
        boolean isNull =
                scalar instanceof Scalar.Call call
                        && call.function().strict()
                        && call.arguments().stream().anyMatch(FoldNulls::isNull)
                        && call.arguments().stream().noneMatch(FoldNulls::hasFailed);
        return isNull
                ? new Scalar.Constant(Value.Null.NULL, scalar.type(), scalar.modifier())
                : scalar;
    }

    private static boolean isNull(Scalar argument) {
        return argument instanceof Scalar.Constant constant && constant.value().isNull();
    }

    /// Whether a part of a scalar depends on constants only and yet was not folded: it fails when
    /// it is computed, and PostgreSQL has computed it before.
    private static boolean hasFailed(Scalar scalar) {
        boolean isFailed =
                scalar instanceof Scalar.Call call
                        && call.function().volatility() == Volatility.IMMUTABLE
                        && call.arguments().stream().allMatch(Scalar.Constant.class::isInstance);
        return isFailed || scalar.operands().stream().anyMatch(FoldNulls::hasFailed);
    }
}
