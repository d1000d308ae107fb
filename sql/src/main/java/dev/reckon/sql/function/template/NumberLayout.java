package dev.reckon.sql.function.template;

import dev.reckon.sql.function.template.NumberPattern.Anchor;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;

/// Lays the digits of a number out by a template, place by place, as PostgreSQL's `formatting.c`
/// does: odd templates show what it makes of them. For one thread.
final class NumberLayout {
    private static final int ROMAN_WIDTH = 15;

    private final NumberPattern pattern;

    /// Digits, perhaps with a point, without a sign; or a number in Roman digits.
    private final String number;

    /// `+` or `-`; NUL for Roman digits, which have none.
    private final char sign;

    /// How many places stay blank before the first digit.
    private final int blankCount;

    /// Behind which offset of the number nothing is shown, or -1: FM leaves zeros out.
    private final int lastShown;

    private final int placeCount;
    private final StringBuilder text = new StringBuilder();
    private boolean isSignWritten;

    /// Whether a digit was written last: only then is a separator.
    private boolean isInNumber;

    private int place;
    private int offset;

    private NumberLayout(NumberPattern given, String number, char sign, int blankCount) {
        this.number = number;
        this.sign = sign;
        this.blankCount = blankCount;
        boolean hasOwnSign = given.plus() || given.minus();
        boolean brackets = given.brackets();
        Anchor anchor = given.anchor();
        if (hasOwnSign) {
            isSignWritten = given.minus();
        } else {
            brackets &= sign == '-' || given.fill();
            isSignWritten = sign == '+' && !given.fill() && anchor == Anchor.NONE;
            if (anchor == Anchor.FIRST_DIGIT && given.whole() == given.anchorPlace()) {
                anchor = Anchor.LAST_DIGIT;
            }
        }
        pattern = given.with(given.whole(), given.fraction(), brackets, anchor);
        lastShown = lastShown();
        int count = pattern.whole() + pattern.fraction() - 1;
        placeCount = !isSignWritten && blankCount == 0 ? count + 1 : count;
    }

    /// Returns a number as a template shows it.
    ///
    /// @param pattern with as many places as the number was made for
    /// @param blankCount how many of the places before the point it leaves free
    static String of(NumberPattern pattern, String number, boolean isNegative, int blankCount) {
        return new NumberLayout(pattern, number, isNegative ? '-' : '+', blankCount).text();
    }

    /// Returns Roman digits as a template shows them: little but FM counts there.
    static String ofRoman(NumberPattern pattern, String digits) {
        var plain =
                new NumberPattern(
                        pattern.pieces(),
                        0,
                        0,
                        0,
                        false,
                        -1,
                        0,
                        Anchor.NONE,
                        0,
                        pattern.fill(),
                        false,
                        true,
                        false,
                        false,
                        false,
                        false);
        return new NumberLayout(plain, digits, '\0', 0).text();
    }

    private int lastShown() {
        int point = number.indexOf('.');
        if (pattern.fill() || !pattern.hasPoint() || point < 0) {
            return -1;
        }
        int last = point;
        for (int i = point + 1; i < number.length(); i++) {
            last = number.charAt(i) == '0' ? last : i;
        }
        // Zeros that the template asks for are shown.
        return pattern.zeroEnd() > blankCount
                ? Math.max(last, Math.min(number.length() - 1, pattern.zeroEnd() - blankCount))
                : last;
    }

    private String text() {
        for (String piece : Cancellation.each(pattern.pieces())) {
            piece(piece);
        }
        // A place behind the number's end is C's end of a text.
        int end = text.indexOf("\0");
        return end < 0 ? text.toString() : text.substring(0, end);
    }

