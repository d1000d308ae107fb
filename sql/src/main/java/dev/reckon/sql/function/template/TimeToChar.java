package dev.reckon.sql.function.template;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.template.TimePattern.Letters;
import dev.reckon.sql.function.template.TimePattern.Piece;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.Locale;
import java.util.Optional;

/// to_char of timestamps and intervals.
///
/// @param year of an interval: whole years
/// @param zone of a timestamp with zone, with the point in time
/// @param isInterval an interval has no days of the week and no era
record TimeToChar(
        long year,
        int month,
        long day,
        long hour,
        int minute,
        int second,
        int micros,
        long days,
        Optional<Zone> zone,
        long timestamp,
        boolean isInterval) {
    static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    static final String[] DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };
    static final String[] ROMAN_MONTHS = {
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
    };
    private static final int NAME_WIDTH = 9;

    /// Returns the text of a local time; NULL when it is infinite.
    static Value timestamp(long timestamp, String template, Optional<Zone> zone) {
        if (!Calendar.isFinite(timestamp) || template.isEmpty()) {
            return Value.Null.NULL;
        }
        long local = zone.isPresent() ? Zones.toLocal(timestamp, zone.get()) : timestamp;
        long days = Math.floorDiv(local, Calendar.MICROS_PER_DAY);
        long time = local - days * Calendar.MICROS_PER_DAY;
        long civil = Calendar.civil(days);
        var parts =
                new TimeToChar(
                        Calendar.year(civil),
                        Calendar.month(civil),
                        Calendar.day(civil),
                        time / Calendar.MICROS_PER_HOUR,
                        (int) (time / Calendar.MICROS_PER_MINUTE % 60),
                        (int) (time / Calendar.MICROS_PER_SECOND % 60),
                        (int) (time % Calendar.MICROS_PER_SECOND),
                        days,
                        zone,
                        timestamp,
                        false);
        return Value.text(parts.format(template));
    }

    /// Returns the text of an interval.
    static Value interval(Value.Interval interval, String template) {
        if (template.isEmpty()) {
            return Value.Null.NULL;
        }
        long time = interval.micros();
        var parts =
                new TimeToChar(
                        interval.months() / 12,
                        interval.months() % 12,
                        interval.days(),
                        time / Calendar.MICROS_PER_HOUR,
                        (int) (time / Calendar.MICROS_PER_MINUTE % 60),
                        (int) (time / Calendar.MICROS_PER_SECOND % 60),
                        (int) (time % Calendar.MICROS_PER_SECOND),
                        days(interval.months() / 12, interval.months() % 12, interval.days()),
                        Optional.empty(),
                        0,
                        true);
        return Value.text(parts.format(template));
    }

    /// Returns the days since 2000-01-01 of what would be a date if an interval's fields were one,
    /// by PostgreSQL's formula, which takes any numbers.
    private static long days(int year, int month, int day) {
        boolean isLate = month > 2;
        int shiftedYear = year + (isLate ? 4800 : 4799);
        int shiftedMonth = month + (isLate ? 1 : 13);
        int century = shiftedYear / 100;
        int julian =
                shiftedYear * 365
                        - 32167
                        + shiftedYear / 4
                        - century
                        + century / 4
                        + 7834 * shiftedMonth / 256
                        + day;
        return (long) julian - Calendar.JULIAN_EPOCH;
    }

    private long dayOfYear() {
        return isInterval ? year * 360 + month * 30L + day : Calendar.dayOfYear(days);
    }

    private String format(String template) {
        var text = new StringBuilder();
        for (Piece piece : Cancellation.each(TimePattern.parse(template))) {
            if (piece.pattern().isEmpty()) {
                text.append(piece.literal());
            } else {
                text.append(one(piece));
            }
        }
        return text.toString();
    }

    private String one(Piece piece) {
        long adYear = year > 0 || isInterval ? year : 1 - year;
        return switch (piece.pattern()) {
            case "A.M.", "P.M." -> letters(hour % 24 >= 12 ? "P.M." : "A.M.", piece);
            case "AM", "PM" -> letters(hour % 24 >= 12 ? "PM" : "AM", piece);
            case "A.D.", "B.C." -> noInterval(letters(year <= 0 ? "B.C." : "A.D.", piece));
            case "AD", "BC" -> noInterval(letters(year <= 0 ? "BC" : "AD", piece));
            case "HH", "HH12" -> number(hour % 12 == 0 ? 12 : hour % 12, 2, piece);
            case "HH24" -> number(hour, 2, piece);
            case "MI" -> number(minute, 2, piece);
            case "SS" -> number(second, 2, piece);
            case "MS", "FF3" -> fraction(1000, 3, piece);
            case "US", "FF6" -> fraction(1, 6, piece);
            case "FF1" -> fraction(100_000, 1, piece);
            case "FF2" -> fraction(10_000, 2, piece);
            case "FF4" -> fraction(100, 4, piece);
            case "FF5" -> fraction(10, 5, piece);
            case "SSSS", "SSSSS" ->
                    ordinal(Long.toString(hour * 3600 + minute * 60L + second), piece);
            case "TZ" ->
                    noInterval(
                            zone.map(z ->
                                            piece.letters() == Letters.LOWER
                                                    ? zoneName(z).toLowerCase(Locale.ROOT)
                                                    : zoneName(z))
                                    .orElse(""));
            case "TZH" -> noInterval(offsetHours(true));
            case "TZM" -> noInterval("%02d".formatted(Math.abs(offset()) / 60 % 60));
            case "OF" ->
                    noInterval(
                            offsetHours(piece.fill())
                                    + (offset() % 3600 == 0
                                            ? ""
                                            : ":%02d".formatted(Math.abs(offset()) / 60 % 60)));
            case "MONTH" -> name(noInterval(monthName(MONTHS)), NAME_WIDTH, piece);
            case "MON" -> name(abbreviate(noInterval(monthName(MONTHS))), 0, piece);
            case "MM" -> number(month, 2, piece);
            case "DAY" -> name(noInterval(DAYS[Calendar.dayOfWeek(days)]), NAME_WIDTH, piece);
            case "DY" -> name(abbreviate(noInterval(DAYS[Calendar.dayOfWeek(days)])), 0, piece);
            case "DDD" -> narrow(dayOfYear(), 3, piece);
            case "IDDD" ->
                    narrow(days - Calendar.isoYearStart(Calendar.isoYear(days)) + 1, 3, piece);
            case "DD" -> narrow(day, 2, piece);
            case "D" -> number(requireDate(Calendar.dayOfWeek(days) + 1L), 1, piece);
            case "ID" ->
                    number(
                            requireDate(
                                    Calendar.dayOfWeek(days) == 0 ? 7 : Calendar.dayOfWeek(days)),
                            1,
                            piece);
            case "WW" -> narrow((dayOfYear() - 1) / 7 + 1, 2, piece);
            case "IW" -> narrow(Calendar.isoWeek(days), 2, piece);
            case "W" -> number((day - 1) / 7 + 1, 1, piece);
            case "Q" -> month == 0 ? "" : ordinal(Integer.toString((month - 1) / 3 + 1), piece);
            case "CC" -> number(century(), 2, piece);
            case "Y,YYY" -> ordinal("%d,%03d".formatted(adYear / 1000, adYear % 1000), piece);
            case "YYYY" -> number(adYear, 4, piece);
            case "YYY" -> number(adYear % 1000, 3, piece);
            case "YY" -> number(adYear % 100, 2, piece);
            case "Y" -> number(adYear % 10, 1, piece);
            case "IYYY" -> narrow(isoYear(), isInterval && year < 0 ? 5 : 4, piece);
            case "IYY" -> narrow(isoYear() % 1000, isInterval && year < 0 ? 4 : 3, piece);
            case "IY" -> narrow(isoYear() % 100, isInterval && year < 0 ? 3 : 2, piece);
            case "I" -> number(isoYear() % 10, 1, piece);
            case "RM" -> {
                if (month == 0 && year == 0) {
                    yield "";
                }
                // An interval's month of 0 is the last of the year that it fills, or the first of
                // one before.
                int index = month == 0 ? year < 0 ? 0 : 11 : Math.floorMod(month - 1, 12);
                if (month < 0) {
                    index = 12 + month;
                }
                String roman = ROMAN_MONTHS[index];
                String padded =
                        piece.fill() ? roman + " ".repeat(Math.max(0, 4 - roman.length())) : roman;
                yield piece.letters() == Letters.LOWER ? padded.toLowerCase(Locale.ROOT) : padded;
            }
            case "J" -> ordinal(Long.toString(days + Calendar.JULIAN_EPOCH), piece);
            case "FX" -> "";
            default -> throw new IllegalArgumentException(piece.pattern());
        };
    }

    private long isoYear() {
        int iso = Calendar.isoYear(days);
        return isInterval || iso > 0 ? iso : 1L - iso;
    }

    private long century() {
        if (isInterval) {
            return year / 100;
        }
        return year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
    }

    private int offset() {
        return zone.map(z -> z.offsetAt(timestamp)).orElse(0);
    }

    private String offsetHours(boolean pad) {
        int hours = Math.abs(offset()) / 3600;
        return (offset() < 0 ? "-" : "+")
                + (pad ? "%02d".formatted(hours) : Integer.toString(hours));
    }

    private String zoneName(Zone id) {
        return id.abbreviationAt(timestamp);
    }

    private <T> T requireDate(T value) {
        return noInterval(value);
    }

    private <T> T noInterval(T value) {
        if (isInterval) {
            throw new DatabaseException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "invalid format specification for an interval value")
                    .withHint("Intervals are not tied to specific calendar dates.");
        }
        return value;
    }

    private String monthName(String[] names) {
        return month == 0 ? "" : names[Math.floorMod(month - 1, 12)];
    }

    private static String abbreviate(String name) {
        return name.length() > 3 ? name.substring(0, 3) : name;
    }

    private static String letters(String text, Piece piece) {
        return piece.letters() == Letters.LOWER ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static String name(String name, int width, Piece piece) {
        String cased =
                switch (piece.letters()) {
                    case UPPER -> name.toUpperCase(Locale.ROOT);
                    case CAPITAL -> name;
                    case LOWER -> name.toLowerCase(Locale.ROOT);
                };
        return piece.fill() && !name.isEmpty()
                ? cased + " ".repeat(Math.max(0, width - name.length()))
                : cased;
    }

    private static String number(long value, int width, Piece piece) {
        String digits = Long.toString(Math.abs(value));
        int padding = piece.fill() ? Math.max(0, width - digits.length()) : 0;
        return ordinal((value < 0 ? "-" : "") + "0".repeat(padding) + digits, piece);
    }

    /// Writes a number in a width that a minus is part of.
    private static String narrow(long value, int width, Piece piece) {
        return ordinal(piece.fill() ? ("%0" + width + "d").formatted(value) : "" + value, piece);
    }

    /// Always of full width.
    private String fraction(int unit, int width, Piece piece) {
        return ordinal(("%0" + width + "d").formatted(micros / unit), piece);
    }

    private static String ordinal(String number, Piece piece) {
        if (piece.ordinal().isEmpty()) {
            return number;
        }
        String suffix = suffix(number);
        return number + (piece.ordinal().equals("TH") ? suffix.toUpperCase(Locale.ROOT) : suffix);
    }

    static String suffix(String number) {
        int length = number.length();
        if (length > 1 && number.charAt(length - 2) == '1') {
            return "th";
        }
        return switch (number.charAt(length - 1)) {
            case '1' -> "st";
            case '2' -> "nd";
            case '3' -> "rd";
            default -> "th";
        };
    }
}
