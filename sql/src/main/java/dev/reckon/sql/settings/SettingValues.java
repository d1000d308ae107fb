package dev.reckon.sql.settings;

import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.sql.format.calendar.Zones;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Checks values and brings them into the form that SHOW prints.
final class SettingValues {
    private static final int SECONDS_PER_HOUR = 3600;

    /// Above the most hours that POSIX's form of a zone has.
    private static final int POSIX_HOURS_END = 168;

    private SettingValues() {}

    /// Returns the value as SHOW prints it.
    ///
    /// @param before the value that it replaces, which fills in what a date style leaves out
    /// @throws DatabaseException 22023 when the setting can't have it, 0A000 when Reckon does not
    ///   act on it
    static String normalize(Setting setting, String text, String before) {
        String value =
                setting.name().equals("DateStyle")
                        ? DateStyles.read(setting, text, before)
                        : read(setting, text);
        OfferedValues.require(setting, value);
        return value;
    }

    private static String read(Setting setting, String text) {
        return switch (setting.kind()) {
            case BOOL -> bool(setting, text);
            case INTEGER -> integer(setting, text);
            case REAL -> real(setting, text);
            case ENUM -> oneOf(setting, text);
            case STRING -> string(setting, text);
        };
    }

    private static String bool(Setting setting, String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        boolean on =
                !word.isEmpty()
                        && ("true".startsWith(word)
                                || "yes".startsWith(word)
                                || word.equals("on")
                                || word.equals("1"));
        boolean off =
                !word.isEmpty()
                        && ("false".startsWith(word)
                                || "no".startsWith(word)
                                || word.equals("off")
                                || word.equals("of")
                                || word.equals("0"));
        if (on == off) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "parameter \"" + setting.name() + "\" requires a Boolean value");
        }
        return on ? "on" : "off";
    }

    private static String integer(Setting setting, String text) {
        Optional<Double> number = Units.parse(text, setting);
        if (number.isEmpty()) {
            throw invalid(setting, text, unitHint(setting));
        }
        long value = Math.round(number.get());
        checkRange(setting, (double) value, Long.toString(value));
        return Units.print(Long.toString(value), setting);
    }

    private static String real(Setting setting, String text) {
        Optional<Double> number = Units.parse(text, setting);
        if (number.isEmpty()) {
            throw invalid(setting, text, unitHint(setting));
        }
        double value = number.get();
        String printed = Units.plain(value);
        checkRange(setting, value, printed);
        return Units.print(printed, setting);
    }

    private static String unitHint(Setting setting) {
        return setting.unit().isEmpty()
                ? ""
                : "Valid units for this parameter are " + Units.names(setting) + ".";
    }

    private static void checkRange(Setting setting, double value, String printed) {
        double minimum = setting.minimum().orElse(Double.NEGATIVE_INFINITY);
        double maximum = setting.maximum().orElse(Double.POSITIVE_INFINITY);
        if (value < minimum || value > maximum) {
            String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "%s%s is outside the valid range for parameter \"%s\" (%s .. %s)"
                            .formatted(
                                    printed, unit, setting.name(), print(minimum), print(maximum)));
        }
    }

    private static String print(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e18
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    private static String oneOf(Setting setting, String text) {
        for (String value : setting.values()) {
            if (value.equalsIgnoreCase(text.strip())) {
                return value;
            }
        }
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (setting.values().contains("on") && List.of("true", "yes", "1").contains(word)) {
            return "on";
        }
        if (setting.values().contains("off") && List.of("false", "no", "0").contains(word)) {
            return "off";
        }
        String available = "Available values: " + String.join(", ", setting.values()) + ".";
        throw invalid(setting, text, available);
    }

    private static String string(Setting setting, String text) {
        return switch (setting.name()) {
            case "TimeZone" -> timeZone(setting, text);
            case "client_encoding" -> encoding(setting, text);
            default -> text;
        };
    }

    /// Reads a zone's name in any case, or an offset in hours east of UTC, which SHOW prints in
    /// POSIX's form.
    private static String timeZone(Setting setting, String text) {
        String name = text.strip();
        Optional<Double> hours = Units.parse(name, setting);
        if (hours.isPresent()) {
            int seconds = (int) (hours.get() * SECONDS_PER_HOUR);
            if (Math.abs(seconds) >= POSIX_HOURS_END * SECONDS_PER_HOUR) {
                throw invalid(setting, text, "").withDetail("UTC timezone offset is out of range.");
            }
            return "<%s>%s".formatted(posix(seconds), posix(-seconds));
        }
        return zone(name)
                .map(_ -> Zones.canonical(name))
                .orElseThrow(() -> invalid(setting, text, ""));
    }

    private static String posix(int seconds) {
        int rest = Math.abs(seconds) % SECONDS_PER_HOUR;
        return (seconds < 0 ? "-" : "+")
                + "%02d".formatted(Math.abs(seconds) / SECONDS_PER_HOUR)
                + (rest == 0 ? "" : ":%02d".formatted(rest / 60))
                + (rest % 60 == 0 ? "" : ":%02d".formatted(rest % 60));
    }

    /// Returns the zone that a value of TimeZone names; empty when there is none.
    static Optional<Zone> zone(String name) {
        return Zones.ofSetting(name);
    }

    private static String encoding(Setting setting, String text) {
        String name = text.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        if (name.equals("UTF8") || name.equals("UNICODE")) {
            return "UTF8";
        }
        if (name.equals("SQLASCII")) {
            return "SQL_ASCII"; // No conversion: the client gets the server's UTF-8 as it is.
        }
        throw invalid(setting, text, "Reckon talks to clients in UTF8 only.");
    }

    static DatabaseException invalid(Setting setting, String text, String hint) {
        var error =
                new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid value for parameter \"" + setting.name() + "\": \"" + text + "\"");
        return hint.isEmpty() ? error : error.withHint(hint);
    }
}
