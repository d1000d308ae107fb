package dev.reckon.sql.function.template;

import dev.reckon.sql.function.template.TimeFields.Convention;
import dev.reckon.sql.function.template.TimeFields.Field;
import dev.reckon.sql.function.template.TimePattern.Piece;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a text by the pieces of a template, as PostgreSQL's `formatting.c` does. For one thread,
/// for one text.
///
/// Blanks before and after fields are passed over, and separators of the template meet any
/// separators of the text or none, except in the exact mode after FX. By the SQL standard's rules
/// everything fits to the last character.
final class TimeTextReader {
    private static final Pattern THOUSANDS = Pattern.compile("\\s*([-+]?\\d+),([-+]?\\d{1,3})");

    private final String text;
    private final List<Piece> pieces;
    private final boolean isStandard;
    private final TimeFields fields;
    private boolean isExact;
    private int offset;

    /// How many characters more were passed over than the template has.
    private int extraCount;

    TimeTextReader(String text, List<Piece> pieces, boolean isStandard) {
        this.text = text;
        this.pieces = pieces;
        this.isStandard = isStandard;
        isExact = isStandard;
        fields = new TimeFields(text);
    }

    /// Reads the text.
    ///
    /// @throws DatabaseException 0A000, 22007, 22008
    TimeFields read() {
        int index = 0;
        for (; index < pieces.size() && !isAtEnd(); index++) {
            Cancellation.check(index);
            Piece piece = pieces.get(index);
            boolean isField = !piece.pattern().isEmpty();
            if (!isExact && !piece.pattern().equals("FX") && (isField || index == 0)) {
                skipBlanks();
            }
            if (!isField) {
                literal(piece);
                continue;
            }
            convention(piece.pattern()).ifPresent(fields::setConvention);
            field(piece, isBeforeText(index));
            if (!piece.ordinal().isEmpty() && hasOrdinal(piece.pattern())) {
                pass();
                pass();
            }
            if (!isExact) {
                extraCount = 0;
                skipBlanks();
            }
        }
        if (isStandard) {
            requireEnd(index);
        }
        return fields;
    }

    private void requireEnd(int index) {
        if (index < pieces.size()) {
            throw wrong("input string is too short for datetime format");
        }
        skipBlanks();
        if (!isAtEnd()) {
            throw wrong("trailing characters remain in input string after datetime format");
        }
    }

    private boolean isAtEnd() {
        return offset >= text.length();
    }

    /// Returns whether a field is a number that `th` may follow.
    private static boolean hasOrdinal(String pattern) {
        return switch (pattern) {
            case "A.M.", "P.M.", "AM", "PM", "A.D.", "B.C.", "AD", "BC" -> false;
            case "MONTH", "MON", "DAY", "DY", "RM", "FX", "TZH", "TZM" -> false;
            default -> true;
        };
    }

    private static DatabaseException wrong(String message) {
        return new DatabaseException(SqlState.INVALID_DATETIME_FORMAT, message);
    }

