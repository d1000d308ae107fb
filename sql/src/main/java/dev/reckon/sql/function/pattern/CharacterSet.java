package dev.reckon.sql.function.pattern;

import java.util.Arrays;

/// A set of code points, as ranges: at even places the first of each, at odd ones the one after the
/// last, ascending. Immutable.
final class CharacterSet {
    /// After the last code point.
    static final int END = Character.MAX_CODE_POINT + 1;

    static final CharacterSet EMPTY = new CharacterSet(new int[0]);
    static final CharacterSet ALL = new CharacterSet(new int[] {0, END});

    private final int[] edges;

    private CharacterSet(int[] edges) {
        this.edges = edges;
    }

    /// Returns the characters from `first` to `last`. What is no code point matches nothing.
    static CharacterSet range(int first, int last) {
        int end = Math.min(last, Character.MAX_CODE_POINT) + 1;
        return first >= end ? EMPTY : new CharacterSet(new int[] {first, end});
    }

    static CharacterSet of(int character) {
        return range(character, character);
    }

    /// Returns where the membership changes, ascending.
    int[] edges() {
        return edges.clone();
    }

    boolean contains(int character) {
        int place = Arrays.binarySearch(edges, character);
        // An even edge begins a range and belongs to it; an odd one ends it and does not.
        return place >= 0 ? (place & 1) == 0 : (~place & 1) == 1;
    }

    boolean isEmpty() {
        return edges.length == 0;
    }

    CharacterSet not() {
        boolean hasFirst = edges.length > 0 && edges[0] == 0;
        boolean hasLast = edges.length > 0 && edges[edges.length - 1] == END;
        int from = hasFirst ? 1 : 0;
        int to = edges.length - (hasLast ? 1 : 0);
        int[] result = new int[to - from + (hasFirst ? 0 : 1) + (hasLast ? 0 : 1)];
        int count = 0;
        if (!hasFirst) {
            result[count++] = 0;
        }
        System.arraycopy(edges, from, result, count, to - from);
        if (!hasLast) {
            result[result.length - 1] = END;
        }
        return new CharacterSet(result);
    }

    CharacterSet or(CharacterSet other) {
        int[] result = new int[edges.length + other.edges.length];
        int count = 0;
        int left = 0;
        int right = 0;
        int depth = 0;
        while (left < edges.length || right < other.edges.length) {
            boolean takesLeft =
                    right == other.edges.length
                            || (left < edges.length && edges[left] <= other.edges[right]);
            int edge = takesLeft ? edges[left] : other.edges[right];
            boolean opens = ((takesLeft ? left++ : right++) & 1) == 0;
            if (opens && depth++ == 0) {
                if (count > 0 && result[count - 1] == edge) {
                    count--; // The range before ends where this one begins.
                } else {
                    result[count++] = edge;
                }
            } else if (!opens && --depth == 0) {
                result[count++] = edge;
            }
        }
        return new CharacterSet(Arrays.copyOf(result, count));
    }

    CharacterSet without(CharacterSet other) {
        return not().or(other).not();
    }

    /// Returns this set and the other case of each of its letters. Only ASCII has case.
    CharacterSet inBothCases() {
        CharacterSet result = this;
        for (int upper = 'A'; upper <= 'Z'; upper++) {
            int lower = upper + ('a' - 'A');
            if (contains(upper) != contains(lower)) {
                result = result.or(of(upper)).or(of(lower));
            }
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CharacterSet set && Arrays.equals(edges, set.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }
}
