package dev.reckon.sql.function.pattern;

import java.util.List;

/// What strings a pattern, or a part of one, matches: a regular expression without groups and
/// without preferences. Immutable.
sealed interface Shape {
    /// One character.
    record One(CharacterSet set) implements Shape {}

    /// One shape after the other.
    record Sequence(List<Shape> parts) implements Shape {}

    /// One shape or another.
    record Choice(List<Shape> parts) implements Shape {}

    /// A shape several times.
    ///
    /// @param max [Shape#UNLIMITED] for any number
    record Repeat(Shape part, int min, int max) implements Shape {}

    /// Nothing, at certain places.
    record Edge(Place place) implements Shape {}

    /// Nothing, where a shape does or does not match what follows or precedes.
    record Look(Shape part, boolean ahead, boolean negative) implements Shape {}

    /// One more than any quantifier can say.
    int UNLIMITED = 256;

    /// The places that constraints know.
    enum Place {
        TEXT_START,
        TEXT_END,
        LINE_START,
        LINE_END,
        WORD_START,
        WORD_END,
        WORD_EDGE,
        NO_WORD_EDGE;

        private static final int EDGE = Alphabet.EDGE;
        private static final int NEWLINE = Alphabet.NEWLINE;
        private static final int WORD = Alphabet.WORD;

        /// Returns whether this is a place between two characters, given as their kinds.
        boolean isBetween(int before, int after) {
            return switch (this) {
                case TEXT_START -> before == EDGE;
                case TEXT_END -> after == EDGE;
                case LINE_START -> before == EDGE || before == NEWLINE;
                case LINE_END -> after == EDGE || after == NEWLINE;
                case WORD_START -> before != WORD && after == WORD;
                case WORD_END -> before == WORD && after != WORD;
                case WORD_EDGE -> (before == WORD) != (after == WORD);
                case NO_WORD_EDGE -> (before == WORD) == (after == WORD);
            };
        }
    }

    /// Returns what matches nothing but the empty string.
    static Shape empty() {
        return new Sequence(List.of());
    }

    static Shape sequence(Shape first, Shape second) {
        return new Sequence(List.of(first, second));
    }

    /// Returns a repetition, simplified where that is obvious.
    static Shape repeat(Shape part, int min, int max) {
        return max == 0 ? empty() : min == 1 && max == 1 ? part : new Repeat(part, min, max);
    }

    /// Returns the same shape that matches at all places: what a back reference to it can match.
    default Shape withoutConstraints() {
        return switch (this) {
            case One one -> one;
            case Sequence(var parts) ->
                    new Sequence(parts.stream().map(Shape::withoutConstraints).toList());
            case Choice(var parts) ->
                    new Choice(parts.stream().map(Shape::withoutConstraints).toList());
            case Repeat(var part, int min, int max) ->
                    new Repeat(part.withoutConstraints(), min, max);
            case Edge _ -> empty();
            case Look _ -> empty();
        };
    }
}
