package dev.reckon.sql.function.pattern;

import java.util.ArrayDeque;
import java.util.Deque;

/// A pattern, compiled. Safe for use by many threads.
///
/// The automata of a pattern are made while it is used, so they are worth keeping: matchers are
/// lent and taken back.
public final class RegularExpression {
    private static final int IDLE_COUNT_MAX = 16;

    private final PatternTree tree;
    private final Alphabet alphabet;
    private final Nfa nfa;
    private final int groupCount;
    private final int partCount;
    private final boolean hasReferences;
    private final boolean ignoresCase;

    /// Guarded by itself.
    private final Deque<RegexMatcher> idle = new ArrayDeque<>();

    private RegularExpression(PatternParser parser) {
        tree = parser.parse();
        groupCount = parser.groupCount();
        partCount = parser.partCount();
        hasReferences = parser.hasReferences();
        ignoresCase = parser.ignoresCase();
        alphabet = new Alphabet(tree.shape());
        nfa = new Nfa(tree.shape(), alphabet, false);
        requireRoom(nfa);
    }

    /// Compiles a pattern. [RegexCache] keeps those that are used again.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 2201B
    public static RegularExpression compile(String pattern, RegexOptions options) {
        try {
            return DeepStack.call(() -> new RegularExpression(new PatternParser(pattern, options)));
        } catch (StackOverflowError _) {
            throw PatternError.TOO_COMPLEX.invalid();
        }
    }

    /// What is looked for ahead and behind must not be too large either.
    private void requireRoom(Nfa automaton) {
        for (Shape.Look look : automaton.looks()) {
            requireRoom(new Nfa(look.part(), alphabet, false));
        }
    }

    /// Lends a matcher, which is to be closed.
    public RegexMatcher matcher() {
        synchronized (idle) {
            RegexMatcher matcher = idle.poll();
            if (matcher != null) {
                return matcher;
            }
        }
        return new RegexMatcher(this);
    }

    void takeBack(RegexMatcher matcher) {
        synchronized (idle) {
            if (idle.size() < IDLE_COUNT_MAX) {
                idle.push(matcher);
            }
        }
    }

    /// Returns the number of groups that are remembered.
    public int groupCount() {
        return groupCount;
    }

    PatternTree tree() {
        return tree;
    }

    Alphabet alphabet() {
        return alphabet;
    }

    Nfa nfa() {
        return nfa;
    }

    int partCount() {
        return partCount;
    }

    boolean hasReferences() {
        return hasReferences;
    }

    boolean ignoresCase() {
        return ignoresCase;
    }
}
