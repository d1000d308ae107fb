package dev.reckon.sql.function.template;

import dev.reckon.sql.format.datetime.Calendar;
import dev.reckon.sql.format.datetime.FixedZone;
import dev.reckon.sql.format.datetime.Zone;
import dev.reckon.sql.format.datetime.Zones;
import dev.reckon.sql.function.template.TimePattern.Piece;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// to_date and to_timestamp: reads a text by a template. For one thread, for one text.
final class TimeFromChar {
    private final String text;
    private int offset;
    private OptionalLong year = OptionalLong.empty();
    private int yearDigits;
    private OptionalLong century = OptionalLong.empty();
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private OptionalLong julian = OptionalLong.empty();
    private boolean bc;
    private OptionalLong isoYear = OptionalLong.empty();
    private int isoWeek;
    private int isoDay;
    private int week;
    private int hour;
    private boolean twelveHours;
    private boolean afternoon;
    private boolean forenoon;
    private int minute;
    private int second;
    private long micros;
    private OptionalLong secondsOfDay = OptionalLong.empty();
    private OptionalLong zoneSeconds = OptionalLong.empty();
    private int zoneSign = 1;

    private TimeFromChar(String text) {
        this.text = text;
    }

    /// Returns a date: days since 2000-01-01.
    static long date(String text, String template) {
        var parser = new TimeFromChar(text);
        parser.read(template);
        return Calendar.checkDate(parser.days());
    }

    /// Returns a timestamp with zone, by default in the session's.
    static long timestamp(String text, String template, Zone session) {
        var parser = new TimeFromChar(text);
        parser.read(template);
        long local = parser.days() * Calendar.MICROS_PER_DAY + parser.time();
        Zone zone =
                parser.zoneSeconds.isPresent()
                        ? new FixedZone((int) parser.zoneSeconds.getAsLong(), "")
                        : session;
        return Zones.toUtc(Calendar.checkTimestamp(local), zone);
    }

    /// What a text has by a template of the SQL standard.
    ///
    /// @param dated whether the template has a date
    /// @param timed whether it has a time of day
    /// @param zoned whether it has an offset from UTC
    /// @param days since 2000-01-01
    /// @param micros since midnight
    /// @param zoneSeconds east of UTC
    record Moment(
            boolean dated, boolean timed, boolean zoned, long days, long micros, int zoneSeconds) {}

