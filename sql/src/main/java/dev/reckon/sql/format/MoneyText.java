package dev.reckon.sql.format;

import dev.reckon.storage.type.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// money as text, as in the C locale: `$1,234.50`, held in cents.
final class MoneyText {
    private static final int GROUP = 3;

    private MoneyText() {}

    static String text(long cents) {
        String digits = Long.toUnsignedString(Math.abs(cents));
        digits = "0".repeat(Math.max(0, GROUP - digits.length())) + digits;
        String whole = digits.substring(0, digits.length() - 2);
        var text = new StringBuilder(cents < 0 ? "-$" : "$");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % GROUP == 0) {
                text.append(',');
            }
            text.append(whole.charAt(i));
        }
        return text.append('.').append(digits.substring(digits.length() - 2)).toString();
    }

    /// Reads an amount with or without `$`, commas and parentheses for a negative one.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22P02, 22003
    static long read(String text) {
        String trimmed = NumberText.trim(text);
        boolean negative = trimmed.startsWith("(") || trimmed.startsWith("-");
        String digits = trimmed.replaceAll("[()$,\\s]", "").replaceFirst("^[-+]", "");
        if (digits.startsWith("-")) {
            negative = true;
            digits = digits.substring(1);
        }
        if (!digits.matches("[0-9]*\\.?[0-9]*") || digits.isEmpty() || digits.equals(".")) {
            throw InputErrors.syntax(DataType.MONEY, text);
        }
        BigDecimal cents =
                new BigDecimal(digits).movePointRight(2).setScale(0, RoundingMode.HALF_UP);
        BigDecimal signed = negative ? cents.negate() : cents;
        if (signed.unscaledValue().bitLength() > 63) {
            throw InputErrors.outOfRange(DataType.MONEY, text);
        }
        return signed.longValueExact();
    }
}
