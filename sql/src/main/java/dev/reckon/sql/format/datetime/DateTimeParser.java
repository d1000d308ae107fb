package dev.reckon.sql.format.datetime;

import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.calendar.FixedZone;
import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads dates and times by the steps of PostgreSQL's appendix "Date/Time Input Interpretation".
/// For one thread, for one text.
final class DateTimeParser {
    private static final int TWO_DIGIT_YEAR_PIVOT = 70;
    private static final int FRACTION_DIGITS = 6;

    private enum Order {
        YMD,
        DMY,
        MDY
    }

    private final String input;
    private final String typeName;
    private final Environment environment;
    private final boolean timeOnly;
    private final Order order;

    private boolean hasYear;
    private boolean hasMonth;
    private boolean hasDay;
    private boolean hasTextMonth;
    private boolean isTwoDigitYear;
    private boolean isBc;
    private long year;
    private int month;
    private int day;
    private int dayOfYear;
    private boolean hasJulian;
    private long julian;
    private boolean hasTime;
    private long micros;
    private boolean afternoon;
    private boolean forenoon;
    private Optional<Zone> zone = Optional.empty();
    private boolean timeNext;
    private boolean julianNext;
    private Optional<ParsedDateTime.Special> special = Optional.empty();
    private int relativeDays;
    private boolean hasRelativeDay;

    private DateTimeParser(
            String input, String typeName, Environment environment, boolean timeOnly) {
        this.input = input;
        this.typeName = typeName;
        this.environment = environment;
        this.timeOnly = timeOnly;
        String style = environment.setting("datestyle").toUpperCase(Locale.ROOT);
        order = style.endsWith("YMD") ? Order.YMD : style.endsWith("DMY") ? Order.DMY : Order.MDY;
    }

    /// Reads a text.
    ///
    /// @param typeName names the type in errors
    /// @param timeOnly whether bare numbers are times rather than dates
    /// @throws DatabaseException 22007, 22008, 22009
    static ParsedDateTime parse(
            String input, String typeName, Environment environment, boolean timeOnly) {
        return new DateTimeParser(input, typeName, environment, timeOnly).parse();
    }

