package dev.reckon.sql.format.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.storage.type.Value;
import java.util.Locale;

/// Writes intervals in the style that IntervalStyle says.
public final class IntervalText {
    private static final int MONTHS_PER_YEAR = 12;

    private IntervalText() {}

    /// Returns the text of an interval.
    ///
    /// @param style `postgres`, `postgres_verbose`, `sql_standard` or `iso_8601`
    public static String text(Value.Interval interval, String style) {
        int years = interval.months() / MONTHS_PER_YEAR;
        int months = interval.months() % MONTHS_PER_YEAR;
        return switch (style.toLowerCase(Locale.ROOT)) {
            case "postgres_verbose" -> verbose(years, months, interval.days(), interval.micros());
            case "sql_standard" -> standard(years, months, interval.days(), interval.micros());
            case "iso_8601" -> iso(years, months, interval.days(), interval.micros());
            default -> postgres(years, months, interval.days(), interval.micros());
        };
    }

    private static String postgres(int years, int months, int days, long micros) {
        var text = new StringBuilder();
        boolean before = part(text, years, "year", false);
        before = part(text, months, "mon", before);
        before = part(text, days, "day", before);
        if (text.isEmpty() || micros != 0) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(micros < 0 ? "-" : before ? "+" : "");
            clock(text, micros, true);
        }
        return text.toString();
    }

    /// Appends a field; returns whether the next one needs a sign though it is positive.
    private static boolean part(StringBuilder text, int value, String unit, boolean afterNegative) {
        if (value == 0) {
            return afterNegative;
        }
        text.append(text.isEmpty() ? "" : " ")
                .append(afterNegative && value > 0 ? "+" : "")
                .append(value)
                .append(' ')
                .append(unit)
                .append(value == 1 ? "" : "s");
        return value < 0;
    }

    /// Appends `hh:mm:ss` with the fraction, without a sign.
    private static void clock(StringBuilder text, long micros, boolean padHours) {
        long seconds = Math.abs(micros / Calendar.MICROS_PER_SECOND);
        long hours = seconds / 3600;
        if (padHours && hours < 10) {
            text.append('0');
        }
        text.append(hours).append(':');
        two(text, seconds / 60 % 60).append(':');
        two(text, seconds % 60);
        fraction(text, micros);
    }

    private static StringBuilder two(StringBuilder text, long number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void fraction(StringBuilder text, long micros) {
        long fraction = Math.abs(micros % Calendar.MICROS_PER_SECOND);
        if (fraction != 0) {
            String digits = Long.toString(Calendar.MICROS_PER_SECOND + fraction).substring(1);
            text.append('.').append(digits.replaceAll("0+$", ""));
        }
    }

    private static String verbose(int years, int months, int days, long micros) {
        var text = new StringBuilder("@");
        boolean negative = false;
        boolean first = true;
        long[] values = {
            years,
            months,
            days,
            micros / Calendar.MICROS_PER_HOUR,
            micros / Calendar.MICROS_PER_MINUTE % 60
        };
        String[] units = {"year", "mon", "day", "hour", "min"};
        for (int i = 0; i < values.length; i++) {
            long value = values[i];
            if (value == 0) {
                continue;
            }
            if (first) {
                negative = value < 0;
                value = Math.abs(value);
            } else if (negative) {
                value = -value;
            }
            text.append(' ').append(value).append(' ').append(units[i]);
            text.append(value == 1 ? "" : "s");
            first = false;
        }
        long rest = micros % Calendar.MICROS_PER_MINUTE;
        if (rest != 0) {
            text.append(' ');
            if (first) {
                negative = rest < 0;
            } else if (rest < 0 != negative) {
                text.append('-');
            }
            long seconds = Math.abs(rest / Calendar.MICROS_PER_SECOND);
            text.append(seconds);
            fraction(text, rest);
            text.append(seconds != 1 || rest % Calendar.MICROS_PER_SECOND != 0 ? " secs" : " sec");
            first = false;
        }
        if (first) {
            text.append(" 0");
        }
        return text.append(negative ? " ago" : "").toString();
    }

    private static String standard(int years, int months, int days, long micros) {
        boolean negative = years < 0 || months < 0 || days < 0 || micros < 0;
        boolean positive = years > 0 || months > 0 || days > 0 || micros > 0;
        boolean hasMonths = years != 0 || months != 0;
        boolean hasTime = micros != 0;
        boolean hasDays = days != 0;
        var text = new StringBuilder();
        if (!negative && !positive) {
            return "0";
        }
        if ((negative && positive) || (hasMonths && (hasDays || hasTime))) {
            text.append(years < 0 || months < 0 ? '-' : '+')
                    .append(Math.abs(years))
                    .append('-')
                    .append(Math.abs(months))
                    .append(days < 0 ? " -" : " +")
                    .append(Math.abs((long) days))
                    .append(micros < 0 ? " -" : " +");
            clock(text, micros, false);
            return text.toString();
        }
        if (negative) {
            text.append('-');
        }
        if (hasMonths) {
            return text.append(Math.abs(years)).append('-').append(Math.abs(months)).toString();
        }
        if (hasDays) {
            text.append(Math.abs((long) days)).append(' ');
        }
        clock(text, micros, false);
        return text.toString();
    }

    private static String iso(int years, int months, int days, long micros) {
        if (years == 0 && months == 0 && days == 0 && micros == 0) {
            return "PT0S";
        }
        var text = new StringBuilder("P");
        isoPart(text, years, 'Y');
        isoPart(text, months, 'M');
        isoPart(text, days, 'D');
        if (micros != 0) {
            text.append('T');
        }
        isoPart(text, micros / Calendar.MICROS_PER_HOUR, 'H');
        isoPart(text, micros / Calendar.MICROS_PER_MINUTE % 60, 'M');
        long rest = micros % Calendar.MICROS_PER_MINUTE;
        if (rest != 0) {
            text.append(rest < 0 ? "-" : "").append(Math.abs(rest / Calendar.MICROS_PER_SECOND));
            fraction(text, rest);
            text.append('S');
        }
        return text.toString();
    }

    private static void isoPart(StringBuilder text, long value, char unit) {
        if (value != 0) {
            text.append(value).append(unit);
        }
    }
}
