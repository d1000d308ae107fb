package dev.reckon.sql.function.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The classes of characters that a pattern can't tell apart, numbered from 0. Before and after the
/// text is a class of its own, the last. Immutable.
final class Alphabet {
    /// The kinds of characters that constraints tell apart.
    static final int OTHER = 0;

    static final int WORD = 1;
    static final int NEWLINE = 2;

    /// No character: before the first or after the last.
    static final int EDGE = 3;

    private static final int ASCII_COUNT = 128;

    private final int[] ofAscii = new int[ASCII_COUNT];

    /// Where intervals of characters begin, ascending, and the class of each.
    private final int[] starts;

    private final int[] ofIntervals;

    /// The class of all characters past ASCII, -1 when there are several.
    private final int ofOthers;

    private final int edge;
    private final int[] kinds;
    private final Map<CharacterSet, boolean[]> members = new HashMap<>();

    /// Collects the sets of a pattern's shape.
    Alphabet(Shape shape) {
        var sets = new LinkedHashMap<CharacterSet, Integer>();
        if (collect(shape, sets)) {
            sets.putIfAbsent(CharacterNames.WORD, sets.size());
            sets.putIfAbsent(CharacterNames.NEWLINE, sets.size());
        }
        // At each place where some set begins or ends, which ones.
        Map<Integer, List<Integer>> changes = new HashMap<>();
        changes.put(0, new ArrayList<>());
        sets.forEach((set, number) -> {
            for (int edgeOfSet : set.edges()) {
                changes.computeIfAbsent(edgeOfSet, _ -> new ArrayList<>()).add(number);
            }
        });
        changes.remove(CharacterSet.END);
        starts = changes.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        ofIntervals = new int[starts.length];
        Map<BitSet, Integer> classes = new HashMap<>();
        var inside = new BitSet();
        for (int i = 0; i < starts.length; i++) {
            changes.getOrDefault(starts[i], List.of()).forEach(inside::flip);
            Integer known = classes.get(inside);
            if (known == null) {
                known = classes.size();
                classes.put((BitSet) inside.clone(), known);
            }
            ofIntervals[i] = known;
        }
        edge = classes.size();
        for (int c = 0; c < ASCII_COUNT; c++) {
            ofAscii[c] = ofInterval(c);
        }
        int first = ofInterval(ASCII_COUNT);
        boolean isOne = true;
        for (int i = 0; i < starts.length; i++) {
            isOne &= starts[i] < ASCII_COUNT || ofIntervals[i] == first;
        }
        ofOthers = isOne ? first : -1;
        sets.forEach((set, number) -> {
            var isMember = new boolean[edge + 1];
            classes.forEach((combination, one) -> isMember[one] = combination.get(number));
            members.put(set, isMember);
        });
        kinds = new int[edge + 1];
        Arrays.fill(kinds, OTHER);
        mark(CharacterNames.WORD, WORD);
        mark(CharacterNames.NEWLINE, NEWLINE);
        kinds[edge] = EDGE;
    }

    private void mark(CharacterSet set, int kind) {
        boolean[] isMember = members.getOrDefault(set, new boolean[0]);
        for (int i = 0; i < isMember.length; i++) {
            if (isMember[i]) {
                kinds[i] = kind;
            }
        }
    }

    /// Collects sets with numbers for them; returns whether the shape has constraints.
    private static boolean collect(Shape shape, Map<CharacterSet, Integer> sets) {
        return switch (shape) {
            case Shape.One(var set) -> {
                sets.putIfAbsent(set, sets.size());
                yield false;
            }
            case Shape.Sequence(var parts) -> collect(parts, sets);
            case Shape.Choice(var parts) -> collect(parts, sets);
            case Shape.Repeat(var part, _, _) -> collect(part, sets);
            case Shape.Edge _ -> true;
            case Shape.Look(var part, _, _) -> collect(part, sets);
        };
    }

    private static boolean collect(List<Shape> parts, Map<CharacterSet, Integer> sets) {
        boolean hasConstraints = false;
        for (Shape part : parts) {
            hasConstraints |= collect(part, sets);
        }
        return hasConstraints;
    }

    private int ofInterval(int character) {
        int place = Arrays.binarySearch(starts, character);
        return ofIntervals[place >= 0 ? place : ~place - 1];
    }

    /// Returns the number of classes, with that of the text's edges.
    int classCount() {
        return edge + 1;
    }

    /// Returns the class of what is before and after the text.
    int edge() {
        return edge;
    }

    /// Returns which classes are in a set of the pattern. Not to be changed.
    boolean[] members(CharacterSet set) {
        return Objects.requireNonNull(members.get(set), "a set of the pattern");
    }

    int kind(int characterClass) {
        return kinds[characterClass];
    }

    /// Returns the class of all characters past ASCII, -1 when there are several.
    int ofOthers() {
        return ofOthers;
    }

    /// Returns the classes of the ASCII characters. Not to be changed.
    int[] ofAscii() {
        return ofAscii;
    }

    /// Returns the class of a character that is encoded at an offset and is not ASCII.
    ///
    /// @param length the bytes of the encoding
    int ofEncoded(byte[] bytes, int offset, int length) {
        if (ofOthers >= 0) {
            return ofOthers;
        }
        int lead = bytes[offset];
        int character =
                switch (length) {
                    case 2 -> lead & 0x1F;
                    case 3 -> lead & 0x0F;
                    default -> lead & 0x07;
                };
        for (int i = 1; i < length; i++) {
            character = character << 6 | (bytes[offset + i] & 0x3F);
        }
        return ofInterval(Math.min(character, Character.MAX_CODE_POINT));
    }
}
