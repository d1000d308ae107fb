package dev.reckon.sql.function.datetime;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;
import static dev.reckon.sql.function.kernel.Body.vector;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.FixedZone;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.sql.function.number.Decimals;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/// Date and time functions other than arithmetic operators and casts.
public final class DateTimeFunctions {
    /// The calendar repeats after 400 years, and the numbers of millennia after 2000.
    private static final long CYCLE_YEARS = 2000;

    private static final long CYCLE_DAYS = 730_485;
    private static final long LAST_TIMESTAMP_DAY = Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY;

    private DateTimeFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "now()", "transaction_timestamp()" ->
                    number(row -> row.environment().transactionTimestamp());
            case "statement_timestamp()" -> number(row -> row.environment().statementTimestamp());
            case "clock_timestamp()" -> number(row -> row.environment().clockTimestamp());
            case "extract(text,date)" ->
                    vector(
                            DateFieldKernel.of(
                                    DataType.DATE, value(DateTimeFunctions::extractDate)));
            case "extract(text,timestamp)" ->
                    vector(
                            DateFieldKernel.of(
                                    DataType.TIMESTAMP,
                                    value(row -> extract(row, row.number(1), DataType.TIMESTAMP))));
            case "extract(text,timestamptz)" -> value(DateTimeFunctions::extractTz);
            case "extract(text,time)" ->
                    value(row -> TimeField.extract(row.text(0), row.number(1), Optional.empty()));
            case "extract(text,timetz)" -> value(DateTimeFunctions::extractTimeTz);
            case "extract(text,interval)" ->
                    value(row -> TimeField.extract(row.text(0), row.interval(1)));
            case "date_part(text,date)", "date_part(text,timestamp)" ->
                    value(row ->
                            asReal(
                                    extract(
                                            row,
                                            signature.argument(1).equals(DataType.DATE)
                                                    ? micros(row.number(1))
                                                    : row.number(1),
                                            DataType.TIMESTAMP)));
            case "date_part(text,timestamptz)" -> value(row -> asReal(extractTz(row)));
            case "date_part(text,time)" ->
                    value(row ->
                            asReal(
                                    TimeField.extract(
                                            row.text(0), row.number(1), Optional.empty())));
            case "date_part(text,timetz)" -> value(row -> asReal(extractTimeTz(row)));
            case "date_part(text,interval)" ->
                    value(row -> asReal(TimeField.extract(row.text(0), row.interval(1))));
            case "date_trunc(text,timestamp)" ->
                    number(row ->
                            TimeField.truncate(row.text(0), row.number(1), DataType.TIMESTAMP));
            case "date_trunc(text,timestamptz)" ->
                    number(row -> truncateTz(row, row.environment().timeZone()));
            case "date_trunc(text,timestamptz,text)" ->
                    number(row ->
                            Calendar.isFinite(row.number(1))
                                    ? truncateTz(row, zone(row.text(2)))
                                    : row.number(1));
            case "date_trunc(text,interval)" ->
                    value(row -> TimeField.truncate(row.text(0), row.interval(1)));
            case "date_bin(interval,timestamp,timestamp)",
                    "date_bin(interval,timestamptz,timestamptz)" ->
                    number(DateTimeFunctions::bin);
            case "age(timestamp,timestamp)" ->
                    value(row -> Intervals.age(row.number(0), row.number(1)));
            case "age(timestamptz,timestamptz)" ->
                    value(row -> Intervals.age(local(row, 0), local(row, 1)));
            case "age(timestamp)" -> value(row -> Intervals.age(today(row), row.number(0)));
            case "age(timestamptz)" -> value(row -> Intervals.age(today(row), local(row, 0)));
            case "timezone(text,timestamptz)" ->
                    number(row ->
                            Calendar.isFinite(row.number(1))
                                    ? Calendar.checkTimestamp(
                                            Zones.toLocal(row.number(1), zone(row.text(0))))
                                    : row.number(1));
            case "timezone(text,timestamp)" ->
                    number(row ->
                            Calendar.isFinite(row.number(1))
                                    ? Zones.toUtc(row.number(1), zone(row.text(0)))
                                    : row.number(1));
            case "timezone(interval,timestamptz)" ->
                    number(row -> shifted(row.number(1), row.interval(0), 1));
            case "timezone(interval,timestamp)" ->
                    number(row -> shifted(row.number(1), row.interval(0), -1));
            case "timezone(text,timetz)" ->
                    value(row -> inZone(row.timeTz(1), zone(row.text(0)), row));
            case "timezone(interval,timetz)" ->
                    value(row -> inZone(row.timeTz(1), zone(row.interval(0))));
            case "make_date(int4,int4,int4)" ->
                    number(row -> makeDate(row.number(0), row.integer(1), row.integer(2)));
            case "make_time(int4,int4,float8)" ->
                    number(row -> makeTime(row.number(0), row.number(1), row.real(2)));
            case "make_timestamp(int4,int4,int4,int4,int4,float8)" ->
                    number(DateTimeFunctions::makeTimestamp);
            case "make_timestamptz(int4,int4,int4,int4,int4,float8)" ->
                    number(row -> Zones.toUtc(makeTimestamp(row), row.environment().timeZone()));
            case "make_timestamptz(int4,int4,int4,int4,int4,float8,text)" ->
                    number(row -> Zones.toUtc(makeTimestamp(row), numericOrNamed(row.text(6))));
            case "make_interval(int4,int4,int4,int4,int4,int4,float8)" ->
                    value(DateTimeFunctions::makeInterval);
            case "justify_days(interval)" ->
                    value(row -> Intervals.justify(row.interval(0), true, false));
            case "justify_hours(interval)" ->
                    value(row -> Intervals.justify(row.interval(0), false, true));
            case "justify_interval(interval)" ->
                    value(row -> Intervals.justify(row.interval(0), true, true));
            case "isfinite(date)" -> bool(row -> Calendar.isFiniteDate(row.number(0)));
            case "isfinite(timestamp)", "isfinite(timestamptz)" ->
                    bool(row -> Calendar.isFinite(row.number(0)));
            case "isfinite(interval)" -> bool(_ -> true);
            case "to_timestamp(float8)" -> number(row -> ofEpoch(row.real(0)));
            default ->
                    signature.name().equals("overlaps")
                            ? overlaps(signature)
                            : DateTimeArithmetic.find(signature);
        };
    }

    /// Returns midnight of a date; dates past the last timestamp are 22008.
    static long micros(long date) {
        if (date == Calendar.DATE_INFINITY) {
            return Calendar.INFINITY;
        }
        if (date == Calendar.DATE_MINUS_INFINITY) {
            return Calendar.MINUS_INFINITY;
        }
        if (date >= Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
        }
        return date * Calendar.MICROS_PER_DAY;
    }

    private static long local(Row row, int argument) {
        return Zones.toLocal(row.number(argument), row.environment().timeZone());
    }

    /// Reads a zone's name, or an offset east of UTC, which must have a sign.
    private static Zone numericOrNamed(String name) {
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            throw new DatabaseException(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "invalid input syntax for type numeric time zone: \"" + name + "\"")
                    .withHint("Numeric time zones must have \"-\" or \"+\" as first character.");
        }
        if (!name.startsWith("+") && !name.startsWith("-")) {
            return zone(name);
        }
        // Minutes and seconds may be left out after their colons.
        String full = name.replaceAll(":(?=:|$)", ":0");
        return Zones.offset(full)
                .<Zone>map(seconds -> new FixedZone(seconds, ""))
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "numeric time zone \"" + name + "\" out of range"));
    }

    private static long today(Row row) {
        long local =
                Zones.toLocal(
                        row.environment().transactionTimestamp(), row.environment().timeZone());
        return local - Math.floorMod(local, Calendar.MICROS_PER_DAY);
    }

    /// Finds a zone by name.
    ///
    /// @throws DatabaseException 22023
    static Zone zone(String name) {
        return Zones.find(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "time zone \"" + name + "\" not recognized"));
    }

    /// Returns a time moved by the whole seconds of an offset; of more than four bytes of seconds
    /// the low ones count, as in PostgreSQL. Infinity stays.
    private static long shifted(long micros, Value.Interval offset, int sign) {
        if (!Calendar.isFinite(micros)) {
            return micros;
        }
        requireTime(offset);
        int seconds = (int) (sign * (offset.micros() / Calendar.MICROS_PER_SECOND));
        return Intervals.addTo(
                micros, new Value.Interval(0, 0, seconds * Calendar.MICROS_PER_SECOND));
    }

    private static void requireTime(Value.Interval offset) {
        if (offset.months() != 0 || offset.days() != 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "interval time zone \""
                            + dev.reckon.sql.format.datetime.IntervalText.text(offset, "postgres")
                            + "\" must not include months or days");
        }
    }

    /// Returns an offset in the seconds of a [Value.TimeTz], which may be more than a zone's.
    private static int zone(Value.Interval offset) {
        requireTime(offset);
        return -(int) (offset.micros() / Calendar.MICROS_PER_SECOND);
    }

    private static Value inZone(Value.TimeTz time, Zone zone, Row row) {
        return inZone(time, -zone.offsetAt(row.environment().transactionTimestamp()));
    }

    private static Value inZone(Value.TimeTz time, int offset) {
        long micros =
                time.micros() + (time.zoneOffsetSeconds() - offset) * Calendar.MICROS_PER_SECOND;
        return new Value.TimeTz(Math.floorMod(micros, Calendar.MICROS_PER_DAY), offset);
    }

    private static Value extract(Row row, long local, DataType type) {
        return TimeField.extract(row.text(0), local, type, Optional.empty(), 0);
    }

    /// A date past the last timestamp is moved back by times after which the calendar repeats.
    private static Value extractDate(Row row) {
        long date = row.number(1);
        long cycles = Math.max(0, (date - LAST_TIMESTAMP_DAY) / CYCLE_DAYS + 1);
        if (date < LAST_TIMESTAMP_DAY || !Calendar.isFiniteDate(date)) {
            return extract(row, micros(date), DataType.DATE);
        }
        Value value = extract(row, micros(date - cycles * CYCLE_DAYS), DataType.DATE);
        long moved =
                switch (row.text(0).toLowerCase(Locale.ROOT)) {
                    case "year", "isoyear" -> CYCLE_YEARS;
                    case "decade" -> CYCLE_YEARS / 10;
                    case "century" -> CYCLE_YEARS / 100;
                    case "millennium" -> CYCLE_YEARS / 1000;
                    case "julian" -> CYCLE_DAYS;
                    case "epoch" -> CYCLE_DAYS * (Calendar.MICROS_PER_DAY / 1_000_000);
                    default -> 0;
                };
        return value instanceof Value.Numeric(BigDecimal number)
                ? new Value.Numeric(number.add(BigDecimal.valueOf(cycles * moved)))
                : value;
    }

    private static Value extractTz(Row row) {
        Zone zone = row.environment().timeZone();
        return TimeField.extract(
                row.text(0), local(row, 1), DataType.TIMESTAMPTZ, Optional.of(zone), row.number(1));
    }

    private static Value extractTimeTz(Row row) {
        Value.TimeTz time = row.timeTz(1);
        return TimeField.extract(row.text(0), time.micros(), Optional.of(time.zoneOffsetSeconds()));
    }

    private static Value asReal(Value value) {
        return value.isNull() ? value : new Value.Real(Decimals.toDouble(value));
    }

    private static long truncateTz(Row row, Zone zone) {
        long local = Zones.toLocal(row.number(1), zone);
        return Zones.toUtc(TimeField.truncate(row.text(0), local, DataType.TIMESTAMPTZ), zone);
    }

    private static long bin(Row row) {
        Value.Interval stride = row.interval(0);
        long time = row.number(1);
        long origin = row.number(2);
        if (!Calendar.isFinite(time)) {
            return time;
        }
        if (!Calendar.isFinite(origin)) {
            throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "origin out of range");
        }
        if (stride.months() != 0) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "timestamps cannot be binned into intervals containing months or years");
        }
        try {
            long micros =
                    Math.addExact(
                            Math.multiplyExact(stride.days(), Calendar.MICROS_PER_DAY),
                            stride.micros());
            if (micros <= 0) {
                throw new DatabaseException(
                        SqlState.DATETIME_FIELD_OVERFLOW, "stride must be greater than zero");
            }
            long distance = Math.subtractExact(time, origin);
            long start = origin + distance / micros * micros;
            return distance % micros < 0 ? Calendar.checkTimestamp(start - micros) : start;
        } catch (ArithmeticException tooFar) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range", tooFar);
        }
    }

    private static long makeDate(long year, int month, int day) {
        if (year == 0
                || month < 1
                || month > 12
                || day < 1
                || year > 5_874_897
                || year < -4714
                || day > Calendar.daysInMonth(year < 0 ? year + 1 : year, month)) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "date field value out of range: %d-%02d-%02d".formatted(year, month, day));
        }
        return Calendar.checkDate(Calendar.days(year < 0 ? year + 1 : year, month, day));
    }

    private static long makeTime(long hour, long minute, double second) {
        long micros = (long) Math.rint(second * Calendar.MICROS_PER_SECOND);
        long total = hour * Calendar.MICROS_PER_HOUR + minute * Calendar.MICROS_PER_MINUTE + micros;
        if (hour < 0
                || hour > 24
                || minute < 0
                || minute > 59
                || Double.isNaN(second)
                || second < 0
                || micros > Calendar.MICROS_PER_MINUTE
                || total > Calendar.MICROS_PER_DAY) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "time field value out of range: %d:%02d:%s"
                            .formatted(
                                    hour,
                                    minute,
                                    dev.reckon.sql.format.FloatText.doubleText(second)));
        }
        return total;
    }

    private static long makeTimestamp(Row row) {
        long date = makeDate(row.number(0), row.integer(1), row.integer(2));
        long time = makeTime(row.number(3), row.number(4), row.real(5));
        return Calendar.checkTimestamp(date * Calendar.MICROS_PER_DAY + time);
    }

    private static Value makeInterval(Row row) {
        double seconds = row.real(6);
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            throw Intervals.outOfRange();
        }
        // PostgreSQL 15 lets months and days wrap.
        return new Value.Interval(
                row.integer(0) * 12 + row.integer(1),
                row.integer(2) * 7 + row.integer(3),
                row.number(4) * Calendar.MICROS_PER_HOUR
                        + row.number(5) * Calendar.MICROS_PER_MINUTE
                        + truncated(Math.rint(seconds * Calendar.MICROS_PER_SECOND)));
    }

    /// What the C of most processors makes of a number that has no room in 64 bits.
    private static long truncated(double number) {
        return Math.abs(number) < 0x1p63 ? (long) number : Long.MIN_VALUE;
    }

    private static long ofEpoch(double seconds) {
        if (Double.isNaN(seconds)) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
        }
        if (Double.isInfinite(seconds)) {
            return seconds > 0 ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
        }
        double micros =
                Math.rint((seconds - Calendar.UNIX_EPOCH_SECONDS) * Calendar.MICROS_PER_SECOND);
        if (micros < Calendar.TIMESTAMP_MIN || micros >= Calendar.TIMESTAMP_END) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "timestamp out of range: \""
                            + dev.reckon.sql.format.FloatText.doubleText(seconds)
                            + "\"");
        }
        return (long) micros;
    }

    /// `(a, b) OVERLAPS (c, d)`: each pair is a start and an end, or a start and a length.
    private static Body overlaps(Signature signature) {
        if (signature.argumentTypes().size() != 4) {
            return Body.Missing.MISSING;
        }
        DataType type = signature.argument(0);
        ValueOrder order = ValueOrder.of(type);
        return value(row -> {
            Value end1 = endOf(row, 0, type, signature.argument(1));
            Value end2 = endOf(row, 2, type, signature.argument(3));
            return overlap(row.value(0), end1, row.value(2), end2, order);
        });
    }

    private static Value endOf(Row row, int start, DataType type, DataType endType) {
        if (!endType.equals(DataType.INTERVAL)) {
            return row.value(start + 1);
        }
        if (row.isNull(start) || row.isNull(start + 1)) {
            return Value.Null.NULL;
        }
        if (type.equals(DataType.TIMETZ)) {
            Value.TimeTz time = row.timeTz(start);
            return new Value.TimeTz(
                    Math.floorMod(
                            time.micros() + row.interval(start + 1).micros(),
                            Calendar.MICROS_PER_DAY),
                    time.zoneOffsetSeconds());
        }
        if (type.equals(DataType.TIME)) {
            return new Value.Int(
                    Math.floorMod(
                            row.number(start) + row.interval(start + 1).micros(),
                            Calendar.MICROS_PER_DAY));
        }
        long local = type.equals(DataType.TIMESTAMPTZ) ? local(row, start) : row.number(start);
        long sum = Intervals.addTo(local, row.interval(start + 1));
        return new Value.Int(
                type.equals(DataType.TIMESTAMPTZ)
                        ? Zones.toUtc(sum, row.environment().timeZone())
                        : sum);
    }

    /// The standard's rule, with ends exchanged where they come first; NULL where it can't be told.
    private static Value overlap(
            Value start1, Value end1, Value start2, Value end2, ValueOrder order) {
        Value from1 = start1;
        Value to1 = end1;
        Value from2 = start2;
        Value to2 = end2;
        if (from1.isNull() || (!to1.isNull() && order.compare(from1, to1) > 0)) {
            Value exchanged = from1;
            from1 = to1;
            to1 = exchanged;
        }
        if (from2.isNull() || (!to2.isNull() && order.compare(from2, to2) > 0)) {
            Value exchanged = from2;
            from2 = to2;
            to2 = exchanged;
        }
        if (from1.isNull() || from2.isNull()) {
            return Value.Null.NULL;
        }
        int comparison = order.compare(from1, from2);
        if (comparison == 0) {
            return to1.isNull() || to2.isNull() ? Value.Null.NULL : Value.bool(true);
        }
        Value firstEnd = comparison < 0 ? to1 : to2;
        Value otherStart = comparison < 0 ? from2 : from1;
        Value otherEnd = comparison < 0 ? to2 : to1;
        if (firstEnd.isNull()) {
            return Value.Null.NULL;
        }
        if (order.compare(otherStart, firstEnd) < 0) {
            return Value.bool(true);
        }
        return otherEnd.isNull() ? Value.Null.NULL : Value.bool(false);
    }
}
