package dev.reckon.sql.function.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.function.pattern.Shape.Place;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Compares the automata with the plainest way to say what a shape matches: from each place, the
/// set of places where it can end. Seeded; `-Dseed=` repeats a run.
final class LongestMatchModelTest {
    private static final int PATTERN_COUNT = 3_000;

    private final long seed = Long.getLong("seed", 20261124);
    private final Random random = new Random(seed);

    @Test
    void findsTheLongestAndShortestOfTheFirst() {
        for (int round = 0; round < PATTERN_COUNT; round++) {
            String expression = expression(3);
            boolean shorter = random.nextInt(4) == 0;
            // Of the whole, a bound says what is preferred.
            String pattern = "(?:" + expression + "){1,1}" + (shorter ? "?" : "");
            var compiled = RegularExpression.compile(pattern, RegexOptions.NONE);
            for (int i = 0; i < 4; i++) {
                String text = text();
                assertThat(found(compiled, text))
                        .as("seed %s: %s in '%s'", seed, pattern, text)
                        .isEqualTo(model(compiled.tree().shape(), text, shorter));
            }
        }
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String expression(int depth) {
        var branches = new StringBuilder();
        for (int i = random.nextInt(2); i >= 0; i--) {
            for (int j = random.nextInt(3); j >= 0; j--) {
                int kind = random.nextInt(depth > 0 ? 9 : 6);
                boolean isConstraint = kind == 5 || kind == 8;
                branches.append(
                        switch (kind) {
                            case 0, 1, 2 -> pick("a", "b", "é");
                            case 3 -> pick(".", "\\w", "[^a]");
                            case 4 -> "[ab]";
                            case 5 -> pick("^", "$", "\\m", "\\M", "\\y", "\\Y");
                            case 6, 7 -> "(?:" + expression(depth - 1) + ")";
                            default ->
                                    pick("(?=", "(?!", "(?<=", "(?<!")
                                            + expression(depth - 1)
                                            + ")";
                        });
                if (!isConstraint && random.nextInt(2) == 0) {
                    branches.append(pick("*", "+", "?", "{2}", "{1,2}", "{2,}", "{0}"));
                }
            }
            branches.append(i > 0 ? "|" : "");
        }
        return branches.toString();
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pick("a", "b", "a", "b", "é", " "));
        }
        return text.toString();
    }

    private static String found(RegularExpression pattern, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (RegexMatcher matcher = pattern.matcher()) {
            matcher.read(bytes, 0, bytes.length);
            boolean finds = matcher.finds();
            assertThat(matcher.find(0)).isEqualTo(finds);
            return finds
                    ? characters(bytes, matcher.start()) + "-" + characters(bytes, matcher.end())
                    : "none";
        }
    }

    private static int characters(byte[] bytes, int end) {
        return new String(bytes, 0, end, StandardCharsets.UTF_8).length();
    }

    private static String model(Shape shape, String text, boolean shorter) {
        for (int start = 0; start <= text.length(); start++) {
            BitSet ends = ends(shape, text, start);
            if (!ends.isEmpty()) {
                return start + "-" + (shorter ? ends.nextSetBit(0) : ends.length() - 1);
            }
        }
        return "none";
    }

    private static BitSet ends(Shape shape, String text, int start) {
        var ends = new BitSet();
        switch (shape) {
            case Shape.One(var set) ->
                    ends.set(
                            start + 1,
                            start
                                    + (start < text.length() && set.contains(text.charAt(start))
                                            ? 2
                                            : 1));
            case Shape.Sequence(var parts) -> {
                var now = new BitSet();
                now.set(start);
                for (Shape part : parts) {
                    now = after(part, text, now);
                }
                ends.or(now);
            }
            case Shape.Choice(var parts) ->
                    parts.forEach(part -> ends(part, text, start).stream().forEach(ends::set));
            case Shape.Repeat(var part, int min, int max) -> {
                var now = new BitSet();
                now.set(start);
                // More repetitions than characters find nothing new.
                int most = max == Shape.UNLIMITED ? min + text.length() : max;
                for (int i = 0; i <= most; i++) {
                    if (i >= min) {
                        ends.or(now);
                    }
                    now = after(part, text, now);
                }
            }
            case Shape.Edge(var place) ->
                    ends.set(start, start + (isAt(place, text, start) ? 1 : 0));
            case Shape.Look(var part, boolean ahead, boolean negative) -> {
                boolean holds = false;
                for (int other = 0; other <= text.length(); other++) {
                    holds |=
                            ahead
                                    ? other == start && !ends(part, text, start).isEmpty()
                                    : other <= start && ends(part, text, other).get(start);
                }
                ends.set(start, start + (holds != negative ? 1 : 0));
            }
        }
        return ends;
    }

    private static BitSet after(Shape part, String text, BitSet starts) {
        var result = new BitSet();
        starts.stream().forEach(start -> result.or(ends(part, text, start)));
        return result;
    }

    private static boolean isAt(Place place, String text, int offset) {
        boolean before = offset > 0 && isWord(text.charAt(offset - 1));
        boolean after = offset < text.length() && isWord(text.charAt(offset));
        return switch (place) {
            case TEXT_START, LINE_START -> offset == 0;
            case TEXT_END, LINE_END -> offset == text.length();
            case WORD_START -> !before && after;
            case WORD_END -> before && !after;
            case WORD_EDGE -> before != after;
            case NO_WORD_EDGE -> before == after;
        };
    }

    private static boolean isWord(char c) {
        return c == 'a' || c == 'b';
    }
}
