package dev.reckon.sql.function.datetime;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.format.datetime.DateTimeInput;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// The arithmetic operators of dates, times and intervals, and the casts between them.
final class DateTimeArithmetic {
    private DateTimeArithmetic() {}

    static Body find(Signature signature) {
        return switch (signature.text()) {
            case "date_pli(date,int4)" -> number(row -> addDays(row.number(0), row.number(1)));
            case "integer_pl_date(int4,date)" ->
                    number(row -> addDays(row.number(1), row.number(0)));
            case "date_mii(date,int4)" -> number(row -> addDays(row.number(0), -row.number(1)));
            case "date_mi(date,date)" -> number(DateTimeArithmetic::daysBetween);
            case "date_pl_interval(date,interval)" ->
                    number(row ->
                            Intervals.addTo(
                                    DateTimeFunctions.micros(row.number(0)), row.interval(1)));
            case "interval_pl_date(interval,date)" ->
                    number(row ->
                            Intervals.addTo(
                                    DateTimeFunctions.micros(row.number(1)), row.interval(0)));
            case "date_mi_interval(date,interval)" ->
                    number(row ->
                            Intervals.addTo(
                                    DateTimeFunctions.micros(row.number(0)),
                                    Intervals.negate(row.interval(1))));
            case "datetime_pl(date,time)" -> number(row -> dateTime(row.number(0), row.number(1)));
            case "timedate_pl(time,date)" -> number(row -> dateTime(row.number(1), row.number(0)));
            case "datetimetz_pl(date,timetz)", "timestamptz(date,timetz)" ->
                    number(row -> dateTimeTz(row.number(0), row.timeTz(1)));
            case "timetzdate_pl(timetz,date)" ->
                    number(row -> dateTimeTz(row.number(1), row.timeTz(0)));
            case "timestamptz(date,time)" ->
                    number(row ->
                            Zones.toUtc(
                                    dateTime(row.number(0), row.number(1)),
                                    row.environment().timeZone()));
            case "timestamp(date,time)" -> number(row -> dateTime(row.number(0), row.number(1)));
            case "timestamp_pl_interval(timestamp,interval)" ->
                    number(row -> Intervals.addTo(row.number(0), row.interval(1)));
            case "interval_pl_timestamp(interval,timestamp)" ->
                    number(row -> Intervals.addTo(row.number(1), row.interval(0)));
            case "timestamp_mi_interval(timestamp,interval)" ->
                    number(row ->
                            Intervals.addTo(row.number(0), Intervals.negate(row.interval(1))));
            case "timestamptz_pl_interval(timestamptz,interval)" ->
                    number(row -> addTz(row, row.number(0), row.interval(1)));
            case "interval_pl_timestamptz(interval,timestamptz)" ->
                    number(row -> addTz(row, row.number(1), row.interval(0)));
            case "timestamptz_mi_interval(timestamptz,interval)" ->
                    number(row -> addTz(row, row.number(0), Intervals.negate(row.interval(1))));
            case "timestamp_mi(timestamp,timestamp)", "timestamptz_mi(timestamptz,timestamptz)" ->
                    value(row -> Intervals.between(row.number(0), row.number(1)));
            case "time_pl_interval(time,interval)" ->
                    number(row -> ofDay(row.number(0) + row.interval(1).micros()));
            case "interval_pl_time(interval,time)" ->
                    number(row -> ofDay(row.number(1) + row.interval(0).micros()));
            case "time_mi_interval(time,interval)" ->
                    number(row -> ofDay(row.number(0) - row.interval(1).micros()));
            case "time_mi_time(time,time)" ->
                    value(row -> new Value.Interval(0, 0, row.number(0) - row.number(1)));
            case "timetz_pl_interval(timetz,interval)" ->
                    value(row -> shift(row.timeTz(0), row.interval(1).micros()));
            case "interval_pl_timetz(interval,timetz)" ->
                    value(row -> shift(row.timeTz(1), row.interval(0).micros()));
            case "timetz_mi_interval(timetz,interval)" ->
                    value(row -> shift(row.timeTz(0), -row.interval(1).micros()));
            case "interval_pl(interval,interval)" ->
                    value(row -> Intervals.add(row.interval(0), row.interval(1)));
            case "interval_mi(interval,interval)" ->
                    value(row -> Intervals.subtract(row.interval(0), row.interval(1)));
            case "interval_um(interval)" -> value(row -> Intervals.negate(row.interval(0)));
            case "interval_mul(interval,float8)" ->
                    value(row -> Intervals.multiply(row.interval(0), row.real(1)));
            case "mul_d_interval(float8,interval)" ->
                    value(row -> Intervals.multiply(row.interval(1), row.real(0)));
            case "interval_div(interval,float8)" ->
                    value(row -> Intervals.divide(row.interval(0), row.real(1)));
            default -> cast(signature.text());
        };
    }

