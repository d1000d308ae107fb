package dev.reckon.sql.format.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads intervals: `1 year 2 mons 3 days 04:05:06`, `1-2`, `3 4:05:06`, `P1Y2M3DT4H5M6S`, and so
/// on (PostgreSQL's section "Interval Input"). For one thread, for one text.
public final class IntervalParser {
    private static final int MONTHS_PER_YEAR = 12;
    private static final int DAYS_PER_MONTH = 30;
    private static final int DAYS_PER_WEEK = 7;
    private static final Pattern ISO_NUMBER =
            Pattern.compile("([+-]?)([0-9]+\\.?[0-9]*|\\.[0-9]+)");
    private static final int ALL_FIELDS = 0x7FFF;

    private final String input;
    private long months;
    private long days;
    private long micros;

    private IntervalParser(String input) {
        this.input = input;
    }

    /// Reads an interval.
    ///
    /// @param modifier says which unit a bare number has; the caller applies it afterwards
    /// @param style IntervalStyle: in `sql_standard` a leading minus counts for all fields
    /// @throws DatabaseException 22007, 22008, 22015
    public static Value.Interval parse(String text, int modifier, String style) {
        var parser = new IntervalParser(text);
        String stripped = text.strip();
        if (stripped.startsWith("P")) {
            parser.iso(stripped);
        } else {
            parser.words(modifier, style.equals("sql_standard"));
        }
        return new Value.Interval(
                parser.fit(parser.months), parser.fit(parser.days), parser.micros);
    }

    private int fit(long value) {
        if (value != (int) value) {
            throw overflow();
        }
        return (int) value;
    }

