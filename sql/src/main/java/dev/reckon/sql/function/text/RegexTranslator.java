package dev.reckon.sql.function.text;

/// Rewrites one regular expression from PostgreSQL's syntax to the JDK's. For one thread, for one
/// pattern.
final class RegexTranslator {
    private final String pattern;
    private final boolean stops;
    private final boolean anchors;
    private final StringBuilder result = new StringBuilder();
    private int offset;

    RegexTranslator(String pattern, boolean stops, boolean anchors) {
        this.pattern = pattern;
        this.stops = stops;
        this.anchors = anchors;
    }

    String translate() {
        while (offset < pattern.length()) {
            char c = pattern.charAt(offset);
            switch (c) {
                case '\\' -> escape();
                case '[' -> bracket();
                case '$' -> {
                    result.append(anchors ? "$" : "\\z");
                    offset++;
                }
                case '{' -> brace();
                case '(' -> {
                    if (pattern.startsWith("(?#", offset)) {
                        int end = pattern.indexOf(')', offset);
                        offset = end < 0 ? pattern.length() : end + 1;
                    } else {
                        result.append('(');
                        offset++;
                        if (pattern.startsWith("?", offset)
                                && !pattern.startsWith("?:", offset)
                                && !pattern.startsWith("?=", offset)
                                && !pattern.startsWith("?!", offset)
                                && !pattern.startsWith("?<=", offset)
                                && !pattern.startsWith("?<!", offset)) {
                            throw Regex.invalid("quantifier operand invalid");
                        }
                    }
                }
                case '*', '+', '?' -> quantifier(c);
                default -> {
                    result.append(c);
                    offset++;
                }
            }
        }
        return result.toString();
    }

    /// `a*+` is possessive for the JDK and an error for PostgreSQL.
    private void quantifier(char c) {
        result.append(c);
        offset++;
        if (offset < pattern.length()
                && pattern.charAt(offset) == '?'
                && result.length() > 1
                && result.charAt(result.length() - 2) != '(') {
            result.append('?');
            offset++;
        }
        if (offset < pattern.length()
                && "*+".indexOf(pattern.charAt(offset)) >= 0
                && !result.toString().endsWith("(?")) {
            throw Regex.invalid("quantifier operand invalid");
        }
    }

    /// A brace that begins no bound stands for itself.
    private void brace() {
        if (offset + 1 < pattern.length() && Character.isDigit(pattern.charAt(offset + 1))) {
            if (offset == 0 || "(|".indexOf(pattern.charAt(offset - 1)) >= 0) {
                throw Regex.invalid("quantifier operand invalid");
            }
            result.append('{');
        } else {
            result.append("\\{");
        }
        offset++;
    }

    private void escape() {
        if (offset + 1 >= pattern.length()) {
            throw Regex.invalid("invalid escape \\ sequence");
        }
        char c = pattern.charAt(offset + 1);
        offset += 2;
        switch (c) {
            case 'y' -> result.append("\\b");
            case 'Y' -> result.append("\\B");
            case 'm' -> result.append("\\b(?=\\w)");
            case 'M' -> result.append("\\b(?<=\\w)");
            case 'Z' -> result.append("\\z");
            case 'a' -> result.append("\\x07");
            case 'b' -> result.append("\\x08");
            case 'B' -> result.append("\\\\");
            case 'v' -> result.append("\\x0B");
            case 'c' -> {
                result.append("\\c");
                if (offset < pattern.length()) {
                    result.append(Character.toUpperCase(pattern.charAt(offset++)));
                }
            }
            case 'x' -> hexadecimal();
            case '0' -> result.append("\\x00");
            default -> {
                if (Character.isLetter(c) && "dDsSwWAnrtefuU".indexOf(c) < 0) {
                    throw Regex.invalid("invalid escape \\ sequence");
                }
                result.append('\\').append(c);
            }
        }
    }

    private void hexadecimal() {
        int start = offset;
        while (offset < pattern.length() && Character.digit(pattern.charAt(offset), 16) >= 0) {
            offset++;
        }
        result.append("\\x{").append(pattern, start, offset).append('}');
    }

    /// `[…]`, in which POSIX classes have brackets of their own.
    private void bracket() {
        if (pattern.startsWith("[[:<:]]", offset) || pattern.startsWith("[[:>:]]", offset)) {
            result.append(pattern.charAt(offset + 3) == '<' ? "\\b(?=\\w)" : "\\b(?<=\\w)");
            offset += 7;
            return;
        }
        result.append('[');
        offset++;
        boolean negated = offset < pattern.length() && pattern.charAt(offset) == '^';
        if (negated) {
            result.append('^');
            offset++;
            if (stops) {
                result.append("\\n");
            }
        }
        boolean first = true;
        while (true) {
            if (offset >= pattern.length()) {
                throw Regex.invalid("brackets [] not balanced");
            }
            char c = pattern.charAt(offset);
            if (c == ']' && !first) {
                result.append(']');
                offset++;
                return;
            }
            first = false;
            if (c == '['
                    && offset + 1 < pattern.length()
                    && ":.=".indexOf(pattern.charAt(offset + 1)) >= 0) {
                characterClass();
            } else if (c == '\\') {
                escapeInBracket();
            } else {
                if ("[]&^~".indexOf(c) >= 0 || (c == '-' && atEdge())) {
                    result.append('\\');
                }
                result.append(c);
                offset++;
            }
        }
    }

    private boolean atEdge() {
        return pattern.startsWith("-]", offset) || result.charAt(result.length() - 1) == '[';
    }

    private void escapeInBracket() {
        if (offset + 1 >= pattern.length()) {
            throw Regex.invalid("brackets [] not balanced");
        }
        char c = pattern.charAt(offset + 1);
        offset += 2;
        switch (c) {
            case 'a' -> result.append("\\x07");
            case 'b' -> result.append("\\x08");
            case 'v' -> result.append("\\x0B");
            case 'x' -> hexadecimal();
            default -> result.append('\\').append(c);
        }
    }

    private void characterClass() {
        char kind = pattern.charAt(offset + 1);
        int end = pattern.indexOf(kind + "]", offset + 2);
        if (end < 0) {
            throw Regex.invalid("brackets [] not balanced");
        }
        String name = pattern.substring(offset + 2, end);
        offset = end + 2;
        if (kind != ':') {
            for (int i = 0; i < name.length(); i++) {
                result.append('\\')
                        .append("x{")
                        .append(Integer.toHexString(name.charAt(i)))
                        .append('}');
            }
            return;
        }
        result.append(
                switch (name) {
                    case "alpha" -> "\\p{Alpha}";
                    case "digit" -> "\\p{Digit}";
                    case "alnum" -> "\\p{Alnum}";
                    case "upper" -> "\\p{Upper}";
                    case "lower" -> "\\p{Lower}";
                    case "space" -> "\\s\\x0B";
                    case "blank" -> "\\p{Blank}";
                    case "punct" -> "\\p{Punct}";
                    case "print" -> "\\p{Print}";
                    case "graph" -> "\\p{Graph}";
                    case "cntrl" -> "\\p{Cntrl}";
                    case "xdigit" -> "\\p{XDigit}";
                    case "word" -> "\\w";
                    default -> throw Regex.invalid("invalid character class");
                });
    }
}