    private ParsedDateTime parse() {
        List<Token> tokens = Token.split(input).orElseThrow(this::badFormat);
        if (tokens.isEmpty()) {
            throw badFormat();
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case NUMBER -> number(token.text());
                case DATE -> {
                    boolean isDate =
                            !timeOnly
                                    || (i == 0
                                            && tokens.size() > 1
                                            && (tokens.getLast().kind() == Token.Kind.DATE
                                                    || tokens.get(1).kind() == Token.Kind.TIME));
                    if (isDate || !Character.isDigit(token.text().charAt(0))) {
                        date(token.text());
                    } else {
                        timeWithZone(token.text());
                    }
                }
                case TIME -> time(token.text());
                case SIGNED -> signed(token.text());
                case WORD -> word(token.text());
                case SIGNED_WORD -> {
                    if (!token.text().equals("-infinity")) {
                        throw badFormat();
                    }
                    special = Optional.of(ParsedDateTime.Special.MINUS_INFINITY);
                }
            }
        }
        if (special.isPresent()) {
            requireFields();
            return ParsedDateTime.of(special.get());
        }
        return finish();
    }

    private ParsedDateTime finish() {
        if (timeNext) {
            throw badFormat();
        }
        requireFields();
        long days = 0;
        boolean hasDate = hasRelativeDay || hasJulian || dayOfYear > 0 || (hasMonth && hasDay);
        if (hasRelativeDay) {
            days = today() + relativeDays;
        } else if (hasJulian) {
            days = julian - Calendar.JULIAN_EPOCH;
        } else if (hasYear || hasMonth || hasDay) {
            if (!hasYear || !hasDate) {
                throw badFormat();
            }
            days = validDays();
        } else if (!hasTime || !timeOnly) {
            throw badFormat();
        }
        if (isBc && !hasYear) {
            throw badFormat();
        }
        if (afternoon || forenoon) {
            long hour = micros / Calendar.MICROS_PER_HOUR;
            if (hour > 12) {
                throw fieldOverflow(false);
            }
            if (afternoon && hour != 12) {
                micros += 12 * Calendar.MICROS_PER_HOUR;
            } else if (forenoon && hour == 12) {
                micros -= 12 * Calendar.MICROS_PER_HOUR;
            }
        }
        return new ParsedDateTime(
                ParsedDateTime.Special.NONE, hasDate, days, hasTime, micros, zone);
    }

    private long today() {
        return Math.floorDiv(
                Zones.toLocal(environment.transactionTimestamp(), environment.timeZone()),
                Calendar.MICROS_PER_DAY);
    }

    /// Checks each number of a date by itself, whether or not others are missing.
    private void requireFields() {
        if (hasYear && year <= 0 && (isBc || !isTwoDigitYear)) {
            throw fieldOverflow(false);
        }
        boolean isWrongMonth = hasMonth && (month < 1 || month > 12);
        boolean isWrongDay = hasDay && (day < 1 || day > 31);
        if (dayOfYear == 0 && (isWrongMonth || isWrongDay)) {
            throw fieldOverflow(true);
        }
    }

    private long validDays() {
        long fullYear = year;
        if (isBc) {
            fullYear = 1 - year;
        } else if (isTwoDigitYear) {
            fullYear += year < TWO_DIGIT_YEAR_PIVOT ? 2000 : year < 100 ? 1900 : 0;
        }
        if (fullYear > 5_874_897 || fullYear < -4713) {
            throw outOfRange();
        }
        if (dayOfYear > 0) {
            if (dayOfYear > 365 && !Calendar.isLeap(fullYear)) {
                throw fieldOverflow(true);
            }
            return Calendar.days(fullYear, 1, 1) + dayOfYear - 1;
        }
        if (day > Calendar.daysInMonth(fullYear, month)) {
            throw fieldOverflow(false);
        }
        return Calendar.days(fullYear, month, day);
    }

    private DatabaseException outOfRange() {
        return new DatabaseException(
                SqlState.DATETIME_FIELD_OVERFLOW,
                (typeName.equals("date") ? "date" : "timestamp")
                        + " out of range: \""
                        + input
                        + "\"");
    }

    // Tokens.

    private void number(String text) {
        if (julianNext) {
            julianDay(text);
            return;
        }
        if (timeNext || (timeOnly && !hasTime && !hasYear && !hasMonth && !hasDay)) {
            timeNext = false;
            int digits = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
            if (digits > 4 || digits == 4 || timeOnly) {
                runTogetherTime(text);
            } else {
                throw badFormat();
            }
            return;
        }
        int point = text.indexOf('.');
        if (point < 0) {
            numberField(text);
        } else if (point > 2 && hasFullDate() && !hasTime) {
            runTogetherTime(text);
        } else if (point >= 6 && !hasFullDate()) {
            runTogetherDate(text.substring(0, point));
            runTogetherTime(text.substring(point + 1));
        } else if (point == 4 && text.length() - point - 1 == 3) {
            setYear(text.substring(0, point));
            dayOfYear = Integer.parseInt(text.substring(point + 1));
            hasMonth = true;
            hasDay = true;
        } else {
            throw badFormat();
        }
    }

    private boolean hasFullDate() {
        return hasRelativeDay || hasJulian || (hasYear && hasMonth && hasDay);
    }

    private void numberField(String text) {
        if (hasFullDate()) {
            if (hasTime) {
                throw badFormat();
            }
            if (text.length() == 4 || text.length() == 6) {
                runTogetherTime(text);
                return;
            }
            throw badFormat();
        }
        boolean nothing = !hasYear && !hasMonth && !hasDay;
        if (nothing && text.length() >= 6) {
            runTogetherDate(text);
            return;
        }
        dateNumber(text);
    }

    /// One number of a date, in the order of the date's fields.
    private void dateNumber(String text) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw fieldOverflow(false);
        }
        int length = text.length();
        if (length == 3 && hasYear && !hasMonth && !hasDay && value >= 1 && value <= 366) {
            dayOfYear = value;
            hasMonth = true;
            hasDay = true;
        } else if (!hasYear && !hasMonth && !hasDay) {
            if (length >= 3 || order == Order.YMD) {
                setYear(text);
            } else if (order == Order.DMY) {
                setDay(value);
            } else {
                setMonth(value);
            }
        } else if (hasYear && !hasMonth && !hasDay) {
            setMonth(value);
        } else if (hasMonth && !hasYear && !hasDay) {
            if (hasTextMonth && (length >= 3 || order == Order.YMD)) {
                setYear(text);
            } else {
                setDay(value);
            }
        } else if (hasYear && hasMonth && !hasDay) {
            if (hasTextMonth && length >= 3 && isTwoDigitYear) {
                setDay((int) year);
                setYear(text);
            } else {
                setDay(value);
            }
        } else if (hasDay && !hasMonth && !hasYear) {
            setMonth(value);
        } else if (hasMonth && hasDay && !hasYear) {
            setYear(text);
        } else if (hasYear && hasDay && !hasMonth) {
            setMonth(value);
        } else {
            throw badFormat();
        }
    }

    private void setYear(String digits) {
        hasYear = true;
        year = Long.parseLong(digits);
        isTwoDigitYear = digits.length() <= 2;
    }

    private void setMonth(int value) {
        hasMonth = true;
        month = value;
    }

    private void setDay(int value) {
        hasDay = true;
        day = value;
    }

    private void runTogetherDate(String text) {
        int length = text.length();
        setDay(Integer.parseInt(text.substring(length - 2)));
        setMonth(Integer.parseInt(text.substring(length - 4, length - 2)));
        hasYear = true;
        // What a year has no room for is cut off, as by C.
        year = new BigInteger(text.substring(0, length - 4)).intValue();
        isTwoDigitYear = length == 6;
    }

    private void runTogetherTime(String text) {
        int point = text.indexOf('.');
        String digits = point < 0 ? text : text.substring(0, point);
        if (hasTime || (digits.length() != 6 && digits.length() != 4)) {
            throw badFormat();
        }
        int hour = Integer.parseInt(digits.substring(0, 2));
        int minute = Integer.parseInt(digits.substring(2, 4));
        int second = digits.length() == 6 ? Integer.parseInt(digits.substring(4)) : 0;
        setTime(hour, minute, second, point < 0 ? 0 : fraction(text.substring(point + 1)));
    }

    private void date(String text) {
        if (hasFullDate()
                || (timeOnly && hasTime)
                || (Character.isLetter(text.charAt(0)) && !startsWithMonth(text))) {
            if (Character.isDigit(text.charAt(0))) {
                int sign = text.lastIndexOf('-');
                if (sign < 0) {
                    throw badFormat();
                }
                number(text.substring(0, sign));
                signed(text.substring(sign));
                return;
            }
            if (!timeOnly && !hasRelativeDay && !hasJulian && !(hasMonth && hasDay)) {
                throw badFormat();
            }
            zone = Optional.of(namedZone(text));
            return;
        }
        if (hasTime) {
            // PostgreSQL reads such a date before a time only.
            throw badFormat();
        }
        String[] parts = text.split("[-/.]+", 0);
        if (parts.length < 2 || parts.length > 3) {
            if (parts.length == 2 || !Character.isDigit(text.charAt(0))) {
                zone = Optional.of(namedZone(text));
                return;
            }
            throw badFormat();
        }
        List<String> numbers = new ArrayList<>();
        for (String part : parts) {
            if (part.isEmpty()) {
                throw badFormat();
            }
            if (Character.isLetter(part.charAt(0))) {
                month(part);
            } else {
                numbers.add(part);
            }
        }
        for (String number : numbers) {
            if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw badFormat();
            }
            dateNumber(number);
        }
        if (!hasYear || !hasMonth || !hasDay) {
            throw badFormat();
        }
    }

    /// Reads the digits of a time and an offset in one, which are all that a time of day may be.
    private void timeWithZone(String text) {
        int sign = text.indexOf('-');
        if (hasTime || sign < 0) {
            throw badFormat();
        }
        signed(text.substring(sign));
        runTogetherTime(text.substring(0, sign));
    }

    private static boolean startsWithMonth(String text) {
        int i = 0;
        while (i < text.length() && Character.isLetter(text.charAt(i))) {
            i++;
        }
        return Words.isMonth(text.substring(0, i));
    }

    private void month(String word) {
        int value = Words.month(word).orElseThrow(this::badFormat);
        if (hasMonth && !hasTextMonth && !hasDay && month >= 1 && month <= 31) {
            setDay(month);
        }
        hasTextMonth = true;
        setMonth(value);
    }

    private void time(String text) {
        timeNext = false;
        if (hasTime) {
            throw badFormat();
        }
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw badFormat();
        }
        try {
            int hour = Integer.parseInt(parts[0]);
            String minutes = parts[1];
            int point = minutes.indexOf('.');
            if (parts.length == 2 && point >= 0) {
                setTime(
                        0,
                        hour,
                        Integer.parseInt(minutes.substring(0, point)),
                        fraction(minutes.substring(point + 1)));
                return;
            }
            int second = 0;
            long fraction = 0;
            if (parts.length == 3 && !parts[2].isEmpty()) {
                int dot = parts[2].indexOf('.');
                second = Integer.parseInt(dot < 0 ? parts[2] : parts[2].substring(0, dot));
                fraction = dot < 0 ? 0 : fraction(parts[2].substring(dot + 1));
            }
            setTime(hour, Integer.parseInt(minutes), second, fraction);
        } catch (NumberFormatException e) {
            throw badFormat();
        }
    }

    /// Returns microseconds of a fraction's digits, rounded.
    private long fraction(String digits) {
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw badFormat();
        }
        String padded = (digits + "0000000").substring(0, FRACTION_DIGITS + 1);
        long number = Long.parseLong(padded);
        return digits.length() > FRACTION_DIGITS
                ? Math.round(Double.parseDouble("0." + digits) * 1e6)
                : number / 10;
    }

    private void setTime(int hour, int minute, int second, long fraction) {
        long total =
                hour * Calendar.MICROS_PER_HOUR
                        + minute * Calendar.MICROS_PER_MINUTE
                        + second * Calendar.MICROS_PER_SECOND
                        + fraction;
        if (hour > 24 || minute > 59 || second > 60 || total > Calendar.MICROS_PER_DAY) {
            throw fieldOverflow(false);
        }
        hasTime = true;
        micros = total;
    }

    private void signed(String text) {
        int offset =
                Zones.offset(text)
                        .orElseThrow(() ->
                                text.matches("[-+][0-9:]+")
                                        ? new DatabaseException(
                                                SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE,
                                                "time zone displacement out of range: \""
                                                        + input
                                                        + "\"")
                                        : badFormat());
        // An offset beyond the range is refused as such, also where none may stand.
        if (!hasTime && !timeOnly && !hasFullDate()) {
            throw badFormat();
        }
        zone = Optional.of(new FixedZone(offset, ""));
    }

    private void setZone(String name) {
        zone = Optional.of(Zones.find(name).orElseThrow(this::badFormat));
    }

    /// Returns the zone that a word with digits or punctuation names: it can be nothing else.
    private static Zone namedZone(String name) {
        return Zones.find(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "time zone \"" + name + "\" not recognized"));
    }

    private void julianDay(String text) {
        julianNext = false;
        int point = text.indexOf('.');
        try {
            julian = Long.parseLong(point < 0 ? text : text.substring(0, point));
            if (point >= 0) {
                hasTime = true;
                micros =
                        (long)
                                (Double.parseDouble("0" + text.substring(point))
                                        * Calendar.MICROS_PER_DAY);
            }
        } catch (NumberFormatException e) {
            throw badFormat();
        }
        if (julian > Integer.MAX_VALUE) {
            throw fieldOverflow(false);
        }
        hasJulian = true;
    }

    private void word(String word) {
        if (timeNext) {
            throw badFormat();
        }
        switch (word) {
            case "now" -> special = Optional.of(ParsedDateTime.Special.NOW);
            case "epoch" -> special = Optional.of(ParsedDateTime.Special.EPOCH);
            case "infinity" -> special = Optional.of(ParsedDateTime.Special.INFINITY);
            case "today" -> relative(0);
            case "tomorrow" -> relative(1);
            case "yesterday" -> relative(-1);
            case "allballs" -> {
                setTime(0, 0, 0, 0);
                zone = Optional.of(Zone.UTC);
            }
            case "am" -> forenoon = true;
            case "pm" -> afternoon = true;
            case "ad" -> isBc = false;
            case "bc" -> isBc = true;
            case "t" -> timeNext = true;
            case "j", "jd", "julian" -> julianNext = true;
            case "on", "at", "dst" -> {}
            default -> {
                if (timeOnly && (Words.isMonth(word) || Words.isDay(word))) {
                    throw badFormat();
                }
                if (Words.isMonth(word)) {
                    month(word);
                } else if (!Words.isDay(word)) {
                    setZone(word);
                }
            }
        }
    }

    private void relative(int days) {
        if (hasFullDate()) {
            throw badFormat();
        }
        hasRelativeDay = true;
        relativeDays = days;
    }

    private DatabaseException badFormat() {
        return new DatabaseException(
                SqlState.INVALID_DATETIME_FORMAT,
                "invalid input syntax for type " + typeName + ": \"" + input + "\"");
    }

    private DatabaseException fieldOverflow(boolean byOrder) {
        var error =
                new DatabaseException(
                        SqlState.DATETIME_FIELD_OVERFLOW,
                        "date/time field value out of range: \"" + input + "\"");
        return byOrder
                ? error.withHint("Perhaps you need a different \"datestyle\" setting.")
                : error;
    }
}