    /// Goes backwards, so that a unit is known when its number comes.
    private void words(int modifier, boolean standard) {
        List<Token> tokens = Token.split(input).orElseThrow(this::badFormat);
        if (tokens.isEmpty()) {
            throw badFormat();
        }
        boolean ago = false;
        IntervalUnit unit = defaultUnit(modifier);
        boolean unitGiven = false;
        Set<IntervalUnit> seen = EnumSet.noneOf(IntervalUnit.class);
        boolean allNegative =
                standard
                        && tokens.getFirst().text().startsWith("-")
                        && tokens.stream().skip(1).noneMatch(token -> hasSign(token.text()));
        for (int i = tokens.size() - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case WORD -> {
                    if (token.text().equals("ago") && i == tokens.size() - 1) {
                        ago = true;
                    } else if (token.text().equals("t") && i > 0) {
                        unitGiven = false;
                    } else {
                        if (unitGiven) {
                            throw badFormat();
                        }
                        unit = IntervalUnit.of(token.text()).orElseThrow(this::badFormat);
                        unitGiven = true;
                    }
                }
                case TIME -> {
                    clock(token.text(), 1, modifier);
                    markTime(seen);
                    unit = IntervalUnit.DAY;
                    unitGiven = false;
                }
                case NUMBER, SIGNED, DATE -> {
                    String text = token.text();
                    int sign = text.startsWith("-") ? -1 : 1;
                    String unsigned = hasSign(text) ? text.substring(1) : text;
                    if (unsigned.indexOf(':') >= 0) {
                        clock(unsigned, sign, modifier);
                        markTime(seen);
                        unit = IntervalUnit.DAY;
                    } else if (unsigned.indexOf('-') > 0) {
                        yearsAndMonths(unsigned, sign);
                        mark(seen, IntervalUnit.YEAR);
                        mark(seen, IntervalUnit.MONTH);
                    } else {
                        if (!unsigned.matches("[0-9]+\\.?[0-9]*")) {
                            throw badFormat();
                        }
                        amount(unsigned, sign, unit);
                        mark(seen, unit);
                        unit = nextDefault(unit, unitGiven);
                    }
                    unitGiven = false;
                }
                case SIGNED_WORD -> throw badFormat();
            }
        }
        if (unitGiven) {
            throw badFormat();
        }
        if (allNegative) {
            months = -Math.abs(months);
            days = -Math.abs(days);
            micros = -Math.abs(micros);
        }
        if (ago) {
            months = -months;
            days = -days;
            if (micros == Long.MIN_VALUE) {
                throw overflow();
            }
            micros = -micros;
        }
    }

    private static boolean hasSign(String text) {
        return text.startsWith("-") || text.startsWith("+");
    }

    private void mark(Set<IntervalUnit> seen, IntervalUnit unit) {
        if (!seen.add(unit)) {
            throw badFormat();
        }
    }

    private void markTime(Set<IntervalUnit> seen) {
        mark(seen, IntervalUnit.HOUR);
        mark(seen, IntervalUnit.MINUTE);
        mark(seen, IntervalUnit.SECOND);
    }

    private static IntervalUnit nextDefault(IntervalUnit unit, boolean given) {
        return given ? IntervalUnit.SECOND : unit;
    }

    private static IntervalUnit defaultUnit(int modifier) {
        int fields = modifier < 0 ? ALL_FIELDS : modifier >> 16 & ALL_FIELDS;
        if (fields == ALL_FIELDS || (fields & 1 << 12) != 0) {
            return IntervalUnit.SECOND;
        }
        if ((fields & 1 << 11) != 0) {
            return IntervalUnit.MINUTE;
        }
        if ((fields & 1 << 10) != 0) {
            return IntervalUnit.HOUR;
        }
        if ((fields & 1 << 3) != 0) {
            return IntervalUnit.DAY;
        }
        return (fields & 1 << 1) != 0 ? IntervalUnit.MONTH : IntervalUnit.YEAR;
    }

    private void amount(String text, int sign, IntervalUnit unit) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        long value;
        try {
            value = Long.parseLong(sign < 0 ? "-" + whole : whole);
        } catch (NumberFormatException tooLong) {
            throw overflow();
        }
        double fraction =
                point < 0 || point == text.length() - 1
                        ? 0
                        : sign * Double.parseDouble("0" + text.substring(point));
        add(value, fraction, unit);
    }

    private void add(long value, double fraction, IntervalUnit unit) {
        try {
            switch (unit) {
                case MICROSECOND -> addMicros(value, fraction, 1);
                case MILLISECOND -> addMicros(value, fraction, 1000);
                case SECOND -> addMicros(value, fraction, Calendar.MICROS_PER_SECOND);
                case MINUTE -> addMicros(value, fraction, Calendar.MICROS_PER_MINUTE);
                case HOUR -> addMicros(value, fraction, Calendar.MICROS_PER_HOUR);
                case DAY -> {
                    days = Math.addExact(days, value);
                    addMicros(0, fraction, Calendar.MICROS_PER_DAY);
                }
                case WEEK -> {
                    days = Math.addExact(days, Math.multiplyExact(value, DAYS_PER_WEEK));
                    addDays(fraction * DAYS_PER_WEEK);
                }
                case MONTH -> {
                    months = Math.addExact(months, value);
                    addDays(fraction * DAYS_PER_MONTH);
                }
                case YEAR -> addYears(value, fraction, 1);
                case DECADE -> addYears(value, fraction, 10);
                case CENTURY -> addYears(value, fraction, 100);
                case MILLENNIUM -> addYears(value, fraction, 1000);
            }
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    private void addMicros(long value, double fraction, long unit) {
        micros =
                Math.addExact(
                        micros,
                        Math.addExact(
                                Math.multiplyExact(value, unit),
                                (long) Math.rint(fraction * unit)));
    }

    private void addDays(double fraction) {
        long whole = (long) fraction;
        days = Math.addExact(days, whole);
        addMicros(0, fraction - whole, Calendar.MICROS_PER_DAY);
    }

    private void addYears(long value, double fraction, int years) {
        months =
                Math.addExact(
                        months,
                        Math.addExact(
                                Math.multiplyExact(value, (long) MONTHS_PER_YEAR * years),
                                (long) Math.rint(fraction * MONTHS_PER_YEAR * years)));
    }

    private void yearsAndMonths(String text, int sign) {
        int dash = text.indexOf('-');
        String year = text.substring(0, dash);
        String month = text.substring(dash + 1);
        // The number of the month is looked at before what follows it.
        int monthEnd = 0;
        while (monthEnd < month.length() && Character.isDigit(month.charAt(monthEnd))) {
            monthEnd++;
        }
        if (!year.matches("[0-9]{1,9}") || monthEnd == 0) {
            throw badFormat();
        }
        int monthNumber = monthEnd > 9 ? MONTHS_PER_YEAR : Integer.parseInt(month, 0, monthEnd, 10);
        if (monthNumber >= MONTHS_PER_YEAR) {
            throw overflow();
        }
        if (monthEnd < month.length()) {
            throw badFormat();
        }
        months += sign * (Integer.parseInt(year) * (long) MONTHS_PER_YEAR + monthNumber);
    }

    /// `hh:mm`, `hh:mm:ss`, or `mm:ss.fraction`.
    private void clock(String text, int sign, int modifier) {
        String[] parts = text.split(":", -1);
        if (parts.length > 3) {
            throw badFormat();
        }
        int fields = modifier < 0 ? ALL_FIELDS : modifier >> 16 & ALL_FIELDS;
        boolean minutesFirst =
                parts.length == 2 && (parts[1].indexOf('.') >= 0 || fields == (1 << 11 | 1 << 12));
        String hours = minutesFirst ? "0" : parts[0];
        String minutes = minutesFirst ? parts[0] : parts[1];
        String seconds = minutesFirst ? parts[1] : parts.length == 3 ? parts[2] : "0";
        seconds = seconds.isEmpty() ? "0" : seconds;
        if (!hours.matches("[0-9]{1,18}")
                || !minutes.matches("[0-9]{1,9}")
                || !seconds.matches("[0-9]{1,9}(\\.[0-9]*)?")) {
            throw badFormat();
        }
        int point = seconds.indexOf('.');
        long wholeSeconds = Long.parseLong(point < 0 ? seconds : seconds.substring(0, point));
        if (Integer.parseInt(minutes) > 59 || wholeSeconds > 60) {
            throw new DatabaseException(
                    SqlState.INTERVAL_FIELD_OVERFLOW,
                    "interval field value out of range: \"" + input + "\"");
        }
        try {
            long total =
                    Math.addExact(
                            Math.multiplyExact(Long.parseLong(hours), Calendar.MICROS_PER_HOUR),
                            Integer.parseInt(minutes) * Calendar.MICROS_PER_MINUTE
                                    + wholeSeconds * Calendar.MICROS_PER_SECOND);
            if (point >= 0 && point < seconds.length() - 1) {
                total =
                        Math.addExact(
                                total,
                                Math.round(
                                        Double.parseDouble("0" + seconds.substring(point)) * 1e6));
            }
            micros = Math.addExact(micros, sign * total);
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /// `P1Y2M3W4DT5H6M7.8S`, or `P0001-02-03T04:05:06`.
    private void iso(String text) {
        boolean inTime = false;
        int i = 1;
        if (text.length() == 1) {
            throw badFormat();
        }
        while (i < text.length()) {
            if (text.charAt(i) == 'T') {
                inTime = true;
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && "+-0123456789.".indexOf(text.charAt(i)) >= 0) {
                i++;
            }
            if (i == start) {
                throw badFormat();
            }
            String number = text.substring(start, i);
            if (i == text.length() || text.charAt(i) == ':' || number.lastIndexOf('-') > 0) {
                isoAlternative(text.substring(start), inTime);
                return;
            }
            int sign = number.startsWith("-") ? -1 : 1;
            String unsigned = hasSign(number) ? number.substring(1) : number;
            if (!unsigned.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
                throw badFormat();
            }
            amount(
                    unsigned.startsWith(".") ? "0" + unsigned : unsigned,
                    sign,
                    isoUnit(text.charAt(i), inTime));
            i++;
        }
    }

    private IntervalUnit isoUnit(char letter, boolean inTime) {
        return switch (letter) {
            case 'Y' -> IntervalUnit.YEAR;
            case 'M' -> inTime ? IntervalUnit.MINUTE : IntervalUnit.MONTH;
            case 'W' -> IntervalUnit.WEEK;
            case 'D' -> IntervalUnit.DAY;
            case 'H' -> IntervalUnit.HOUR;
            case 'S' -> IntervalUnit.SECOND;
            default -> throw badFormat();
        };
    }

    private void isoAlternative(String rest, boolean inTime) {
        int split = inTime ? 0 : rest.indexOf('T');
        String date = inTime ? "" : split < 0 ? rest : rest.substring(0, split);
        String time = inTime ? rest : split < 0 ? "" : rest.substring(split + 1);
        parts(date, '-', IntervalUnit.YEAR, IntervalUnit.MONTH, IntervalUnit.DAY);
        parts(time, ':', IntervalUnit.HOUR, IntervalUnit.MINUTE, IntervalUnit.SECOND);
    }

    /// Reads numbers with their signs, one for each unit, from the first unit on.
    private void parts(String text, char separator, IntervalUnit... units) {
        int at = 0;
        for (IntervalUnit unit : units) {
            if (at >= text.length()) {
                return;
            }
            Matcher number = ISO_NUMBER.matcher(text).region(at, text.length());
            if (!number.lookingAt()) {
                throw badFormat();
            }
            String unsigned = number.group(2);
            amount(
                    unsigned.startsWith(".") ? "0" + unsigned : unsigned,
                    number.group(1).equals("-") ? -1 : 1,
                    unit);
            at = number.end();
            if (at < text.length()) {
                if (text.charAt(at) != separator || at + 1 == text.length()) {
                    throw badFormat();
                }
                at++;
            }
        }
        if (at < text.length()) {
            throw badFormat();
        }
    }

    private DatabaseException badFormat() {
        return new DatabaseException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type interval: \"" + input + "\"");
    }

    private DatabaseException overflow() {
        return new DatabaseException(
                SqlState.INTERVAL_FIELD_OVERFLOW,
                "interval field value out of range: \"" + input + "\"");
    }
}
