package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.NumberInterval;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.Random;

/// A condition as a test states it: numbers between two or outside of them, or any property of a
/// value, NULL being one.
///
/// @param interval the numbers, with their ends as decimals; empty for a property
/// @param modulus values whose salted hash is this or less, modulo 8, have the property
record RandomCondition(int column, Optional<Ends> interval, int modulus, int salt)
        implements ColumnCondition {
    record Ends(BigDecimal least, BigDecimal greatest, boolean inside) {}

    static RandomCondition of(TableSchema schema, Random random) {
        int column = random.nextInt(schema.columns().size());
        DataType type = schema.column(column).type();
        PhysicalType physical = type.physical();
        boolean isNumber =
                physical == PhysicalType.INT4
                        || physical == PhysicalType.INT8
                        || physical == PhysicalType.NUMERIC;
        if (!isNumber || random.nextInt(6) == 0) {
            return new RandomCondition(
                    column, Optional.empty(), random.nextInt(9) - 1, random.nextInt());
        }
        BigDecimal one = end(random, physical);
        BigDecimal other = end(random, physical);
        boolean swapped = one.compareTo(other) > 0 && random.nextInt(10) > 0;
        return new RandomCondition(
                column,
                Optional.of(
                        new Ends(
                                swapped ? other : one,
                                swapped ? one : other,
                                random.nextInt(4) > 0)),
                0,
                0);
    }

    private static BigDecimal end(Random random, PhysicalType physical) {
        return switch (random.nextInt(8)) {
            case 0 -> BigDecimal.valueOf(Long.MIN_VALUE);
            case 1 -> BigDecimal.valueOf(Long.MAX_VALUE);
            case 2, 3, 4 -> BigDecimal.valueOf(random.nextInt(700));
            default ->
                    physical == PhysicalType.NUMERIC
                            ? ((Value.Numeric) Samples.decimal(random.nextInt(1000), 2)).value()
                            : BigDecimal.valueOf(random.nextInt(20_000) - 5000);
        };
    }

    boolean test(Value value) {
        if (interval.isPresent()) {
            return switch (value) {
                case Value.Int(long number) -> isWanted(BigDecimal.valueOf(number));
                case Value.Numeric(BigDecimal number) -> isWanted(number);
                default -> false;
            };
        }
        return (value.toString().hashCode() * 31 + salt & 7) <= modulus;
    }

    private boolean isWanted(BigDecimal number) {
        Ends ends = interval.orElseThrow();
        boolean isBetween =
                ends.least.compareTo(number) <= 0 && number.compareTo(ends.greatest) <= 0;
        return isBetween == ends.inside;
    }

    @Override
    public int select(Batch values, int[] selected) {
        int count = 0;
        for (int index = 0; index < values.selectedCount(); index++) {
            int row = values.row(index);
            selected[count] = row;
            count += test(values.column(0).value(row)) ? 1 : 0;
        }
        return count;
    }

    @Override
    public Optional<NumberInterval> interval(int scale) {
        return interval.map(ends ->
                new NumberInterval(
                        clamp(ends.least.movePointRight(scale).setScale(0, RoundingMode.CEILING)),
                        clamp(ends.greatest.movePointRight(scale).setScale(0, RoundingMode.FLOOR)),
                        ends.inside));
    }

    private static long clamp(BigDecimal end) {
        return end.max(BigDecimal.valueOf(Long.MIN_VALUE))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }
}
