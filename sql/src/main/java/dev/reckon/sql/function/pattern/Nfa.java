package dev.reckon.sql.function.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// A nondeterministic automaton for a shape, by Thompson's construction (Programming Techniques:
/// Regular expression search algorithm, CACM 11, 1968), which reads forwards or backwards.
/// Immutable once built.
final class Nfa {
    /// More states than anybody's pattern has; about what PostgreSQL has room for.
    private static final int STATE_COUNT_MAX = 50_000;

    private static final int INITIAL_CAPACITY = 16;

    /// What a state does.
    static final int MATCH = 0;

    /// Goes to `next` and to `other`.
    static final int SPLIT = 1;

    /// Takes a character whose class is in the set at `other`.
    static final int TAKE = 2;

    /// Goes to `next` where the place at `other` is.
    static final int PLACE = 3;

    /// Goes to `next` where the look at `other` holds.
    static final int LOOK = 4;

    private final Alphabet alphabet;
    private final boolean backwards;
    private byte[] kinds = new byte[INITIAL_CAPACITY];
    private int[] nexts = new int[INITIAL_CAPACITY];
    private int[] others = new int[INITIAL_CAPACITY];
    private int count;
    private final List<boolean[]> sets = new ArrayList<>();
    private final List<Shape.Look> looks = new ArrayList<>();
    private final List<Shape.Place> places = new ArrayList<>();
    private final int start;

    /// @throws dev.reckon.storage.error.DatabaseException 2201B for a pattern too large
    Nfa(Shape shape, Alphabet alphabet, boolean backwards) {
        this.alphabet = alphabet;
        this.backwards = backwards;
        start = build(shape, state(MATCH, 0, 0));
    }

    int start() {
        return start;
    }

    int stateCount() {
        return count;
    }

    int kind(int state) {
        return kinds[state];
    }

    int next(int state) {
        return nexts[state];
    }

    int other(int state) {
        return others[state];
    }

    /// Returns whether a state of kind [#TAKE] takes characters of a class.
    boolean takes(int state, int characterClass) {
        return sets.get(others[state])[characterClass];
    }

    Shape.Place place(int state) {
        return places.get(others[state]);
    }

    boolean hasPlaces() {
        return !places.isEmpty();
    }

    /// Returns what states of kind [#LOOK] ask for.
    List<Shape.Look> looks() {
        return looks;
    }

    /// Returns whether nothing can be matched from a place that is not the text's start.
    boolean beginsAtTextStart() {
        var visited = new BitSet();
        var open = new ArrayDeque<Integer>();
        open.push(start);
        while (!open.isEmpty()) {
            int state = open.pop();
            if (visited.get(state)) {
                continue;
            }
            visited.set(state);
            switch (kind(state)) {
                case MATCH, TAKE -> {
                    return false;
                }
                case SPLIT -> {
                    open.push(next(state));
                    open.push(other(state));
                }
                case PLACE -> {
                    if (place(state) != Shape.Place.TEXT_START) {
                        open.push(next(state));
                    }
                }
                default -> open.push(next(state));
            }
        }
        return true;
    }

    private int state(int kind, int next, int other) {
        if (count == STATE_COUNT_MAX) {
            throw PatternError.TOO_COMPLEX.invalid();
        }
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            nexts = Arrays.copyOf(nexts, count * 2);
            others = Arrays.copyOf(others, count * 2);
        }
        kinds[count] = (byte) kind;
        nexts[count] = next;
        others[count] = other;
        return count++;
    }

    /// Returns the state from which a shape leads to a state.
    private int build(Shape shape, int next) {
        return switch (shape) {
            case Shape.One(var set) -> {
                sets.add(alphabet.members(set));
                yield state(TAKE, next, sets.size() - 1);
            }
            case Shape.Sequence(var parts) -> {
                int entry = next;
                // What is read last is built first.
                for (Shape part : backwards ? parts : parts.reversed()) {
                    entry = build(part, entry);
                }
                yield entry;
            }
            case Shape.Choice(var parts) -> {
                int entry = build(parts.getLast(), next);
                for (Shape part : parts.subList(0, parts.size() - 1).reversed()) {
                    entry = state(SPLIT, build(part, next), entry);
                }
                yield entry;
            }
            case Shape.Repeat(var part, int min, int max) -> {
                int entry = next;
                if (max == Shape.UNLIMITED) {
                    entry = state(SPLIT, next, next);
                    int body = build(part, entry); // May move the arrays.
                    nexts[entry] = body;
                } else {
                    for (int i = min; i < max; i++) {
                        entry = state(SPLIT, build(part, entry), next);
                    }
                }
                for (int i = 0; i < min; i++) {
                    entry = build(part, entry);
                }
                yield entry;
            }
            case Shape.Edge(var place) -> {
                places.add(place);
                yield state(PLACE, next, places.size() - 1);
            }
            case Shape.Look look -> {
                looks.add(look);
                yield state(LOOK, next, looks.size() - 1);
            }
        };
    }
}
