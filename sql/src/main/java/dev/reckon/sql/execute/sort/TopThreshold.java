package dev.reckon.sql.execute.sort;

import dev.reckon.sql.execute.RuntimeFilter;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumberInterval;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/// What the first rows found so far say of the first sort key of rows still to be read: rows past
/// the last of them need not be decoded, and blocks without others are skipped. It tightens while
/// the scan runs. Safe for use by many threads.
///
/// For keys that are integers, dates, timestamps or numerics, and NULL in no row that comes first.
public final class TopThreshold implements RuntimeFilter {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final boolean descending;

    /// The last key that can be among the first rows; empty before that is known.
    private volatile Optional<BigDecimal> last = Optional.empty();

    public TopThreshold(boolean descending) {
        this.descending = descending;
    }

    /// Says that as many rows as are wanted have this key or one before it. NULL and numbers that
    /// are none say nothing.
    void tighten(Value key) {
        switch (key) {
            case Value.Int(long number) -> tighten(BigDecimal.valueOf(number));
            case Value.Numeric(BigDecimal number) -> tighten(number);
            default -> {}
        }
    }

    private synchronized void tighten(BigDecimal key) {
        if (last.isEmpty()
                || (descending ? key.compareTo(last.get()) > 0 : key.compareTo(last.get()) < 0)) {
            last = Optional.of(key);
        }
    }

    /// Returns the numbers that can still be among the first.
    @Override
    public Optional<NumberInterval> interval(int scale) {
        return last.map(key -> {
            BigDecimal scaled = key.movePointRight(scale);
            return descending
                    ? new NumberInterval(whole(scaled, RoundingMode.CEILING), Long.MAX_VALUE, true)
                    : new NumberInterval(Long.MIN_VALUE, whole(scaled, RoundingMode.FLOOR), true);
        });
    }

    private static long whole(BigDecimal number, RoundingMode mode) {
        return number.setScale(0, mode).unscaledValue().max(LEAST).min(GREATEST).longValueExact();
    }

    @Override
    public boolean tightens() {
        return true;
    }

    /// Not known before the scan begins.
    @Override
    public Value lower() {
        return Value.Null.NULL;
    }

    @Override
    public Value upper() {
        return Value.Null.NULL;
    }

    @Override
    public int select(ColumnVector values, Batch rows, int[] selected) {
        Optional<NumberInterval> wanted =
                values instanceof LongVector ? interval(0) : Optional.empty();
        int count = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            selected[count] = row;
            count += wanted.isEmpty() || isWanted((LongVector) values, row, wanted.get()) ? 1 : 0;
        }
        return count;
    }

    private static boolean isWanted(LongVector values, int row, NumberInterval wanted) {
        long value = values.values()[row];
        return wanted.least() <= value && value <= wanted.greatest() && !values.isNull(row);
    }
}
