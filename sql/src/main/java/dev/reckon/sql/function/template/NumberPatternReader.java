package dev.reckon.sql.function.template;

import dev.reckon.sql.function.template.NumberPattern.Anchor;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a template for numbers. For one thread.
final class NumberPatternReader {
    private static final String[] PATTERNS = {
        "EEEE", "FM", "MI", "PL", "PR", "RN", "SG", "SP", "TH", "B", "C", "D", "G", "L", "S", "V",
        "0", "9", ".", ","
    };

    private final String template;
    private final List<String> pieces = new ArrayList<>();
    private int whole;
    private int fraction;
    private int shift;
    private int zeroStart = -1;
    private int zeroEnd;
    private Anchor anchor = Anchor.NONE;
    private int anchorPlace;
    private boolean fill = true;
    private boolean exponent;
    private boolean roman;
    private boolean minus;
    private boolean plus;
    private boolean brackets;
    private boolean hasPoint;
    private boolean hasShift;
    private boolean isBlank;

    NumberPatternReader(String template) {
        this.template = template;
    }

    NumberPattern read() {
        int offset = 0;
        while (offset < template.length()) {
            Cancellation.check(pieces.size());
            String pattern = patternAt(offset);
            if (!pattern.isEmpty()) {
                offset += pattern.length();
                String upper = pattern.toUpperCase(Locale.ROOT);
                take(upper);
                boolean keepsCase = upper.equals("TH") || upper.equals("RN");
                pieces.add(keepsCase ? pattern : upper);
            } else if (template.charAt(offset) == '"') {
                offset = quoted(offset + 1);
            } else {
                if (template.startsWith("\\\"", offset)) {
                    offset++;
                }
                int end = template.offsetByCodePoints(offset, 1);
                pieces.add("'" + template.substring(offset, end));
                offset = end;
            }
        }
        return new NumberPattern(
                pieces,
                whole,
                fraction,
                shift,
                hasShift,
                zeroStart,
                zeroEnd,
                anchor,
                anchorPlace,
                fill,
                exponent,
                roman,
                minus,
                plus,
                brackets,
                hasPoint);
    }

    private String patternAt(int offset) {
        for (String pattern : PATTERNS) {
            if (template.startsWith(pattern, offset)
                    || template.startsWith(pattern.toLowerCase(Locale.ROOT), offset)) {
                return template.substring(offset, offset + pattern.length());
            }
        }
        return "";
    }

    /// Adds the text up to the closing quote; a backslash takes what follows as it is.
    private int quoted(int start) {
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

    private void take(String pattern) {
        if (exponent && !pattern.equals("EEEE")) {
            throw syntax("\"EEEE\" must be the last pattern used");
        }
        switch (pattern) {
            case "9", "0" -> digit(pattern);
            case ".", "D" -> point();
            case "B" -> isBlank |= whole == 0 && fraction == 0 && zeroStart < 0;
            case "FM" -> fill = false;
            case "S" -> anchored();
            case "MI" -> {
                requireNoAnchor(pattern);
                minus = true;
            }
            case "PL" -> {
                requireNoAnchor(pattern);
                plus = true;
            }
            case "SG" -> {
                requireNoAnchor(pattern);
                minus = true;
                plus = true;
            }
            case "PR" -> {
                if (anchor != Anchor.NONE || plus || minus) {
                    throw syntax("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                }
                brackets = true;
            }
            case "RN" -> roman = true;
            case "V" -> {
                if (hasPoint) {
                    throw syntax("cannot use \"V\" and decimal point together");
                }
                hasShift = true;
            }
            case "EEEE" -> exponent();
            default -> {}
        }
    }

    private void digit(String pattern) {
        if (brackets) {
            throw syntax("\"" + pattern + "\" must be ahead of \"PR\"");
        }
        boolean isZero = pattern.equals("0");
        if (!isZero && hasShift) {
            shift++;
            return;
        }
        if (isZero && zeroStart < 0 && !hasPoint) {
            zeroStart = whole;
        }
        if (hasPoint) {
            fraction++;
        } else {
            whole++;
        }
        zeroEnd = isZero ? whole + fraction : zeroEnd;
    }

    private void point() {
        if (hasPoint) {
            throw syntax("multiple decimal points");
        }
        if (hasShift) {
            throw syntax("cannot use \"V\" and decimal point together");
        }
        hasPoint = true;
    }

    private void anchored() {
        if (anchor != Anchor.NONE) {
            throw syntax("cannot use \"S\" twice");
        }
        if (plus || minus || brackets) {
            throw syntax("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
        }
        anchor = hasPoint ? Anchor.LAST_DIGIT : Anchor.FIRST_DIGIT;
        anchorPlace = whole;
    }

    private void requireNoAnchor(String pattern) {
        if (anchor != Anchor.NONE) {
            throw syntax("cannot use \"S\" and \"" + pattern + "\" together");
        }
    }

    private void exponent() {
        if (exponent) {
            throw syntax("cannot use \"EEEE\" twice");
        }
        if (isBlank
                || !fill
                || anchor != Anchor.NONE
                || brackets
                || minus
                || plus
                || roman
                || hasShift) {
            throw syntax("\"EEEE\" is incompatible with other formats")
                    .withDetail(
                            "\"EEEE\" may only be used together with digit and decimal point"
                                    + " patterns.");
        }
        exponent = true;
    }

    private static DatabaseException syntax(String message) {
        return new DatabaseException(SqlState.SYNTAX_ERROR, message);
    }
}
