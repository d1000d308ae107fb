package dev.reckon.sql.function.set;

import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.function.datetime.TimeSteps;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// generate_series of integers, numerics and timestamps.
final class Series {
    private Series() {}

    private static DatabaseException zeroStep() {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE, "step size cannot equal zero");
    }

    static Rows ofLongs(List<Value> arguments) {
        if (arguments.stream().anyMatch(Value::isNull)) {
            return TableRows.none();
        }
        long step = arguments.size() > 2 ? ((Value.Int) arguments.get(2)).value() : 1;
        if (step == 0) {
            throw zeroStep();
        }
        return new OfLongs(
                ((Value.Int) arguments.get(0)).value(),
                ((Value.Int) arguments.get(1)).value(),
                step);
    }

    private static final class OfLongs implements Rows {
        private long next;
        private final long last;
        private final long step;
        private boolean done;

        OfLongs(long first, long last, long step) {
            this.next = first;
            this.last = last;
            this.step = step;
            done = step > 0 ? first > last : first < last;
        }

        @Override
        public Optional<Batch> next() {
            if (done) {
                return Optional.empty();
            }
            long[] values = new long[Batch.ROW_COUNT];
            int count = 0;
            while (count < values.length && !done) {
                values[count++] = next;
                long following = next + step;
                boolean overflow = ((next ^ following) & (step ^ following)) < 0;
                done = overflow || (step > 0 ? following > last : following < last);
                next = following;
            }
            return Optional.of(
                    new Batch(List.of(new LongVector(values, Nulls.NONE, count)), count));
        }
    }

    static Rows ofNumerics(List<Value> arguments) {
        if (arguments.stream().anyMatch(Value::isNull)) {
            return TableRows.none();
        }
        String[] names = {"start", "stop", "step"};
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Value.SpecialNumeric special) {
                throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        names[i]
                                + (i < 2 ? " value" : " size")
                                + " cannot be "
                                + (special == Value.SpecialNumeric.NAN ? "NaN" : "infinity"));
            }
        }
        BigDecimal step =
                arguments.size() > 2 ? ((Value.Numeric) arguments.get(2)).value() : BigDecimal.ONE;
        if (step.signum() == 0) {
            throw zeroStep();
        }
        BigDecimal last = ((Value.Numeric) arguments.get(1)).value();
        return TableRows.ofColumn(
                DataType.NUMERIC,
                iterate(
                        arguments.get(0),
                        value ->
                                Integer.signum(((Value.Numeric) value).value().compareTo(last))
                                        != step.signum(),
                        value -> Decimals.add(value, new Value.Numeric(step))));
    }

    static Rows ofTimes(List<Value> arguments, DataType type, Environment environment) {
        if (arguments.stream().anyMatch(Value::isNull)) {
            return TableRows.none();
        }
        var step = (Value.Interval) arguments.get(2);
        int sign = TimeSteps.signum(step);
        if (sign == 0) {
            throw zeroStep();
        }
        long last = ((Value.Int) arguments.get(1)).value();
        return TableRows.ofColumn(
                type,
                iterate(
                        arguments.get(0),
                        value ->
                                sign > 0
                                        ? ((Value.Int) value).value() <= last
                                        : ((Value.Int) value).value() >= last,
                        value -> TimeSteps.next((Value.Int) value, step, type, environment)));
    }

    private static Iterator<Value> iterate(
            Value first, Predicate<Value> inside, UnaryOperator<Value> following) {
        return new Iterator<>() {
            private Value next = first;

            @Override
            public boolean hasNext() {
                return inside.test(next);
            }

            @Override
            public Value next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Value result = next;
                next = following.apply(next);
                return result;
            }
        };
    }
}
