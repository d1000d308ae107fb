package dev.reckon.sql.function.pattern;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The names that brackets know: POSIX's character classes, with the members that they have in the
/// collation C, and the collating elements of POSIX's portable character set.
final class CharacterNames {
    /// Letters, digits and the underscore: what \w and the word constraints mean.
    static final CharacterSet WORD = word();

    static final CharacterSet DIGIT = CharacterSet.range('0', '9');

    /// Blank, tab, newline, vertical tab, form feed, carriage return.
    static final CharacterSet SPACE = CharacterSet.range('\t', '\r').or(CharacterSet.of(' '));

    static final CharacterSet NEWLINE = CharacterSet.of('\n');

    private static final String CONTROLS =
            "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI"
                    + " DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC IS4 IS3 IS2 IS1";

    private static final String PUNCTUATION =
            "space exclamation-mark quotation-mark number-sign dollar-sign percent-sign ampersand"
                    + " apostrophe left-parenthesis right-parenthesis asterisk plus-sign comma"
                    + " hyphen period slash zero one two three four five six seven eight nine"
                    + " colon semicolon less-than-sign equals-sign greater-than-sign question-mark"
                    + " commercial-at";

    private static final Map<String, Integer> ELEMENTS = elements();

    private CharacterNames() {}

    private static CharacterSet word() {
        return CharacterSet.range('0', '9')
                .or(CharacterSet.range('A', 'Z'))
                .or(CharacterSet.of('_'))
                .or(CharacterSet.range('a', 'z'));
    }

    private static Map<String, Integer> elements() {
        Map<String, Integer> names = new HashMap<>();
        nameFrom(names, 0, CONTROLS);
        nameFrom(names, ' ', PUNCTUATION);
        nameFrom(names, 7, "alert backspace tab newline vertical-tab form-feed carriage-return");
        nameFrom(names, 0x1C, "FS GS RS US");
        nameFrom(names, '-', "hyphen-minus full-stop solidus");
        nameFrom(
                names,
                '[',
                "left-square-bracket backslash right-square-bracket circumflex underscore"
                        + " grave-accent");
        nameFrom(names, '\\', "reverse-solidus");
        nameFrom(names, '^', "circumflex-accent low-line");
        nameFrom(names, '{', "left-brace vertical-line right-brace tilde DEL");
        names.put("left-curly-bracket", (int) '{');
        names.put("right-curly-bracket", (int) '}');
        return Map.copyOf(names);
    }

    /// Names characters that follow each other.
    private static void nameFrom(Map<String, Integer> names, int first, String list) {
        int character = first;
        for (String name : list.split(" ", -1)) {
            names.put(name, character++);
        }
    }

    /// Returns the character of a collating element: one character names itself.
    static Optional<Integer> element(String name) {
        return name.codePointCount(0, name.length()) == 1
                ? Optional.of(name.codePointAt(0))
                : Optional.ofNullable(ELEMENTS.get(name));
    }

    /// Returns the members of a class.
    static Optional<CharacterSet> characterClass(String name, boolean ignoresCase) {
        CharacterSet upper = CharacterSet.range('A', 'Z');
        CharacterSet lower = CharacterSet.range('a', 'z');
        CharacterSet alpha = upper.or(lower);
        CharacterSet graph = CharacterSet.range('!', '~');
        return Optional.ofNullable(
                switch (name) {
                    case "alpha" -> alpha;
                    case "upper" -> ignoresCase ? alpha : upper;
                    case "lower" -> ignoresCase ? alpha : lower;
                    case "digit" -> DIGIT;
                    case "alnum" -> alpha.or(DIGIT);
                    case "word" -> WORD;
                    case "space" -> SPACE;
                    case "blank" -> CharacterSet.of('\t').or(CharacterSet.of(' '));
                    case "punct" -> graph.without(alpha.or(DIGIT));
                    case "graph" -> graph;
                    case "print" -> CharacterSet.range(' ', '~');
                    case "cntrl" -> CharacterSet.range(0, 0x1F).or(CharacterSet.range(0x7F, 0x9F));
                    case "xdigit" ->
                            DIGIT.or(CharacterSet.range('A', 'F')).or(CharacterSet.range('a', 'f'));
                    case "ascii" -> CharacterSet.range(0, 0x7F);
                    default -> null;
                });
    }
}