    private static Body cast(String text) {
        return switch (text) {
            case "timestamp(date)" -> number(row -> DateTimeFunctions.micros(row.number(0)));
            case "timestamptz(date)" ->
                    number(row ->
                            Zones.toUtc(
                                    DateTimeFunctions.micros(row.number(0)),
                                    row.environment().timeZone()));
            case "timestamptz(timestamp)" ->
                    number(row -> Zones.toUtc(row.number(0), row.environment().timeZone()));
            case "timestamp(timestamptz)" ->
                    number(row ->
                            Calendar.isFinite(row.number(0))
                                    ? Calendar.checkTimestamp(local(row))
                                    : row.number(0));
            case "date(timestamp)" -> number(row -> dateOf(row.number(0)));
            case "date(timestamptz)" -> number(row -> dateOf(local(row)));
            case "time(timestamp)" -> value(row -> timeOf(row.number(0)));
            case "time(timestamptz)" -> value(row -> timeOf(local(row)));
            case "time(interval)" -> number(row -> ofInterval(row.interval(0).micros()));
            case "time(timetz)" -> number(row -> row.timeTz(0).micros());
            case "interval(time)" -> value(row -> new Value.Interval(0, 0, row.number(0)));
            case "timetz(timestamptz)" ->
                    value(row ->
                            Calendar.isFinite(row.number(0))
                                    ? DateTimeInput.timeTzOf(
                                            row.number(0), row.environment().timeZone(), -1)
                                    : Value.Null.NULL);
            case "timetz(time)" ->
                    value(row ->
                            new Value.TimeTz(
                                    row.number(0),
                                    -row.environment()
                                            .timeZone()
                                            .offsetAt(row.environment().transactionTimestamp())));
            default -> Body.Missing.MISSING;
        };
    }

    private static long addDays(long date, long days) {
        return Calendar.isFiniteDate(date) ? Calendar.checkDate(date + days) : date;
    }

    private static long daysBetween(Row row) {
        if (!Calendar.isFiniteDate(row.number(0)) || !Calendar.isFiniteDate(row.number(1))) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
        }
        return row.number(0) - row.number(1);
    }

    private static long dateTime(long date, long time) {
        long midnight = DateTimeFunctions.micros(date);
        return Calendar.isFinite(midnight) ? Calendar.checkTimestamp(midnight + time) : midnight;
    }

    private static long dateTimeTz(long date, Value.TimeTz time) {
        return dateTime(
                date, time.micros() + time.zoneOffsetSeconds() * Calendar.MICROS_PER_SECOND);
    }

    /// Months and days are counted in the session's zone, the time in UTC.
    static long addTz(Row row, long timestamp, Value.Interval interval) {
        if (interval.months() == 0 && interval.days() == 0) {
            return Intervals.addTo(timestamp, interval);
        }
        long local = Zones.toLocal(timestamp, row.environment().timeZone());
        long moved =
                Intervals.addTo(local, new Value.Interval(interval.months(), interval.days(), 0));
        return Intervals.addTo(
                Zones.toUtc(moved, row.environment().timeZone()),
                new Value.Interval(0, 0, interval.micros()));
    }

    private static long ofDay(long micros) {
        return Math.floorMod(micros, Calendar.MICROS_PER_DAY);
    }

    /// Returns the time of day of an interval. Within a day of the least one the days to add
    /// overflow, and what results is no time of a day: PostgreSQL returns the same.
    private static long ofInterval(long micros) {
        if (micros >= 0) {
            return micros % Calendar.MICROS_PER_DAY;
        }
        long days = (-micros + Calendar.MICROS_PER_DAY - 1) / Calendar.MICROS_PER_DAY;
        return micros + days * Calendar.MICROS_PER_DAY;
    }

    private static Value shift(Value.TimeTz time, long micros) {
        return new Value.TimeTz(ofDay(time.micros() + micros), time.zoneOffsetSeconds());
    }

    private static long local(Row row) {
        return Zones.toLocal(row.number(0), row.environment().timeZone());
    }

    private static long dateOf(long local) {
        if (!Calendar.isFinite(local)) {
            return local > 0 ? Calendar.DATE_INFINITY : Calendar.DATE_MINUS_INFINITY;
        }
        return Math.floorDiv(local, Calendar.MICROS_PER_DAY);
    }

    private static Value timeOf(long local) {
        return Calendar.isFinite(local) ? new Value.Int(ofDay(local)) : Value.Null.NULL;
    }
}