    private void skipBlanks() {
        while (!isAtEnd() && isBlank(text.charAt(offset))) {
            offset++;
            extraCount++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isSeparator(char c) {
        boolean isWordPart = (c >= '0' && c <= '9') || Character.isLetter(c);
        return c > ' ' && c < 0x7F && !isWordPart;
    }

    private void pass() {
        if (!isAtEnd()) {
            offset = text.offsetByCodePoints(offset, 1);
        }
    }

    private void literal(Piece piece) {
        char first = piece.literal().isEmpty() ? 'x' : piece.literal().charAt(0);
        if (!piece.quoted() && (isBlank(first) || isSeparator(first))) {
            separator(first);
            return;
        }
        for (int i = 0; i < piece.literal().length() && !isAtEnd(); ) {
            int next = piece.literal().offsetByCodePoints(i, 1);
            if (!isExact && extraCount > 0) {
                extraCount--;
            } else {
                if (isStandard && !text.startsWith(piece.literal().substring(i, next), offset)) {
                    throw wrong("unmatched format character \"" + piece.literal() + "\"");
                }
                pass();
            }
            i = next;
        }
    }

    private void separator(char separator) {
        if (isAtEnd()) {
            return;
        }
        if (isStandard) {
            if (text.charAt(offset) != separator) {
                throw wrong("unmatched format separator \"" + separator + "\"");
            }
            offset++;
        } else if (isExact) {
            pass();
        } else {
            extraCount--;
            if (isBlank(text.charAt(offset)) || isSeparator(text.charAt(offset))) {
                offset++;
                extraCount++;
            }
        }
    }

    private static Optional<Convention> convention(String pattern) {
        return switch (pattern) {
            case "DDD",
                    "DD",
                    "D",
                    "MM",
                    "MONTH",
                    "MON",
                    "RM",
                    "W",
                    "WW",
                    "Y,YYY",
                    "YYYY",
                    "YYY",
                    "YY",
                    "Y" ->
                    Optional.of(Convention.GREGORIAN);
            case "IDDD", "ID", "IW", "IYYY", "IYY", "IY", "I" -> Optional.of(Convention.ISO_WEEK);
            default -> Optional.empty();
        };
    }

    /// Returns whether what follows a field is no digit, so that the field may have any length.
    private boolean isBeforeText(int index) {
        if (!pieces.get(index).ordinal().isEmpty() || index + 1 == pieces.size()) {
            return true;
        }
        Piece next = pieces.get(index + 1);
        if (next.pattern().isEmpty()) {
            String literal = next.literal();
            return literal.isEmpty() || literal.charAt(0) < '0' || literal.charAt(0) > '9';
        }
        return switch (next.pattern()) {
            case "A.M.",
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
                    "FX",
                    "TZH",
                    "TZ",
                    "OF" ->
                    true;
            default -> false;
        };
    }

    private void field(Piece piece, boolean isBeforeText) {
        String pattern = piece.pattern();
        boolean isOpen = isBeforeText || !piece.fill();
        switch (pattern) {
            case "FX" -> isExact = true;
            case "A.M.", "P.M." -> dayHalf(piece, "a.m.", "p.m.");
            case "AM", "PM" -> dayHalf(piece, "am", "pm");
            case "A.D.", "B.C." ->
                    fields.set(Field.BEFORE_CHRIST, word(piece, "a.d.", "b.c."), pattern);
            case "AD", "BC" -> fields.set(Field.BEFORE_CHRIST, word(piece, "ad", "bc"), pattern);
            case "HH", "HH12" -> {
                number(piece, Field.HOUR, 2, isOpen);
                fields.setTwelveHours();
            }
            case "HH24" -> number(piece, Field.HOUR, 2, isOpen);
            case "MI" -> number(piece, Field.MINUTE, 2, isOpen);
            case "SS" -> number(piece, Field.SECOND, 2, isOpen);
            case "MS" -> fraction(piece, Field.MILLISECOND, 3, 3, isOpen);
            case "US" -> fraction(piece, Field.MICROSECOND, 6, 6, isOpen);
            case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> {
                int digits = pattern.charAt(2) - '0';
                fields.setPrecision(digits);
                fraction(piece, Field.MICROSECOND, digits, 6, isOpen);
            }
            case "SSSS", "SSSSS" -> number(piece, Field.SECOND_OF_DAY, pattern.length(), isOpen);
            case "TZH" -> zoneHour(piece, isOpen);
            case "TZM" -> {
                if (!fields.hasZone()) {
                    fields.setZoneSign(1);
                }
                number(piece, Field.ZONE_MINUTE, 2, isOpen);
            }
            case "TZ", "OF" ->
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "formatting field \"" + pattern + "\" is only supported in to_char");
            case "MONTH" ->
                    fields.set(Field.MONTH, word(piece, lower(TimeToChar.MONTHS, 0)) + 1, pattern);
            case "MON" ->
                    fields.set(Field.MONTH, word(piece, lower(TimeToChar.MONTHS, 3)) + 1, pattern);
            case "RM" -> fields.set(Field.MONTH, roman(piece), pattern);
            case "MM" -> number(piece, Field.MONTH, 2, isOpen);
            case "DAY" -> weekday(piece, 0);
            case "DY" -> weekday(piece, 3);
            case "DDD", "IDDD" -> number(piece, Field.DAY_OF_YEAR, 3, isOpen);
            case "DD" -> number(piece, Field.DAY, 2, isOpen);
            case "D" -> number(piece, Field.WEEKDAY, 1, isOpen);
            case "ID" -> {
                number(piece, Field.WEEKDAY, 1, isOpen);
                int weekday = fields.get(Field.WEEKDAY) + 1;
                fields.put(Field.WEEKDAY, weekday > 7 ? 1 : weekday);
            }
            case "WW", "IW" -> number(piece, Field.WEEK, 2, isOpen);
            case "W" -> number(piece, Field.WEEK_OF_MONTH, 1, isOpen);
            case "Q" -> integer(piece, 1, isOpen);
            case "CC" -> number(piece, Field.CENTURY, 2, isOpen);
            case "Y,YYY" -> thousands(piece);
            case "YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "I" ->
                    year(piece, pattern.length(), isOpen);
            case "J" -> number(piece, Field.JULIAN_DAY, 1, isOpen);
            default -> throw new IllegalArgumentException(pattern);
        }
    }

    private void dayHalf(Piece piece, String before, String after) {
        fields.set(Field.AFTERNOON, word(piece, before, after), piece.pattern());
        fields.setTwelveHours();
    }

    /// Sunday is 1; as in PostgreSQL, a second name of a day contradicts the first.
    private void weekday(Piece piece, int length) {
        int day = word(piece, lower(TimeToChar.DAYS, length));
        fields.set(Field.WEEKDAY, day, piece.pattern());
        fields.put(Field.WEEKDAY, day + 1);
    }

    /// A minus before the hour may have been taken for a separator.
    private void zoneHour(Piece piece, boolean isOpen) {
        char c = isAtEnd() ? 'x' : text.charAt(offset);
        if (c == '+' || c == '-' || c == ' ') {
            fields.setZoneSign(c == '-' ? -1 : 1);
            offset++;
        } else {
            boolean isMinusPassed = extraCount > 0 && offset > 0 && text.charAt(offset - 1) == '-';
            fields.setZoneSign(isMinusPassed ? -1 : 1);
        }
        number(piece, Field.ZONE_HOUR, 2, isOpen);
    }

    private void thousands(Piece piece) {
        Matcher matcher = THOUSANDS.matcher(text).region(offset, text.length());
        if (!matcher.lookingAt()) {
            throw wrong("invalid input string for \"Y,YYY\"");
        }
        int year =
                (int) (Long.parseLong(matcher.group(1)) * 1000)
                        + Integer.parseInt(matcher.group(2));
        fields.set(Field.YEAR, year, piece.pattern());
        fields.setYearDigits(4);
        offset = matcher.end();
    }

    private void year(Piece piece, int width, boolean isOpen) {
        int length = number(piece, Field.YEAR, width, isOpen);
        if (width < 4 && length < 4) {
            fields.put(Field.YEAR, complete(fields.get(Field.YEAR)));
        }
        fields.setYearDigits(width);
    }

    /// Years with fewer digits than four are taken nearest to 2020.
    private static int complete(int year) {
        if (year < 70) {
            return year + 2000;
        }
        return year < 100
                ? year + 1900
                : year < 520 ? year + 2000 : year < 1000 ? year + 1000 : year;
    }

    private void fraction(Piece piece, Field field, int width, int digits, boolean isOpen) {
        int length = number(piece, field, width, isOpen);
        int value = fields.get(field);
        for (int i = length; i < digits; i++) {
            value *= 10;
        }
        fields.put(field, value);
    }

    private int number(Piece piece, Field field, int width, boolean isOpen) {
        int start = offset;
        int value = integer(piece, width, isOpen);
        fields.set(field, value, piece.pattern());
        return offset - start;
    }

    /// Reads a number.
    ///
    /// @param width how many characters it must have, unless it is open
    private int integer(Piece piece, int width, boolean isOpen) {
        int start = offset;
        int first = offset;
        while (first < text.length() && isBlank(text.charAt(first))) {
            first++;
        }
        int limit = text.length();
        if (!isOpen) {
            limit = first + width;
            if (limit > text.length()) {
                throw wrong(
                                "source string too short for \""
                                        + piece.pattern()
                                        + "\" formatting field")
                        .withDetail(
                                "Field requires %d characters, but only %d remain."
                                        .formatted(width, text.length() - first))
                        .withHint(
                                "If your source string is not fixed-width, try using the \"FM\""
                                        + " modifier.");
            }
        }
        int end = first;
        if (end < limit && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
            end++;
        }
        int digits = end;
        while (end < limit && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == digits) {
            throw invalid(piece, start).withDetail("Value must be an integer.");
        }
        if (!isOpen && end < limit) {
            throw invalid(piece, start)
                    .withDetail(
                            "Field requires %d characters, but only %d could be parsed."
                                    .formatted(width, end - first))
                    .withHint(
                            "If your source string is not fixed-width, try using the \"FM\""
                                    + " modifier.");
        }
        offset = end;
        try {
            return Integer.parseInt(text.substring(first, end));
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    SqlState.DATETIME_FIELD_OVERFLOW,
                    "value for \"" + piece.pattern() + "\" in source string is out of range",
                    e);
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
        throw invalid(piece, offset)
                .withDetail(
                        "The given value did not match any of the allowed values for this field.");
    }

    /// Returns a month; longer numerals are tried first.
    private int roman(Piece piece) {
        for (int i = TimeToChar.ROMAN_MONTHS.length - 1; i >= 0; i--) {
            String roman = TimeToChar.ROMAN_MONTHS[i];
            if (text.regionMatches(true, offset, roman, 0, roman.length())) {
                offset += roman.length();
                return i + 1;
            }
        }
        throw invalid(piece, offset);
    }

    private DatabaseException invalid(Piece piece, int start) {
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return wrong(
                "invalid value \""
                        + text.substring(start, end)
                        + "\" for \""
                        + piece.pattern()
                        + "\"");
    }
}
