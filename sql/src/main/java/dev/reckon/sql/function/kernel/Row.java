package dev.reckon.sql.function.kernel;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.DoubleVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The arguments of one row: a cursor over the argument vectors that reads them without boxing. For
/// one thread, for one call of a kernel.
public final class Row {
    /// A row can take a millisecond, and a batch has thousands: too long to wait for its end.
    private static final int MOVES_BETWEEN_CHECKS = 32;

    /// A string of more bytes is work for a while: between one function of it and the next is a
    /// moment to stop.
    private static final int LONG_BYTE_COUNT = 1 << 20;

    private final List<ColumnVector> arguments;
    private final Environment environment;
    private int row;
    private int moveCount;

    Row(List<ColumnVector> arguments, Environment environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    void moveTo(int newRow) {
        if ((++moveCount & MOVES_BETWEEN_CHECKS - 1) == 0) {
            environment.checkCancelled();
        }
        row = newRow;
    }

    /// Returns whether an argument is NULL, here and in the other methods counted from 0.
    public boolean isNull(int argument) {
        return arguments.get(argument).isNull(row);
    }

    boolean hasNull() {
        for (int i = 0; i < arguments.size(); i++) {
            if (isNull(i)) {
                return true;
            }
        }
        return false;
    }

    public int argumentCount() {
        return arguments.size();
    }

    /// Returns an integer, date or timestamp.
    public long number(int argument) {
        return ((LongVector) arguments.get(argument)).values()[row];
    }

    /// Returns an integer or smallint.
    public int integer(int argument) {
        return (int) number(argument);
    }

    public boolean bool(int argument) {
        return number(argument) != 0;
    }

    /// Returns a real or double precision.
    public double real(int argument) {
        return ((DoubleVector) arguments.get(argument)).values()[row];
    }

    /// Returns a text or another string of characters.
    public String text(int argument) {
        var vector = (BytesVector) arguments.get(argument);
        int start = vector.starts()[row];
        int byteCount = vector.ends()[row] - start;
        checkCancelledIfLong(byteCount);
        return new String(vector.bytes(), start, byteCount, StandardCharsets.UTF_8);
    }

    private void checkCancelledIfLong(int byteCount) {
        if (byteCount >= LONG_BYTE_COUNT) {
            environment.checkCancelled();
        }
    }

    /// Returns a copy of a string's bytes.
    public byte[] bytes(int argument) {
        checkCancelledIfLong(byteCount(argument));
        return ((BytesVector) arguments.get(argument)).copy(row);
    }

    /// Returns the length of a string in bytes.
    public int byteCount(int argument) {
        var vector = (BytesVector) arguments.get(argument);
        return vector.ends()[row] - vector.starts()[row];
    }

    /// Returns a value of any type, [Value.Null] included.
    public Value value(int argument) {
        return arguments.get(argument).value(row);
    }

    /// Returns a numeric that is known to be finite.
    public BigDecimal decimal(int argument) {
        var vector = (NumericVector) arguments.get(argument);
        return vector.isCompact()
                ? BigDecimal.valueOf(vector.unscaled()[row], vector.scale())
                : ((Value.Numeric) vector.wide()[row]).value();
    }

    /// Returns whether a numeric is NaN or infinite.
    public boolean isSpecial(int argument) {
        var vector = (NumericVector) arguments.get(argument);
        return !vector.isCompact() && vector.wide()[row] instanceof Value.SpecialNumeric;
    }

    private Value object(int argument) {
        return ((ObjectVector) arguments.get(argument)).values()[row];
    }

    public Value.Interval interval(int argument) {
        return (Value.Interval) object(argument);
    }

    public Value.Array array(int argument) {
        return (Value.Array) object(argument);
    }

    public Value.Range range(int argument) {
        return (Value.Range) object(argument);
    }

    public Value.MultiRange multiRange(int argument) {
        return (Value.MultiRange) object(argument);
    }

    public Value.Bits bits(int argument) {
        return (Value.Bits) object(argument);
    }

    public Value.Inet inet(int argument) {
        return (Value.Inet) object(argument);
    }

    public Value.TimeTz timeTz(int argument) {
        return (Value.TimeTz) object(argument);
    }

    public Environment environment() {
        return environment;
    }
}
