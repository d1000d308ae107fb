package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// Numerics as multiples of the unit of the first value's scale, where they are such and fit; the
/// others go by a dictionary. Display scales don't count: 1.0 and 1.00 are equal.
final class NumericCoder implements KeyCoder {
    /// Multiples are below this in magnitude, so that dictionary codes are apart from them.
    private static final long MULTIPLE_END = 1L << 62;

    private static final long DICTIONARY_START = Long.MIN_VALUE;
    private static final int NO_SCALE = -1;

    /// A guess at what one dictionary entry takes.
    private static final int ENTRY_BYTES = 160;

    private int scale = NO_SCALE;
    private final Map<Value, Long> others = new HashMap<>();

    @Override
    public void encode(
            ColumnVector vector, Batch rows, long[] codes, StringMemo memo, boolean grow) {
        var numerics = (NumericVector) vector;
        int count = rows.selectedCount();
        if (scale == NO_SCALE && numerics.isCompact() && grow) {
            scale = numerics.scale();
        }
        if (numerics.isCompact() && numerics.scale() == scale) {
            long[] unscaled = numerics.unscaled();
            boolean allFit = true;
            for (int i = 0; i < count; i++) {
                long value = unscaled[rows.row(i)];
                codes[i] = value;
                allFit &= value < MULTIPLE_END && value > -MULTIPLE_END;
            }
            if (allFit) {
                return;
            }
        }
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            codes[i] = numerics.isNull(row) ? 0 : code(numerics.value(row), grow);
        }
    }

    private long code(Value value, boolean grow) {
        Value key = value;
        if (value instanceof Value.Numeric(BigDecimal number)) {
            BigDecimal stripped =
                    number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            if (scale == NO_SCALE && grow) {
                scale = Math.max(number.scale(), 0);
            }
            if (stripped.scale() <= scale) {
                // A number of so many digits before the point is no multiple that fits.
                boolean fits = stripped.precision() - stripped.scale() + scale <= 19;
                if (fits) {
                    var multiple = stripped.setScale(scale).unscaledValue();
                    if (multiple.bitLength() <= 62) {
                        return multiple.longValueExact();
                    }
                }
            }
            key = new Value.Numeric(stripped);
        }
        Long known = others.get(key);
        if (known != null) {
            return known;
        }
        if (!grow) {
            return ABSENT;
        }
        long code = DICTIONARY_START + others.size();
        others.put(key, code);
        return code;
    }

    @Override
    public long byteCount() {
        return (long) others.size() * ENTRY_BYTES;
    }
}
