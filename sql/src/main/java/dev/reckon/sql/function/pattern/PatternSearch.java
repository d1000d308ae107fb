package dev.reckon.sql.function.pattern;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Finds the matches of one pattern, with the automata that it has made so far. For one thread.
final class PatternSearch {
    /// So many beginnings are tried before all that are right are found in one pass.
    private static final int TRIAL_COUNT_MAX = 8;

    private final RegularExpression pattern;
    private final Text text;
    private final PatternTree tree;
    private final boolean shorter;
    private final Automata automata;
    private final Automaton search;

    /// Finds the ends of the whole pattern from a beginning.
    private @Nullable Automaton ends;

    private @Nullable Automaton backwardSearch;
    private final BitSet begins = new BitSet();
    private int beginsVersion = -1;

    private @Nullable Dissection dissection;
    private int start;
    private int end;
    private boolean isDivided;

    /// @param text where the matcher keeps what is searched
    PatternSearch(RegularExpression pattern, Text text) {
        this.pattern = pattern;
        this.text = text;
        tree = pattern.tree();
        shorter = tree.prefersShorter();
        automata = new Automata(pattern.alphabet(), pattern.partCount());
        search = automata.of(pattern.nfa(), false, true);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean finds() {
        return pattern.hasReferences() ? find(text.start) : search.firstEnd(text, text.start) >= 0;
    }

    boolean find(int from) {
        return pattern.hasReferences() ? findByTrial(from) : findAtOnce(from);
    }

    private boolean findAtOnce(int from) {
        int close = search.firstEnd(text, from);
        if (close < 0) {
            return false;
        }
        isDivided = false;
        int begin = search.cold();
        for (int trials = 0; trials < TRIAL_COUNT_MAX; trials++) {
            if (matchesAt(begin)) {
                return true;
            }
            begin = text.after(begin);
        }
        if (beginsVersion != text.version) {
            beginsVersion = text.version;
            begins.clear();
            backwardSearch().mark(text, text.end, begins);
        }
        begin = text.start + begins.nextSetBit(begin - text.start);
        return matchesAt(begin);
    }

    private boolean matchesAt(int begin) {
        int found =
                shorter
                        ? ends().shortest(text, begin, begin, text.end)
                        : ends().longest(text, begin, text.end);
        start = begin;
        end = found;
        return found >= 0;
    }

    private Automaton ends() {
        Automaton known = ends;
        if (known == null) {
            known = automata.of(pattern.nfa(), false, false);
            ends = known;
        }
        return known;
    }

    private Automaton backwardSearch() {
        Automaton known = backwardSearch;
        if (known == null) {
            known = automata.of(tree.shape(), true, true);
            backwardSearch = known;
        }
        return known;
    }

    private Dissection dissection() {
        Dissection known = dissection;
        if (known == null) {
            known = new Dissection(automata, pattern.groupCount(), pattern.ignoresCase());
            dissection = known;
        }
        return known;
    }

    /// With back references the automata accept too much: each match is one only if it can be
    /// divided.
    private boolean findByTrial(int from) {
        dissection().clear();
        isDivided = true;
        int close = from;
        do {
            close = search.firstEnd(text, close);
            if (close < 0) {
                return false;
            }
            int begin = search.cold();
            while (begin <= close) {
                if (divideFrom(begin)) {
                    return true;
                }
                begin = begin == text.end ? begin + 1 : text.after(begin);
            }
            close = begin;
            // As in PostgreSQL, an empty match at the end is found in the first round or not at
            // all.
        } while (close < text.end);
        return false;
    }

    private boolean divideFrom(int begin) {
        int limit = shorter ? begin : text.end;
        while (true) {
            int found =
                    shorter
                            ? ends().shortest(text, begin, limit, text.end)
                            : ends().longest(text, begin, limit);
            if (found < 0) {
                return false;
            }
            if (dissection().divide(tree, text, begin, found)) {
                start = begin;
                end = found;
                return true;
            }
            if (found == (shorter ? text.end : begin)) {
                return false;
            }
            limit = shorter ? text.after(found) : text.before(found);
        }
    }

    /// Returns the groups of a match, which is the last one or was found by another search.
    int[] groups(int begin, int stop) {
        if (!isDivided || start != begin || end != stop) {
            dissection().clear();
            dissection().divide(tree, text, begin, stop);
            start = begin;
            end = stop;
            isDivided = true;
        }
        return dissection().groups();
    }
}
