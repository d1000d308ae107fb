package dev.reckon.sql.function.template;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// to_number: reads a text by a template.
final class NumberFromChar {
    private NumberFromChar() {}

    static Value read(String text, String template) {
        NumberPattern pattern = NumberPattern.parse(template);
        if (template.isEmpty()) {
            return Value.Null.NULL;
        }
        if (pattern.roman()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"RN\" not supported for input");
        }
        if (pattern.exponent()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "\"EEEE\" not supported for input");
        }
        boolean negative = text.indexOf('-') >= 0 || (pattern.brackets() && text.indexOf('<') >= 0);
        var digits = new StringBuilder();
        boolean point = false;
        int wholeLeft = pattern.whole();
        int fractionLeft = pattern.fraction();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isDigit(c)) {
                if (point ? fractionLeft-- > 0 : wholeLeft-- > 0) {
                    digits.append(c);
                }
            } else if (c == '.' && pattern.hasPoint() && !point) {
                point = true;
                digits.append('.');
            }
        }
        String number = digits.toString();
        if (number.isEmpty() || number.equals(".")) {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    "invalid input syntax for type numeric: \" \"");
        }
        var value = new BigDecimal(number);
        return new Value.Numeric(negative ? value.negate() : value);
    }
}
