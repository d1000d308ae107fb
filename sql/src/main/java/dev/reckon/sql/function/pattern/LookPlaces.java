package dev.reckon.sql.function.pattern;

import java.util.BitSet;

/// Where in a text a lookahead or lookbehind holds: found for the whole text in one pass when it is
/// first asked for. For one thread.
final class LookPlaces {
    private final Automaton automaton;
    private final boolean negative;
    private final BitSet places = new BitSet();
    private int version = -1;

    /// @param automaton searches backwards for beginnings of what is looked for ahead, forwards for
    ///   ends of what is looked for behind
    LookPlaces(Automaton automaton, boolean negative) {
        this.automaton = automaton;
        this.negative = negative;
    }

    boolean holds(Text text, int offset) {
        if (version != text.version) {
            places.clear();
            automaton.mark(text, automaton.isBackwards() ? text.end : text.start, places);
            version = text.version;
        }
        return places.get(offset - text.start) != negative;
    }
}
