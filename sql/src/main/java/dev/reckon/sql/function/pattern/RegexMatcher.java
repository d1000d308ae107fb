package dev.reckon.sql.function.pattern;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Finds matches of a pattern in texts, one text after the other. For one thread; given back by
/// [#close()] to be used again.
///
/// Offsets are of bytes, in the array that was given. All methods that look for something throw a
/// DatabaseException: 57014 when the statement is not wanted any more, 2201B when the pattern is
/// nested too deep for the stack.
public final class RegexMatcher implements AutoCloseable {
    /// So many beginnings are tried before all that are right are found in one pass.
    private static final int TRIAL_COUNT_MAX = 8;

    private final RegularExpression pattern;
    private final PatternTree tree;
    private final boolean shorter;
    private final Automata automata;
    private final Automaton search;
    private final Text text = new Text();

    /// Finds the ends of the whole pattern from a beginning.
    private @Nullable Automaton ends;

    private @Nullable Automaton backwardSearch;
    private final BitSet begins = new BitSet();
    private int beginsVersion = -1;

    private @Nullable Dissection dissection;
    private int start;
    private int end;
    private boolean isDivided;

    RegexMatcher(RegularExpression pattern) {
        this.pattern = pattern;
        tree = pattern.tree();
        shorter = tree.prefersShorter();
        automata = new Automata(pattern.alphabet(), pattern.partCount());
        search = automata.of(pattern.nfa(), false, true);
    }

    /// Makes `bytes[from, to)` the text, which must be whole characters of UTF-8.
    public void read(byte[] bytes, int from, int to) {
        text.set(bytes, from, to);
    }

    public void read(String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        read(bytes, 0, bytes.length);
    }

    /// Returns whether there is a match anywhere in the text.
    public boolean finds() {
        if (pattern.hasReferences()) {
            return find(text.start);
        }
        try {
            return search.firstEnd(text, text.start) >= 0;
        } catch (StackOverflowError _) {
            throw PatternError.TOO_COMPLEX.failed();
        }
    }

    /// Finds the first match that begins at an offset or after it.
    public boolean find(int from) {
        if (from > text.end) {
            return false;
        }
        try {
            return pattern.hasReferences() ? findByTrial(from) : findAtOnce(from);
        } catch (StackOverflowError _) {
            throw PatternError.TOO_COMPLEX.failed();
        }
    }

    /// Finds the first match after the last one. After an empty one it begins a character later.
    public boolean findNext() {
        return find(start < end ? end : end == text.end ? end + 1 : text.after(end));
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

    private int[] groups() {
        if (!isDivided) {
            try {
                dissection().clear();
                dissection().divide(tree, text, start, end);
                isDivided = true;
            } catch (StackOverflowError _) {
                throw PatternError.TOO_COMPLEX.failed();
            }
        }
        return dissection().groups();
    }

    /// Returns where the last match begins.
    public int start() {
        return start;
    }

    /// Returns where the last match ends.
    public int end() {
        return end;
    }

    /// Returns where a group of the last match begins, -1 when it has no part in it.
    ///
    /// @param group from 1 to the pattern's groups; 0 for the whole match
    public int start(int group) {
        return group == 0 ? start : groups()[2 * group];
    }

    /// Returns where a group of the last match ends, -1 when it has no part in it.
    ///
    /// @param group as of [#start(int)]
    public int end(int group) {
        return group == 0 ? end : groups()[2 * group + 1];
    }

    /// Returns the number of groups in the pattern.
    public int groupCount() {
        return pattern.groupCount();
    }

    /// Gives the matcher back.
    @Override
    public void close() {
        text.set(new byte[0], 0, 0);
        pattern.takeBack(this);
    }
}
