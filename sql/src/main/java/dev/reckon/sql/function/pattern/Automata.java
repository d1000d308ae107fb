package dev.reckon.sql.function.pattern;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// The automata of a pattern and of its parts, each made when it is first needed. For one thread.
final class Automata {
    private final Alphabet alphabet;
    private final @Nullable Automaton[] forwards;
    private final @Nullable Automaton[] backwards;

    /// Of repetitions: read backwards what a part can be before the end.
    private final @Nullable Automaton[] rests;

    private final IdentityHashMap<Shape.Look, LookPlaces> looks = new IdentityHashMap<>();

    Automata(Alphabet alphabet, int partCount) {
        this.alphabet = alphabet;
        forwards = new @Nullable Automaton[partCount];
        backwards = new @Nullable Automaton[partCount];
        rests = new @Nullable Automaton[partCount];
    }

    /// Makes an automaton for any shape of the pattern.
    Automaton of(Shape shape, boolean isBackwards, boolean searching) {
        return of(new Nfa(shape, alphabet, isBackwards), isBackwards, searching);
    }

    Automaton of(Nfa nfa, boolean isBackwards, boolean searching) {
        return new Automaton(
                nfa,
                alphabet,
                isBackwards,
                searching,
                nfa.looks().stream().map(this::places).toList());
    }

    private LookPlaces places(Shape.Look look) {
        LookPlaces places = looks.get(look);
        if (places == null) {
            // What is ahead is found by where it begins.
            places = new LookPlaces(of(look.part(), look.ahead(), true), look.negative());
            looks.put(look, places);
        }
        return places;
    }

    /// Returns what finds the ends of a part.
    Automaton forwards(PatternTree part) {
        Automaton known = forwards[part.id()];
        if (known == null) {
            known = of(part.shape(), false, false);
            forwards[part.id()] = known;
        }
        return known;
    }

    /// Returns what finds the beginnings of a part.
    Automaton backwards(PatternTree part) {
        Automaton known = backwards[part.id()];
        if (known == null) {
            known = of(part.shape(), true, false);
            backwards[part.id()] = known;
        }
        return known;
    }

    /// Returns what finds from where on a part can be repeated up to an end.
    Automaton rest(PatternTree part) {
        Automaton known = rests[part.id()];
        if (known == null) {
            known = of(new Shape.Repeat(part.shape(), 0, Shape.UNLIMITED), true, false);
            rests[part.id()] = known;
        }
        return known;
    }
}
