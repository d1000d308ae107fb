package dev.reckon.sql.function.text;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them: `12 MB`.
public final class SizeText {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");
    private static final int SHIFT = 10;

    /// A unit is used until the next one has two digits and a half.
    private static final BigInteger LIMIT = BigInteger.valueOf(10 * 1024);

    private static final BigInteger HALF_LIMIT = BigInteger.valueOf(20 * 1024 - 1);
    private static final Pattern SIZE =
            Pattern.compile(
                    "\\s*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\\s*(.*?)\\s*",
                    Pattern.DOTALL);

    private SizeText() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "pg_size_pretty(int8)" -> text(row -> pretty(BigInteger.valueOf(row.number(0))));
            case "pg_size_pretty(numeric)" -> text(row -> pretty(row.decimal(0)));
            case "pg_size_bytes(text)" -> number(row -> bytes(row.text(0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static String pretty(BigDecimal size) {
        return size.abs().compareTo(new BigDecimal(LIMIT)) < 0
                ? size.toPlainString() + " bytes"
                : pretty(size.setScale(0, RoundingMode.DOWN).toBigInteger());
    }

    /// Counts in halves from kB on, so that the last step rounds.
    private static String pretty(BigInteger size) {
        if (size.abs().compareTo(LIMIT) < 0) {
            return size + " bytes";
        }
        BigInteger halves = size.divide(BigInteger.valueOf(1L << (SHIFT - 1)));
        int unit = 1;
        while (halves.abs().compareTo(HALF_LIMIT) >= 0 && unit < UNITS.size() - 1) {
            halves = halves.divide(BigInteger.valueOf(1L << SHIFT));
            unit++;
        }
        BigInteger half = halves.signum() < 0 ? BigInteger.ONE.negate() : BigInteger.ONE;
        return halves.add(half).divide(BigInteger.TWO) + " " + UNITS.get(unit);
    }

    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text);
        }
        String unit = matcher.group(2);
        BigDecimal size;
        try {
            size = new BigDecimal(matcher.group(1));
        } catch (NumberFormatException wildExponent) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        if (!unit.isEmpty()) {
            int shift = -1;
            for (int i = 0; i < UNITS.size(); i++) {
                if (UNITS.get(i).toLowerCase(Locale.ROOT).equals(unit.toLowerCase(Locale.ROOT))) {
                    shift = i * SHIFT;
                }
            }
            if (shift < 0) {
                throw invalid(text)
                        .withDetail("Invalid size unit: \"" + unit + "\".")
                        .withHint(
                                "Valid units are \"bytes\", \"kB\", \"MB\", \"GB\", \"TB\", and"
                                        + " \"PB\".");
            }
            size = size.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)));
        }
        BigInteger whole = size.setScale(0, RoundingMode.HALF_UP).toBigInteger();
        if (whole.bitLength() > 63) {
            throw new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
        }
        return whole.longValueExact();
    }

    private static DatabaseException invalid(String text) {
        return new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"" + text + "\"");
    }
}