    /// Reads a text that must fit a template to the last character.
    ///
    /// @throws DatabaseException 22007, 22008, 0A000
    static Moment moment(String text, String template) {
        var parser = new TimeFromChar(text);
        List<Piece> pieces = TimePattern.parse(template);
        boolean dated = false;
        boolean timed = false;
        boolean zoned = false;
        for (Piece piece : Cancellation.each(pieces)) {
            switch (piece.pattern()) {
                case "" -> {}
                case "TZH", "TZM" -> zoned = true;
                case "TZ", "OF" -> {}
                default -> {
                    if (isTimeOfDay(piece.pattern())) {
                        timed = true;
                    } else {
                        dated = true;
                    }
                }
            }
        }
        if (!dated && !timed) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    zoned
                            ? "datetime format is zoned but not timed"
                            : "datetime format is not dated and not timed");
        }
        if (zoned && !timed) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT, "datetime format is zoned but not timed");
        }
        parser.readStrictly(pieces);
        if (zoned && parser.zoneSeconds.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "missing time zone in input string for type "
                            + (dated ? "timestamptz" : "timetz"));
        }
        return new Moment(
                dated,
                timed,
                zoned,
                dated ? Calendar.checkDate(parser.days()) : 0,
                parser.time(),
                (int) parser.zoneSeconds.orElse(0));
    }

    private static boolean isTimeOfDay(String pattern) {
        return switch (pattern) {
            case "A.M.",
                    "P.M.",
                    "AM",
                    "PM",
                    "HH",
                    "HH12",
                    "HH24",
                    "MI",
                    "SS",
                    "SSSS",
                    "SSSSS",
                    "MS",
                    "US" ->
                    true;
            default -> pattern.startsWith("FF");
        };
    }

    /// Checks that a template has no other text than separators and what is quoted.
    ///
    /// @throws DatabaseException 22007
    static void requireStandard(String template) {
        for (Piece piece : Cancellation.each(TimePattern.parse(template))) {
            if (piece.pattern().isEmpty()) {
                requireSeparator(piece);
            }
        }
    }

    private static void requireSeparator(Piece piece) {
        if (!piece.quoted() && !"-./,':; ".contains(piece.literal())) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "invalid datetime format separator: \"" + piece.literal() + "\"");
        }
    }

    private void readStrictly(List<Piece> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            Cancellation.check(i);
            Piece piece = pieces.get(i);
            if (offset >= text.length()) {
                throw new DatabaseException(
                        SqlState.INVALID_DATETIME_FORMAT,
                        "input string is too short for datetime format");
            }
            if (piece.pattern().isEmpty()) {
                if (!text.startsWith(piece.literal(), offset)) {
                    throw new DatabaseException(
                            SqlState.INVALID_DATETIME_FORMAT,
                            "unmatched format "
                                    + (piece.quoted() ? "character" : "separator")
                                    + " \""
                                    + piece.literal()
                                    + "\"");
                }
                offset += piece.literal().length();
            } else {
                one(piece, i + 1 < pieces.size() && isNumber(pieces.get(i + 1).pattern()));
            }
        }
        skipBlanks();
        if (offset < text.length()) {
            throw new DatabaseException(
                    SqlState.INVALID_DATETIME_FORMAT,
                    "trailing characters remain in input string after datetime format");
        }
    }

    private void read(String template) {
        boolean exact = TimePattern.isExact(template);
        List<Piece> pieces = TimePattern.parse(template);
        for (int i = 0; i < pieces.size(); i++) {
            Cancellation.check(i);
            Piece piece = pieces.get(i);
            if (piece.pattern().isEmpty()) {
                literal(piece, exact);
                continue;
            }
            if (!exact) {
                skipBlanks();
            }
            if (offset >= text.length()) {
                return;
            }
            boolean followedByNumber =
                    i + 1 < pieces.size() && isNumber(pieces.get(i + 1).pattern());
            one(piece, followedByNumber);
            if (!piece.ordinal().isEmpty()) {
                offset = Math.min(text.length(), offset + 2);
            }
        }
    }

    private static boolean isNumber(String pattern) {
        return switch (pattern) {
            case "",
                    "A.M.",
                    "P.M.",
                    "AM",
                    "PM",
                    "A.D.",
                    "B.C.",
                    "AD",
                    "BC",
                    "MONTH",
                    "MON",
                    "DAY",
                    "DY",
                    "RM",
                    "TZ",
                    "OF" ->
                    false;
            default -> true;
        };
    }

    private void literal(Piece piece, boolean exact) {
        if (piece.quoted() || exact) {
            offset = Math.min(text.length(), offset + piece.literal().length());
            return;
        }
        boolean separator = piece.literal().matches("[^a-zA-Z0-9]");
        if (separator) {
            if (!piece.literal().isBlank() || offset < text.length()) {
                skipBlanks();
            }
            if (offset < text.length()
                    && !Character.isLetterOrDigit(text.charAt(offset))
                    && !((text.charAt(offset) == '-' || text.charAt(offset) == '+')
                            && piece.literal().isBlank())) {
                offset++;
            }
        } else if (offset < text.length()) {
            offset++;
        }
    }

    private void skipBlanks() {
        while (offset < text.length() && Character.isWhitespace(text.charAt(offset))) {
            offset++;
        }
    }

    private void one(Piece piece, boolean bounded) {
        switch (piece.pattern()) {
            case "A.M.", "P.M.", "AM", "PM" -> {
                boolean pm = word(piece, "a.m.", "p.m.", "am", "pm") % 2 == 1;
                afternoon = pm;
                forenoon = !pm;
            }
            case "A.D.", "B.C.", "AD", "BC" ->
                    bc = word(piece, "a.d.", "b.c.", "ad", "bc") % 2 == 1;
            case "HH", "HH12" -> {
                hour = number(piece, 2, bounded);
                twelveHours = true;
            }
            case "HH24" -> hour = number(piece, 2, bounded);
            case "MI" -> minute = number(piece, 2, bounded);
            case "SS" -> second = number(piece, 2, bounded);
            case "MS" -> micros += fraction(piece, 3, bounded);
            case "US" -> micros += fraction(piece, 6, bounded);
            case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" ->
                    micros += fraction(piece, piece.pattern().charAt(2) - '0', bounded);
            case "SSSS", "SSSSS" -> secondsOfDay = OptionalLong.of(number(piece, 5, bounded));
            case "TZH" -> {
                zoneSign = 1;
                if (text.charAt(offset) == '-' || text.charAt(offset) == '+') {
                    zoneSign = text.charAt(offset) == '-' ? -1 : 1;
                    offset++;
                }
                zoneSeconds = OptionalLong.of(3600L * zoneSign * number(piece, 2, true));
            }
            case "TZM" ->
                    zoneSeconds =
                            OptionalLong.of(
                                    zoneSeconds.orElse(0)
                                            + 60L * zoneSign * number(piece, 2, true));
            case "TZ", "OF" ->
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "formatting field \""
                                    + piece.pattern()
                                    + "\" is only supported in to_char");
            case "MONTH" -> month = word(piece, lower(TimeToChar.MONTHS, 0)) + 1;
            case "MON" -> month = word(piece, lower(TimeToChar.MONTHS, 3)) + 1;
            case "RM" -> month = roman(piece);
            case "MM" -> month = number(piece, 2, bounded);
            case "DAY" -> word(piece, lower(TimeToChar.DAYS, 0));
            case "DY" -> word(piece, lower(TimeToChar.DAYS, 3));
            case "DDD" -> dayOfYear = number(piece, 3, bounded);
            case "IDDD" -> {
                int number = number(piece, 3, bounded);
                isoWeek = (number - 1) / 7 + 1;
                isoDay = (number - 1) % 7 + 1;
            }
            case "DD" -> day = number(piece, 2, bounded);
            case "D" -> number(piece, 1, bounded);
            case "ID" -> isoDay = number(piece, 1, bounded);
            case "WW" -> week = number(piece, 2, bounded);
            case "IW" -> isoWeek = number(piece, 2, bounded);
            case "W", "Q" -> number(piece, 1, bounded);
            case "CC" -> century = OptionalLong.of(number(piece, 2, bounded));
            case "Y,YYY" -> {
                int thousands = number(piece, 3, true);
                offset++;
                year = OptionalLong.of(thousands * 1000L + number(piece, 3, bounded));
                yearDigits = 4;
            }
            case "YYYY", "YYY", "YY", "Y" -> year(piece, piece.pattern().length(), bounded);
            case "IYYY", "IYY", "IY", "I" -> {
                int start = offset;
                isoYear = OptionalLong.of(number(piece, piece.pattern().length(), bounded));
                if (offset - start < 4 && piece.pattern().length() < 4) {
                    isoYear = OptionalLong.of(complete(isoYear.getAsLong(), offset - start));
                }
            }
            case "J" -> julian = OptionalLong.of(number(piece, 7, bounded));
            default -> throw new IllegalArgumentException(piece.pattern());
        }
    }

    private static String[] lower(String[] names, int length) {
        String[] result = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            String name = names[i].toLowerCase(Locale.ROOT);
            result[i] = length > 0 ? name.substring(0, length) : name;
        }
        return result;
    }

    private int word(Piece piece, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (text.regionMatches(true, offset, words[i], 0, words[i].length())) {
                offset += words[i].length();
                return i;
            }
        }
        throw invalid(piece);
    }

    private DatabaseException invalid(Piece piece) {
        int end = offset;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return new DatabaseException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid value \""
                        + text.substring(offset, end)
                        + "\" for \""
                        + piece.pattern()
                        + "\"");
    }

    private int roman(Piece piece) {
        for (int i = TimeToChar.ROMAN_MONTHS.length - 1; i >= 0; i--) {
            String roman = TimeToChar.ROMAN_MONTHS[i];
            boolean matches = text.regionMatches(true, offset, roman, 0, roman.length());
            int end = offset + roman.length();
            if (matches && (end >= text.length() || !Character.isLetter(text.charAt(end)))) {
                offset = end;
                return i + 1;
            }
        }
        throw invalid(piece);
    }

    /// A number of at most `width` digits when another number follows at once or after FM;
    /// otherwise of any length.
    private int number(Piece piece, int width, boolean bounded) {
        int start = offset;
        int end = offset;
        if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
            end++;
        }
        int limit = bounded ? end + width : text.length();
        while (end < text.length() && end < limit && Character.isDigit(text.charAt(end))) {
            end++;
        }
        String digits = text.substring(start, end);
        if (digits.isEmpty() || digits.equals("-") || digits.equals("+")) {
            throw invalid(piece).withDetail("Value must be an integer.");
        }
        offset = end;
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "value for \"" + piece.pattern() + "\" in source string is out of range",
                    e);
        }
    }

    private long fraction(Piece piece, int width, boolean bounded) {
        int start = offset;
        int number = number(piece, width, bounded);
        int digits = offset - start;
        double value = number / Math.pow(10, digits);
        return Math.round(value * Calendar.MICROS_PER_SECOND);
    }

    private void year(Piece piece, int width, boolean bounded) {
        int start = offset;
        long value = number(piece, width, bounded);
        int digits = offset - start;
        yearDigits = digits;
        year = OptionalLong.of(digits < 4 && width < 4 ? complete(value, digits) : value);
        if (width == 4 && digits <= 2 && digits < 4) {
            year = OptionalLong.of(value);
        }
    }

    /// Years with fewer digits than four are taken nearest to 2020.
    private static long complete(long value, int digits) {
        if (digits >= 4) {
            return value;
        }
        if (digits == 3) {
            return value >= 100 ? value < 520 ? value + 2000 : value + 1000 : value + 2000;
        }
        return value < 70 ? value + 2000 : value < 100 ? value + 1900 : value;
    }

    private long days() {
        if (julian.isPresent()) {
            return julian.getAsLong() - Calendar.JULIAN_EPOCH;
        }
        if (isoYear.isPresent()) {
            return Calendar.isoYearStart(isoYear.getAsLong())
                    + (Math.max(1, isoWeek) - 1) * 7L
                    + Math.max(1, isoDay)
                    - 1;
        }
        long fullYear = year.orElse(0);
        if (century.isPresent()) {
            fullYear =
                    year.isPresent() && yearDigits <= 2
                            ? (century.getAsLong() - 1) * 100 + year.getAsLong() % 100
                            : (century.getAsLong() - 1) * 100 + 1;
        }
        if (bc && fullYear > 0) {
            fullYear = 1 - fullYear;
        } else if (fullYear < 0) {
            fullYear++;
        }
        if (dayOfYear > 0) {
            if (dayOfYear > (Calendar.isLeap(fullYear) ? 366 : 365)) {
                throw overflow();
            }
            return Calendar.days(fullYear, 1, 1) + dayOfYear - 1;
        }
        if (week > 0) {
            return Calendar.days(fullYear, 1, 1) + (week - 1) * 7L;
        }
        if (month < 1 || month > 12 || day < 1 || day > Calendar.daysInMonth(fullYear, month)) {
            throw overflow();
        }
        return Calendar.days(fullYear, month, day);
    }

    private DatabaseException overflow() {
        return new DatabaseException(
                SqlState.DATETIME_FIELD_OVERFLOW,
                "date/time field value out of range: \"" + text + "\"");
    }

    private long time() {
        if (secondsOfDay.isPresent()) {
            return secondsOfDay.getAsLong() * Calendar.MICROS_PER_SECOND + micros;
        }
        int fullHour = hour;
        if (twelveHours) {
            if (hour < 1 || hour > 12) {
                throw new DatabaseException(
                                SqlState.INVALID_DATETIME_FORMAT,
                                "hour \"" + hour + "\" is invalid for the 12-hour clock")
                        .withHint("Use the 24-hour clock, or give an hour between 1 and 12.");
            }
            if (afternoon && hour < 12) {
                fullHour += 12;
            } else if (!afternoon && hour == 12) {
                fullHour = 0;
            }
        } else if (afternoon && hour < 12) {
            fullHour += 12;
        } else if (forenoon && hour == 12) {
            fullHour = 0;
        }
        if (fullHour > 23 || fullHour < 0 || minute > 59 || second > 59) {
            throw overflow();
        }
        return fullHour * Calendar.MICROS_PER_HOUR
                + minute * Calendar.MICROS_PER_MINUTE
                + second * Calendar.MICROS_PER_SECOND
                + micros;
    }
}
