package dev.reckon.sql.function.pattern;

import dev.reckon.storage.error.Cancellation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Divides a match among the parts of its pattern by their preferences: what comes first has what
/// it prefers, as far as the rest can be matched then (PostgreSQL's manual, 9.7.3.5). For one
/// thread.
///
/// Where no back references are, a part that its automaton accepts can always be divided, and the
/// right place for each division is found in two passes over the text. With back references all
/// divisions may have to be tried.
final class Dissection {
    private final Automata automata;
    private final boolean ignoresCase;
    private final Repetition repetition;

    /// The beginning and end of each group, -1 when it matched nothing; the first two are the whole
    /// match's.
    private final int[] groups;

    private final BitSet places = new BitSet();
    private int stepCount;

    Dissection(Automata automata, int groupCount, boolean ignoresCase) {
        this.automata = automata;
        this.ignoresCase = ignoresCase;
        groups = new int[2 * (groupCount + 1)];
        repetition = new Repetition(automata, this);
    }

    int[] groups() {
        return groups;
    }

    void clear() {
        Arrays.fill(groups, -1);
    }

    /// Forgets what the groups of a part matched.
    void clear(PatternTree part) {
        if (part.group() > 0) {
            groups[2 * part.group()] = -1;
            groups[2 * part.group() + 1] = -1;
        }
        for (PatternTree child : part.children()) {
            clear(child);
        }
    }

    /// Divides a string that a part's automaton accepts; returns false when it can't be, because of
    /// back references.
    boolean divide(PatternTree part, Text text, int begin, int end) {
        Cancellation.check(stepCount++);
        boolean isDivided =
                switch (part.kind()) {
                    case PLAIN -> true;
                    case GROUP -> divide(part.children().getFirst(), text, begin, end);
                    case REFERENCE -> repeats(part, text, begin, end);
                    case CHOICE -> divideChoice(part, text, begin, end);
                    case SEQUENCE ->
                            part.traits().refers()
                                    ? divideByTrial(part, text, begin, end)
                                    : divideAtOnce(part, text, begin, end);
                    case REPEAT ->
                            part.traits().refers()
                                    ? repetition.divideByTrial(part, text, begin, end)
                                    : repetition.divideAtOnce(part, text, begin, end);
                };
        if (isDivided && part.group() > 0) {
            groups[2 * part.group()] = begin;
            groups[2 * part.group() + 1] = end;
        }
        return isDivided;
    }

    private boolean divideChoice(PatternTree part, Text text, int begin, int end) {
        for (PatternTree child : part.children()) {
            if (matches(child, text, begin, end) && divide(child, text, begin, end)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(PatternTree part, Text text, int begin, int end) {
        return automata.forwards(part).longest(text, begin, end) == end;
    }

    private boolean divideAtOnce(PatternTree part, Text text, int begin, int end) {
        List<PatternTree> children = part.children();
        PatternTree left = children.getFirst();
        PatternTree right = children.getLast();
        Automaton lefts = automata.forwards(left);
        boolean shorter = left.prefersShorter();
        int middle =
                shorter ? lefts.shortest(text, begin, begin, end) : lefts.longest(text, begin, end);
        if (middle >= 0 && !matches(right, text, middle, end)) {
            places.clear();
            automata.backwards(right).markBackwards(text, end, begin, places);
            middle = lefts.among(text, begin, begin, end, !shorter, places);
        }
        return middle >= 0 && divide(left, text, begin, middle) && divide(right, text, middle, end);
    }

    private boolean divideByTrial(PatternTree part, Text text, int begin, int end) {
        PatternTree left = part.children().getFirst();
        PatternTree right = part.children().getLast();
        Automaton lefts = automata.forwards(left);
        boolean shorter = left.prefersShorter();
        int limit = shorter ? begin : end;
        while (true) {
            int middle =
                    shorter
                            ? lefts.shortest(text, begin, limit, end)
                            : lefts.longest(text, begin, limit);
            if (middle < 0) {
                return false;
            }
            if (matches(right, text, middle, end) && divide(left, text, begin, middle)) {
                if (divide(right, text, middle, end)) {
                    return true;
                }
                clear(left);
            }
            if (middle == (shorter ? end : begin)) {
                return false;
            }
            limit = shorter ? text.after(middle) : text.before(middle);
        }
    }

    /// Returns whether a string is what a group matched, so many times as the reference says.
    private boolean repeats(PatternTree part, Text text, int begin, int end) {
        int from = groups[2 * part.reference()];
        if (from < 0) {
            return false;
        }
        int length = groups[2 * part.reference() + 1] - from;
        if (length == 0 || begin == end) {
            return begin == end && (length == 0 || part.min() == 0);
        }
        int count = (end - begin) / length;
        if ((end - begin) % length != 0
                || count < part.min()
                || (part.max() != Shape.UNLIMITED && count > part.max())) {
            return false;
        }
        for (int i = 0; i < end - begin; i++) {
            if (folded(text.bytes[begin + i]) != folded(text.bytes[from + i % length])) {
                return false;
            }
        }
        return true;
    }

    private int folded(byte unit) {
        return ignoresCase && unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit;
    }
}
