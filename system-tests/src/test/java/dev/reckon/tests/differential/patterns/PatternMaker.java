package dev.reckon.tests.differential.patterns;

import java.util.List;
import java.util.Random;

/// Makes regular expressions and texts. For one thread.
final class PatternMaker {
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "b",
                    "*",
                    "+",
                    "?",
                    "{",
                    "}",
                    "(",
                    ")",
                    "[",
                    "]",
                    "^",
                    "$",
                    "\\",
                    "|",
                    ".",
                    "-",
                    ":",
                    "=",
                    "1",
                    "2",
                    ",",
                    "(?",
                    "[[:",
                    "[:alpha:]",
                    ":]]",
                    "[.",
                    "\\1",
                    "\\x",
                    "\\u",
                    "w",
                    "{1",
                    "}",
                    "(?:",
                    "(?=",
                    "(?i)",
                    "***",
                    "***=",
                    "***:",
                    "#",
                    " ",
                    "[^",
                    "\\(",
                    "\\)",
                    "\\{",
                    "\\}",
                    "\\<",
                    "\\>",
                    "]",
                    "é");

    private static final List<String> QUANTIFIERS =
            List.of(
                    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}", "{1,2}?", "{2,}",
                    "{0,2}?", "{1,1}?", "{1,1}", "{0}", "{2}?", "{0,3}");

    private static final List<String> SIMILAR_PIECES =
            List.of(
                    "a",
                    "b",
                    "%",
                    "_",
                    "|",
                    "*",
                    "+",
                    "?",
                    "{2}",
                    "{1,2}",
                    "(a|b)",
                    "(",
                    ")",
                    "[ab]",
                    "[^a]",
                    "[^]a]",
                    "#\"",
                    "##",
                    "#%",
                    ".",
                    "^",
                    "$",
                    "\\",
                    "é",
                    "[[:alpha:]]");

    private final Random random;
    private int groupCount;

    PatternMaker(long seed) {
        random = new Random(seed);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Makes an expression that is mostly right, sometimes with back references, or one of pieces
    /// in any order.
    String expression() {
        groupCount = 0;
        return switch (random.nextInt(5)) {
            case 0 -> pieces(PIECES);
            case 1 -> branches(2, true);
            default -> branches(2, false);
        };
    }

    /// Makes a pattern for SIMILAR TO, with `#` to escape.
    String similar() {
        return pieces(SIMILAR_PIECES);
    }

    private String pieces(List<String> choices) {
        var result = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            result.append(pick(choices));
        }
        return result.toString();
    }

    String options() {
        return pick("", "", "", "", "i", "n", "p", "w", "s", "x", "ni", "qi", "b", "e", "ct");
    }

    String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(13); i > 0; i--) {
            text.append(pick("a", "a", "a", "b", "b", "b", "c", "x", " ", "B", "\n", "1", "é"));
        }
        return text.toString();
    }

    private String branches(int depth, boolean refers) {
        var result = new StringBuilder();
        for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0; i >= 0; i--) {
            if (random.nextInt(8) > 0) {
                for (int j = random.nextInt(3); j >= 0; j--) {
                    part(depth, refers, result);
                }
            }
            result.append(i > 0 ? "|" : "");
        }
        return result.toString();
    }

    private void part(int depth, boolean refers, StringBuilder result) {
        int kind = random.nextInt(depth > 0 ? 16 : 10);
        if (kind == 0 && random.nextBoolean()) {
            result.append(pick("\\m", "\\M", "\\y", "\\Y", "^", "$", "\\A", "\\Z"));
        } else if (kind == 10) {
            String look = pick("(?=", "(?!", "(?<=", "(?<!");
            result.append(look).append(branches(depth - 1, false)).append(')');
        } else {
            result.append(atom(kind, depth, refers));
            if (random.nextInt(5) < 2) {
                result.append(pick(QUANTIFIERS));
            }
        }
    }

    private String atom(int kind, int depth, boolean refers) {
        if (kind > 12) {
            groupCount++;
            return "(" + branches(depth - 1, refers) + ")";
        }
        if (kind > 10) {
            return "(?:" + branches(depth - 1, refers) + ")";
        }
        return switch (kind) {
            case 1, 2, 3 -> pick("a", "b", "c", "x", "ab", "B");
            case 4 -> ".";
            case 5, 6 ->
                    pick(
                            "[ab]",
                            "[^a]",
                            "[b-x]",
                            "\\w",
                            "\\s",
                            "[[:alpha:]]",
                            "\\d",
                            "[^\\w]",
                            "[a-]",
                            "[]b]",
                            "é",
                            "\\W",
                            "[é-ü]",
                            "[\\D1]");
            case 7 -> refers && groupCount > 0 ? "\\" + (1 + random.nextInt(groupCount)) : "b";
            default -> pick("\\n", " ", "\\.", "a");
        };
    }
}
