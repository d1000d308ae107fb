package dev.reckon.sql.function.template;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A template for numbers, cut into pieces, with what it says as a whole.
///
/// @param pieces patterns in upper case, or literal texts with a quote before them
/// @param whole the number of digit places before the point
/// @param fraction the number of digit places after it
/// @param shift the digit places after V
/// @param zeroStart the first place before the point, from 0, that shows zeros; all places when
///   none
record NumberPattern(
        List<String> pieces,
        int whole,
        int fraction,
        int shift,
        int zeroStart,
        int lastFractionZero,
        boolean fill,
        boolean exponent,
        boolean roman,
        boolean lowerRoman,
        boolean lockedSign,
        boolean signFirst,
        boolean minus,
        boolean plus,
        boolean brackets,
        boolean hasPoint) {
    private static final String[] PATTERNS = {
        "EEEE", "FM", "MI", "PL", "PR", "RN", "SG", "SP", "TH", "th", "rn", "B", "D", "G", "L", "S",
        "V", "0", "9", ".", ",", "C"
    };

    static NumberPattern parse(String template) {
        List<String> pieces = new ArrayList<>();
        int whole = 0;
        int fraction = 0;
        int shift = 0;
        int zeroStart = -1;
        int lastFractionZero = 0;
        boolean fill = true;
        boolean exponent = false;
        boolean roman = false;
        boolean lower = false;
        boolean locked = false;
        boolean signFirst = false;
        boolean minus = false;
        boolean plus = false;
        boolean brackets = false;
        boolean point = false;
        boolean afterV = false;
        int i = 0;
        while (i < template.length()) {
            String pattern = patternAt(template, i);
            if (pattern.isEmpty()) {
                if (template.charAt(i) == '"') {
                    i = quoted(template, i + 1, pieces);
                } else {
                    if (template.startsWith("\\\"", i)) {
                        i++;
                    }
                    pieces.add("'" + template.charAt(i++));
                }
                continue;
            }
            String upper = pattern.toUpperCase(Locale.ROOT);
            i += pattern.length();
            switch (upper) {
                case "FM" -> {
                    fill = false;
                    continue;
                }
                case "9", "0" -> {
                    if (brackets) {
                        throw syntax("\"9\" must be ahead of \"PR\"");
                    }
                    if (afterV) {
                        shift++;
                    } else if (point) {
                        fraction++;
                        lastFractionZero = upper.equals("0") ? fraction : lastFractionZero;
                    } else {
                        if (upper.equals("0") && zeroStart < 0) {
                            zeroStart = whole;
                        }
                        whole++;
                    }
                    if (upper.equals("0") && zeroStart < 0) {
                        zeroStart = whole;
                    }
                }
                case ".", "D" -> {
                    if (point) {
                        throw syntax("multiple decimal points");
                    }
                    if (afterV) {
                        throw syntax("cannot use \"V\" and decimal point together");
                    }
                    point = true;
                }
                case "V" -> {
                    if (point) {
                        throw syntax("cannot use \"V\" and decimal point together");
                    }
                    afterV = true;
                }
                case "S" -> {
                    if (locked) {
                        throw syntax("cannot use \"S\" twice");
                    }
                    locked = true;
                    signFirst = whole == 0 && fraction == 0 && shift == 0;
                }
                case "MI" -> minus = true;
                case "PL" -> plus = true;
                case "SG" -> {
                    minus = true;
                    plus = true;
                }
                case "PR" -> brackets = true;
                case "RN" -> {
                    roman = true;
                    lower = pattern.equals("rn");
                }
                case "EEEE" -> exponent = true;
                default -> {}
            }
            pieces.add(upper.equals("TH") ? pattern : upper);
        }
        return new NumberPattern(
                pieces,
                whole,
                fraction,
                shift,
                zeroStart < 0 ? whole + shift : zeroStart,
                lastFractionZero,
                fill,
                exponent,
                roman,
                lower,
                locked,
                signFirst,
                minus,
                plus,
                brackets,
                point);
    }

    /// Adds the text up to the closing quote; a backslash takes what follows as it is.
    private static int quoted(String template, int start, List<String> pieces) {
        var text = new StringBuilder("'");
        int i = start;
        while (i < template.length() && template.charAt(i) != '"') {
            if (template.charAt(i) == '\\' && i + 1 < template.length()) {
                i++;
            }
            text.append(template.charAt(i++));
        }
        pieces.add(text.toString());
        return Math.min(template.length(), i + 1);
    }

    private static String patternAt(String template, int offset) {
        for (String pattern : PATTERNS) {
            if (template.startsWith(pattern, offset)
                    || template.startsWith(pattern.toLowerCase(Locale.ROOT), offset)) {
                return template.substring(offset, offset + pattern.length());
            }
        }
        return "";
    }

    private static DatabaseException syntax(String message) {
        return new DatabaseException(SqlState.SYNTAX_ERROR, message);
    }
}
