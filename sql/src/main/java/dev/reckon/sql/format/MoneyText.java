package dev.reckon.sql.format;

import dev.reckon.storage.type.DataType;
import java.math.BigInteger;

/// money as text, as in the C locale: `$1,234.50`, held in cents.
final class MoneyText {
    private static final int GROUP = 3;
    private static final int FRACTION_DIGITS = 2;

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

    /// Reads an amount with or without `$`, commas, and a sign or a parenthesis before it; what is
    /// empty is nothing.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22P02, 22003
    static long read(String text) {
        int offset = afterSymbol(text, 0);
        boolean isNegative = false;
        if (offset < text.length() && "-(+".indexOf(text.charAt(offset)) >= 0) {
            isNegative = text.charAt(offset) != '+';
            offset++;
        }
        offset = afterSymbol(text, offset);
        var digits = new StringBuilder("0");
        int fractionCount = 0;
        boolean hasPoint = false;
        for (; offset < text.length(); offset++) {
            char c = text.charAt(offset);
            if (isDigit(c) && fractionCount < FRACTION_DIGITS) {
                digits.append(c);
                fractionCount += hasPoint ? 1 : 0;
            } else if (c == '.' && !hasPoint) {
                hasPoint = true;
            } else if (c != ',') {
                break;
            }
        }
        var cents = new BigInteger(digits + "0".repeat(FRACTION_DIGITS - fractionCount));
        if (offset < text.length() && isDigit(text.charAt(offset)) && text.charAt(offset) >= '5') {
            cents = cents.add(BigInteger.ONE);
        }
        while (offset < text.length() && isDigit(text.charAt(offset))) {
            offset++;
        }
        for (; offset < text.length(); offset++) {
            char c = text.charAt(offset);
            if (c == '-') {
                isNegative = true;
            } else if (!isBlank(c) && ")+$".indexOf(c) < 0) {
                throw InputErrors.syntax(DataType.MONEY, text);
            }
        }
        BigInteger signed = isNegative ? cents.negate() : cents;
        if (signed.bitLength() >= Long.SIZE) {
            throw InputErrors.outOfRange(DataType.MONEY, text);
        }
        return signed.longValueExact();
    }

    /// Returns the offset behind blanks and a currency symbol.
    private static int afterSymbol(String text, int start) {
        int offset = afterBlanks(text, start);
        return text.startsWith("$", offset) ? afterBlanks(text, offset + 1) : offset;
    }

    private static int afterBlanks(String text, int start) {
        int offset = start;
        while (offset < text.length() && isBlank(text.charAt(offset))) {
            offset++;
        }
        return offset;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
