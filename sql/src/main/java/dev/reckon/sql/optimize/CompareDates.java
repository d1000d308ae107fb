package dev.reckon.sql.optimize;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Compares a date with a date instead of a constant timestamp, as `date + interval` gives one: so
/// the condition serves keys, zone maps and statistics, and needs no conversion for each row.
final class CompareDates implements Rule {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final FunctionCatalog functions;

    CompareDates(Names names) {
        this.functions = new FunctionCatalog(names);
    }

    @Override
    public Plan apply(Plan plan) {
        return Plans.withInputs(plan, this::apply)
                .mapScalars(scalar -> Plans.rewrite(scalar, this::rewrite));
    }

    private Scalar rewrite(Scalar scalar) {
        Optional<Comparison> comparison = Comparisons.of(scalar);
        if (comparison.isEmpty()) {
            return scalar;
        }
        Comparison turned =
                comparison.get().left().type().equals(DataType.DATE)
                        ? comparison.get()
                        : comparison.get().flipped();
        return turned.left().type().equals(DataType.DATE)
                        && turned.right()
                                instanceof Scalar.Constant(Value value, DataType type, int _)
                        && type.equals(DataType.TIMESTAMP)
                        && value instanceof Value.Int(long micros)
                ? dates(turned, micros).orElse(scalar)
                : scalar;
    }

    private Optional<Scalar> dates(Comparison comparison, long micros) {
        boolean isInfinite = micros == Long.MAX_VALUE || micros == Long.MIN_VALUE;
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        boolean isMidnight = Math.floorMod(micros, MICROS_PER_DAY) == 0;
        String symbol = comparison.symbol();
        if (isInfinite || day != (int) day) {
            return Optional.empty();
        }
        if (!isMidnight) {
            // The day has begun before that time and ends after it.
            switch (symbol) {
                case "<", "<=" -> symbol = "<=";
                case ">", ">=" -> symbol = ">";
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(
                new Scalar.Call(
                        functions.operator(symbol, DataType.DATE, DataType.DATE).function(),
                        List.of(
                                comparison.left(),
                                new Scalar.Constant(new Value.Int(day), DataType.DATE, -1)),
                        DataType.BOOL,
                        -1,
                        -1));
    }
}