    private void piece(String piece) {
        switch (piece) {
            case "9", "0", ".", "D" -> place(piece.equals("0"));
            case ",", "G" -> {
                if (isInNumber) {
                    text.append(',');
                } else {
                    blank();
                }
            }
            case "L" -> text.append(' ');
            case "RN", "rn" -> {
                String digits = piece.equals("rn") ? number.toLowerCase(Locale.ROOT) : number;
                text.append(
                        pattern.fill()
                                ? " ".repeat(Math.max(0, ROMAN_WIDTH - digits.length())) + digits
                                : digits);
            }
            case "TH", "th" -> ordinal(piece.equals("TH"));
            case "MI" -> {
                if (sign == '-') {
                    text.append('-');
                } else {
                    blank();
                }
            }
            case "PL" -> {
                if (sign == '+') {
                    text.append('+');
                } else {
                    blank();
                }
            }
            case "SG" -> text.append(sign);
            default -> text.append(piece.startsWith("'") ? piece.substring(1) : "");
        }
    }

    private void blank() {
        if (pattern.fill()) {
            text.append(' ');
        }
    }

    private void ordinal(boolean isUpper) {
        if (pattern.roman() || number.startsWith("#") || sign == '-' || pattern.hasPoint()) {
            return;
        }
        char last = number.charAt(number.length() - 1);
        if (last < '0' || last > '9') {
            throw new DatabaseException(
                    SqlState.INVALID_TEXT_REPRESENTATION, "\"" + number + "\" is not a number");
        }
        String suffix = TimeToChar.suffix(number);
        text.append(isUpper ? suffix.toUpperCase(Locale.ROOT) : suffix);
    }

    private void place(boolean isZero) {
        if (pattern.roman()) {
            return;
        }
        isInNumber = false;
        boolean endsAtPoint = lastShown >= 0 && number.charAt(lastShown) == '.';
        boolean isDigitNext =
                place >= blankCount || (pattern.showsZeros() && pattern.zeroStart() == place);
        if (!isSignWritten && isDigitNext && (!isBlankZero() || endsAtPoint)) {
            leadingSign();
        }
        if (place < blankCount) {
            if (pattern.showsZeros() && pattern.zeroStart() <= place) {
                text.append('0');
                isInNumber = true;
            } else {
                blank();
            }
        } else {
            character(isZero, endsAtPoint);
            offset = Math.min(offset + 1, number.length());
        }
        int end = placeCount + (blankCount > 0 ? 1 : 0) + (pattern.hasPoint() ? 1 : 0);
        if (lastShown >= 0 && lastShown == offset) {
            end = place;
        }
        if (place + 1 == end) {
            trailingSign();
        }
        place++;
    }

    /// Returns whether the next digit is the 0 of `0.1`, which a template of nines leaves out.
    private boolean isBlankZero() {
        return !pattern.showsZeros()
                && offset == 0
                && number.startsWith("0")
                && pattern.fraction() != 0;
    }

    private void leadingSign() {
        if (pattern.isAnchored()) {
            if (pattern.anchor() == Anchor.FIRST_DIGIT) {
                text.append(sign);
                isSignWritten = true;
            }
            return;
        }
        if (pattern.brackets()) {
            text.append(sign == '+' ? ' ' : '<');
        } else if (sign == '-') {
            text.append('-');
        } else {
            blank();
        }
        isSignWritten = true;
    }

    private void trailingSign() {
        if (isSignWritten && pattern.brackets()) {
            text.append(sign == '+' ? ' ' : '>');
        } else if (pattern.anchor() == Anchor.LAST_DIGIT) {
            text.append(sign);
        }
    }

    /// Writes the number's next character.
    private void character(boolean isZero, boolean endsAtPoint) {
        char next = offset < number.length() ? number.charAt(offset) : '\0';
        if (next == '.') {
            text.append('.');
        } else if (lastShown >= 0 && offset > lastShown && !isZero) {
            return;
        } else if (isBlankZero()) {
            if (pattern.fill()) {
                text.append(' ');
            } else if (endsAtPoint) {
                text.append('0');
            }
        } else {
            text.append(next);
            isInNumber = true;
        }
    }
}
