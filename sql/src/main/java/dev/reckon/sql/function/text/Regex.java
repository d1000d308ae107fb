package dev.reckon.sql.function.text;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// PostgreSQL's advanced regular expressions, translated to the JDK's. [RegexSearch] matches them.
final class Regex {
    /// PostgreSQL refuses patterns from about here on.
    private static final int LENGTH_MAX = 50_000;

    /// `.*` or `.+`, perhaps in a group of its own, with nothing that says how often.
    private static final Pattern FREE_BEGINNING =
            Pattern.compile("(\\.[*+]|\\(\\.[*+]\\))(?![*+?{])");

    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\[1-9]");

    private Regex() {}

    /// What the letters after a pattern say.
    ///
    /// @param stops whether `.` and brackets with `^` don't match a newline
    /// @param anchors whether `^` and `$` match at newlines
    record Options(boolean global, int flags, boolean literal, boolean stops, boolean anchors) {
        static final Options NONE = parse("");

        /// Reads option letters.
        ///
        /// @throws DatabaseException 22023
        static Options parse(String letters) {
            int flags = 0;
            boolean global = false;
            boolean literal = false;
            boolean stops = false;
            boolean anchors = false;
            for (int i = 0; i < letters.length(); i++) {
                switch (letters.charAt(i)) {
                    case 'g' -> global = true;
                    case 'i' -> flags |= Pattern.CASE_INSENSITIVE;
                    case 'c' -> flags &= ~Pattern.CASE_INSENSITIVE;
                    case 'm', 'n', 'p', 's', 'w' -> {
                        char c = letters.charAt(i);
                        stops = c != 's' && c != 'w';
                        anchors = c != 's' && c != 'p';
                    }
                    case 'x' -> flags |= Pattern.COMMENTS;
                    case 'q' -> literal = true;
                    case 't' -> flags &= ~Pattern.COMMENTS;
                    case 'e', 'b' -> {}
                    default ->
                            throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "invalid regular expression option: \""
                                            + letters.substring(i, letters.offsetByCodePoints(i, 1))
                                            + "\"");
                }
            }
            return new Options(global, flags, literal, stops, anchors);
        }

        Options ignoringCase() {
            return new Options(global, flags | Pattern.CASE_INSENSITIVE, literal, stops, anchors);
        }
    }

    /// Compiles a pattern.
    ///
    /// @throws DatabaseException 2201B
    static Pattern compile(String pattern, Options options) {
        if (pattern.length() > LENGTH_MAX) {
            throw invalid("regular expression is too complex");
        }
        Options effective = options;
        String body = pattern;
        if (body.startsWith("***=")) {
            effective = new Options(options.global, options.flags, true, false, false);
            body = body.substring(4);
        } else if (body.startsWith("***:")) {
            body = body.substring(4);
        }
        if (body.startsWith("(?") && body.indexOf(')') > 0) {
            String letters = body.substring(2, body.indexOf(')'));
            if (letters.matches("[bceimnpqstwx]+")) {
                Options inner = Options.parse(letters);
                int flags = effective.flags;
                if (letters.indexOf('c') >= 0) {
                    flags &= ~Pattern.CASE_INSENSITIVE;
                }
                effective =
                        new Options(
                                effective.global,
                                flags | inner.flags,
                                inner.literal,
                                effective.stops || inner.stops,
                                effective.anchors || inner.anchors);
                body = body.substring(body.indexOf(')') + 1);
            }
        }
        int flags = effective.flags;
        if (effective.literal) {
            return Pattern.compile(body, flags | Pattern.LITERAL);
        }
        flags |= effective.stops ? Pattern.UNIX_LINES : Pattern.DOTALL;
        if (effective.anchors) {
            flags |= Pattern.MULTILINE | Pattern.UNIX_LINES;
        }
        try {
            String translated =
                    new RegexTranslator(body, effective.stops, effective.anchors).translate();
            return Pattern.compile(
                    effective.stops ? translated : withoutUselessStarts(translated), flags);
        } catch (PatternSyntaxException e) {
            throw invalid(reason(e.getDescription()));
        }
    }

    /// A pattern that begins with any number of any characters finds nothing from a later start
    /// when it finds nothing from the first: trying all of them would take time with the square of
    /// the text's length.
    ///
    /// @param translated where `.` matches every character
    private static String withoutUselessStarts(String translated) {
        return FREE_BEGINNING.matcher(translated).lookingAt()
                        && translated.indexOf('|') < 0
                        && !BACK_REFERENCE.matcher(translated).find()
                ? "\\G" + translated
                : translated;
    }

    private static String reason(String description) {
        if (description.startsWith("Unclosed character")) {
            return "brackets [] not balanced";
        }
        if (description.startsWith("Unclosed group")
                || description.startsWith("Unmatched closing")) {
            return "parentheses () not balanced";
        }
        if (description.startsWith("Dangling")) {
            return "quantifier operand invalid";
        }
        if (description.startsWith("Illegal repetition")
                || description.startsWith("Unclosed counted")) {
            return "invalid repetition count(s)";
        }
        if (description.startsWith("Illegal character range")) {
            return "invalid character range";
        }
        return "invalid escape \\ sequence";
    }

    static DatabaseException invalid(String reason) {
        return new DatabaseException(
                SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + reason);
    }
}
