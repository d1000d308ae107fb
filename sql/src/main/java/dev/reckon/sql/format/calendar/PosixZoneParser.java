package dev.reckon.sql.format.calendar;

import dev.reckon.sql.format.calendar.PosixZone.DayOfYear;
import dev.reckon.sql.format.calendar.PosixZone.WeekdayOfMonth;
import dev.reckon.sql.format.calendar.PosixZone.YearlyDate;
import java.util.Optional;

/// Reads a zone as POSIX's `TZ` writes it: `EST5EDT,M3.2.0,M11.1.0`, hours being counted west of
/// Greenwich. As in PostgreSQL, a name may be empty and may hold anything but what an offset begins
/// with; without a rule, daylight saving is that of the United States. For one thread.
final class PosixZoneParser {
    private static final int NAME_LENGTH_MAX = 255;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int HOURS_MAX = 24 * 7 - 1;
    private static final int CHANGE_SECOND = 2 * SECONDS_PER_HOUR;
    private static final YearlyDate UNITED_STATES_START =
            new WeekdayOfMonth(3, 2, 0, CHANGE_SECOND);
    private static final YearlyDate UNITED_STATES_END = new WeekdayOfMonth(11, 1, 0, CHANGE_SECOND);

    private final String text;
    private int offset;

    private PosixZoneParser(String text) {
        this.text = text;
    }

    /// Says that the text is no zone.
    private static final class NoZone extends Exception {
        private static final long serialVersionUID = 1;

        NoZone() {
            super("", null, false, false);
        }
    }

    /// Returns the zone of an upper-case text.
    static Optional<Zone> parse(String text) {
        if (text.length() > NAME_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PosixZoneParser(text).zone());
        } catch (NoZone e) {
            return Optional.empty();
        }
    }

    private Zone zone() throws NoZone {
        String standard = name();
        int seconds = -seconds();
        if (isAtEnd()) {
            return new FixedZone(seconds, standard);
        }
        String daylight = name();
        if (daylight.isEmpty()) {
            throw new NoZone();
        }
        int daylightSeconds = isAtEnd() || peek() == ',' ? seconds + SECONDS_PER_HOUR : -seconds();
        if (isAtEnd()) {
            return new PosixZone(
                    standard,
                    seconds,
                    daylight,
                    daylightSeconds,
                    UNITED_STATES_START,
                    UNITED_STATES_END);
        }
        expect(',');
        YearlyDate start = date();
        expect(',');
        YearlyDate end = date();
        if (!isAtEnd()) {
            throw new NoZone();
        }
        return new PosixZone(standard, seconds, daylight, daylightSeconds, start, end);
    }

    private boolean isAtEnd() {
        return offset >= text.length();
    }

    private char peek() {
        return isAtEnd() ? '\0' : text.charAt(offset);
    }

    private void expect(char c) throws NoZone {
        if (peek() != c) {
            throw new NoZone();
        }
        offset++;
    }

    private String name() throws NoZone {
        int start = offset;
        if (peek() == '<') {
            int end = text.indexOf('>', offset);
            if (end < 0) {
                throw new NoZone();
            }
            offset = end + 1;
            return text.substring(start + 1, end);
        }
        while (!isAtEnd() && ",-+".indexOf(peek()) < 0 && !isDigit(peek())) {
            offset++;
        }
        return text.substring(start, offset);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Reads `[+-]hh[:mm[:ss]]`.
    private int seconds() throws NoZone {
        int sign = peek() == '-' ? -1 : 1;
        if (peek() == '-' || peek() == '+') {
            offset++;
        }
        int seconds = number(0, HOURS_MAX) * SECONDS_PER_HOUR;
        if (peek() == ':') {
            offset++;
            seconds += number(0, 59) * 60;
            if (peek() == ':') {
                offset++;
                seconds += number(0, 60);
            }
        }
        return sign * seconds;
    }

    private int number(int min, int max) throws NoZone {
        if (!isDigit(peek())) {
            throw new NoZone();
        }
        int number = 0;
        while (isDigit(peek())) {
            number = number * 10 + text.charAt(offset++) - '0';
            if (number > max) {
                throw new NoZone();
            }
        }
        if (number < min) {
            throw new NoZone();
        }
        return number;
    }

    /// Reads `Mm.w.d`, `Jn` or `n`, each with `/time` or without.
    private YearlyDate date() throws NoZone {
        return switch (peek()) {
            case 'M' -> {
                offset++;
                int month = number(1, 12);
                expect('.');
                int week = number(1, 5);
                expect('.');
                int weekday = number(0, 6);
                yield new WeekdayOfMonth(month, week, weekday, changeSecond());
            }
            case 'J' -> {
                offset++;
                int day = number(1, 365);
                yield new DayOfYear(day - 1, true, changeSecond());
            }
            default -> {
                int day = number(0, 365);
                yield new DayOfYear(day, false, changeSecond());
            }
        };
    }

    private int changeSecond() throws NoZone {
        if (peek() != '/') {
            return CHANGE_SECOND;
        }
        offset++;
        return seconds();
    }
}
