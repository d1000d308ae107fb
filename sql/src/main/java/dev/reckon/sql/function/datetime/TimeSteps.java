package dev.reckon.sql.function.datetime;

import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;

/// Steps of an interval through time, for series.
public final class TimeSteps {
    private static final Value.Interval ZERO = new Value.Interval(0, 0, 0);

    private TimeSteps() {}

    /// Returns whether an interval goes forward (1), back (-1) or nowhere.
    public static int signum(Value.Interval step) {
        return Integer.signum(ValueOrder.compareIntervals(step, ZERO));
    }

    /// Returns a timestamp one step further.
    public static Value.Int next(
            Value.Int time, Value.Interval step, DataType type, Environment environment) {
        if (!type.equals(DataType.TIMESTAMPTZ)) {
            return new Value.Int(Intervals.addTo(time.value(), step));
        }
        long local = Zones.toLocal(time.value(), environment.timeZone());
        long moved = Intervals.addTo(local, new Value.Interval(step.months(), step.days(), 0));
        return new Value.Int(
                Intervals.addTo(
                        Zones.toUtc(moved, environment.timeZone()),
                        new Value.Interval(0, 0, step.micros())));
    }
}
