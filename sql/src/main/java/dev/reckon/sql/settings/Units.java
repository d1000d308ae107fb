package dev.reckon.sql.settings;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Numbers with units of memory and time, as PostgreSQL's chapter "Parameter Names and Values" has
/// them.
final class Units {
    /// Units from the largest, with what each is in the smallest of its kind.
    private static final List<Unit> MEMORY =
            List.of(
                    new Unit("TB", 1L << 40),
                    new Unit("GB", 1L << 30),
                    new Unit("MB", 1L << 20),
                    new Unit("kB", 1L << 10),
                    new Unit("B", 1));

    private static final List<Unit> TIME =
            List.of(
                    new Unit("d", 86_400_000_000L),
                    new Unit("h", 3_600_000_000L),
                    new Unit("min", 60_000_000L),
                    new Unit("s", 1_000_000L),
                    new Unit("ms", 1000),
                    new Unit("us", 1));

    private record Unit(String name, long size) {}

    private Units() {}

    /// Returns the units that fit a setting's, which may be a multiple such as `8kB`.
    private static List<Unit> family(String unit) {
        return unit.endsWith("B") ? MEMORY : TIME;
    }

    private static long size(String unit) {
        int digits = 0;
        while (digits < unit.length() && Character.isDigit(unit.charAt(digits))) {
            digits++;
        }
        long factor = digits == 0 ? 1 : Long.parseLong(unit.substring(0, digits));
        String name = unit.substring(digits);
        return family(unit).stream()
                        .filter(each -> each.name.equals(name))
                        .findFirst()
                        .orElseThrow()
                        .size
                * factor;
    }

    /// Reads a number, with or without a unit, as a number of the setting's unit; empty when it is
    /// none.
    static Optional<Double> parse(String text, Setting setting) {
        String stripped = text.strip();
        int end = stripped.length();
        while (end > 0 && Character.isLetter(stripped.charAt(end - 1))) {
            end--;
        }
        if (stripped.toLowerCase(Locale.ROOT).startsWith("0x")) {
            end = stripped.length();
        }
        String unit = stripped.substring(end);
        Optional<Double> number = number(stripped.substring(0, end).strip());
        if (unit.isEmpty() || number.isEmpty()) {
            return unit.isEmpty() ? number : Optional.empty();
        }
        if (setting.unit().isEmpty()) {
            return Optional.empty();
        }
        return family(setting.unit()).stream()
                .filter(each -> each.name.equals(unit))
                .findFirst()
                .map(each -> number.get() * each.size / size(setting.unit()));
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(
                    text.toLowerCase(Locale.ROOT).startsWith("0x")
                            ? Long.parseLong(text.substring(2), 16)
                            : Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Prints a number without a unit, and without a fraction where it is whole.
    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// Prints a number of the setting's unit with the largest unit that leaves it whole.
    static String print(String number, Setting setting) {
        if (setting.unit().isEmpty()
                || setting.kind() == Setting.Kind.STRING
                || number.isEmpty()
                || number.startsWith("-")
                || number.equals("0")) {
            return number;
        }
        BigDecimal count =
                new BigDecimal(number).multiply(BigDecimal.valueOf(size(setting.unit())));
        for (Unit unit : family(setting.unit())) {
            BigDecimal[] quotient = count.divideAndRemainder(BigDecimal.valueOf(unit.size));
            if (quotient[1].signum() == 0) {
                return quotient[0].toBigInteger() + unit.name;
            }
        }
        return number;
    }

    /// Returns the units that a hint names.
    static String names(Setting setting) {
        return setting.unit().endsWith("B")
                ? "\"B\", \"kB\", \"MB\", \"GB\", and \"TB\""
                : "\"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\"";
    }
}
