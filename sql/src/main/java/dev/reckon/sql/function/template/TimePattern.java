package dev.reckon.sql.function.template;

import dev.reckon.storage.error.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A template for dates and times, cut into pieces.
final class TimePattern {
    /// The patterns, longer ones before their beginnings; as written in upper case.
    private static final String[] PATTERNS = {
        "A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "D", "FF1", "FF2",
        "FF3", "FF4", "FF5", "FF6", "FX", "HH24", "HH12", "HH", "IDDD", "ID", "IW", "IYYY", "IYY",
                "IY",
        "I", "J", "MI", "MM", "MONTH", "MON", "MS", "OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS",
        "SS", "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY", "YYY", "YY", "Y"
    };

    private static final Set<String> CAPITALIZED = Set.of("Day", "Dy", "Month", "Mon");

    private TimePattern() {}

    /// How the case of a pattern's letters is written.
    enum Letters {
        UPPER,
        CAPITAL,
        LOWER
    }

    /// A piece of a template.
    ///
    /// @param pattern the pattern in upper case; empty for literal text
    /// @param literal the text of a literal
    /// @param letters the case in which the pattern is written
    /// @param fill whether it is padded: not after FM
    /// @param ordinal `TH`, `th` or nothing
    record Piece(
            String pattern,
            String literal,
            Letters letters,
            boolean fill,
            String ordinal,
            boolean quoted) {}

    static List<Piece> parse(String template) {
        List<Piece> pieces = new ArrayList<>();
        int i = 0;
        while (i < template.length()) {
            Cancellation.check(pieces.size());
            boolean fill = true;
            if (template.startsWith("FM", i) || template.startsWith("fm", i)) {
                fill = false;
                i += 2;
            } else if (template.startsWith("TM", i) || template.startsWith("tm", i)) {
                fill = false;
                i += 2;
            }
            if (i >= template.length()) {
                break;
            }
            String pattern = patternAt(template, i);
            if (pattern.isEmpty()) {
                i = literal(template, i, pieces);
                continue;
            }
            String written = template.substring(i, i + pattern.length());
            i += pattern.length();
            String ordinal = "";
            if (template.startsWith("TH", i) || template.startsWith("th", i)) {
                ordinal = template.substring(i, i + 2);
                i += 2;
            }
            pieces.add(new Piece(pattern, "", letters(written), fill, ordinal, false));
        }
        return pieces;
    }

    private static String patternAt(String template, int offset) {
        for (String pattern : PATTERNS) {
            if (template.regionMatches(true, offset, pattern, 0, pattern.length())
                    && isPattern(template.substring(offset, offset + pattern.length()))) {
                return pattern;
            }
        }
        return "";
    }

    /// Names may be capitalized; other patterns are in one case.
    private static boolean isPattern(String written) {
        return written.equals(written.toUpperCase(Locale.ROOT))
                || written.equals(written.toLowerCase(Locale.ROOT))
                || CAPITALIZED.contains(written);
    }

    private static Letters letters(String written) {
        if (Character.isLowerCase(written.charAt(0))) {
            return Letters.LOWER;
        }
        return written.length() > 1 && Character.isLowerCase(written.charAt(1))
                ? Letters.CAPITAL
                : Letters.UPPER;
    }

    private static int literal(String template, int start, List<Piece> pieces) {
        char c = template.charAt(start);
        if (c == '"') {
            var text = new StringBuilder();
            int i = start + 1;
            while (i < template.length() && template.charAt(i) != '"') {
                if (template.charAt(i) == '\\' && i + 1 < template.length()) {
                    i++;
                }
                text.append(template.charAt(i++));
            }
            pieces.add(new Piece("", text.toString(), Letters.UPPER, true, "", true));
            return i + 1;
        }
        if (c == '\\' && start + 1 < template.length() && template.charAt(start + 1) == '"') {
            pieces.add(new Piece("", "\"", Letters.UPPER, true, "", false));
            return start + 2;
        }
        int end = template.offsetByCodePoints(start, 1);
        pieces.add(new Piece("", template.substring(start, end), Letters.UPPER, true, "", false));
        return end;
    }
}
