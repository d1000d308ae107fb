package dev.reckon.sql.function.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The states of an automaton that have been met, and what each leads to. A state is a set of
/// states of the [Nfa] and, where constraints ask for it, the kind of the character before; it is
/// made when it is first met (Aho, Sethi, Ullman: Compilers, 3.7). When there are too many, all are
/// forgotten. For one thread.
///
/// A state is named by where its row is in the table. An entry of a row is 0 when it is not known;
/// otherwise it has [#MATCHED], [#IDLE] and the next state.
final class StateTable {
    /// A match ends before the character.
    static final int MATCHED = 1;

    /// The next state is that of a search in which nothing has begun.
    static final int IDLE = 2;

    static final int STATE_SHIFT = 2;

    /// Entries kept: some 500 kB.
    private static final int ENTRY_COUNT_MAX = 1 << 17;

    /// Members of states kept: some 500 kB.
    private static final int MEMBER_COUNT_MAX = 1 << 17;

    /// However large states are, so many are kept.
    private static final int STATE_COUNT_MIN = 8;

    /// More combinations of looks than this would make rows too long to be kept.
    private static final int LOOK_BITS_MAX = 4;

    private static final int KIND_COUNT = 4;

    private final Nfa nfa;
    private final Alphabet alphabet;
    private final boolean backwards;
    private final boolean searching;
    private final List<LookPlaces> looks;
    private final int lookBits;
    private final boolean keepsEntries;

    /// Entries of a row.
    private final int width;

    /// Leads nowhere and matches nothing: the second row, because the first's name would make
    /// entries of 0.
    private final int dead;

    private int[] table;
    private int stateCount;
    private int memberCount;

    /// Counts how often all was forgotten.
    private int generation;

    private int[][] members = new int[8][];
    private byte[] kinds = new byte[8];
    private final Map<Members, Integer> known = new HashMap<>();
    private final int[] starts = new int[KIND_COUNT];

    /// Which states of the NFA were visited for the entry that is being made: those marked with its
    /// number.
    private final int[] visited;

    private final int[] taken;
    private int visit;
    private final int[] stack;
    private final int[] found;

    private record Members(int[] states, int kind) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Members(int[] otherStates, int otherKind)
                    && kind == otherKind
                    && Arrays.equals(states, otherStates);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(states) * 31 + kind;
        }
    }

    /// @param searching whether a match may begin at any character
    /// @param looks what the NFA's looks ask
    StateTable(
            Nfa nfa,
            Alphabet alphabet,
            boolean backwards,
            boolean searching,
            List<LookPlaces> looks) {
        this.nfa = nfa;
        this.alphabet = alphabet;
        this.backwards = backwards;
        this.searching = searching && (backwards || !nfa.beginsAtTextStart());
        this.looks = looks;
        keepsEntries = looks.size() <= LOOK_BITS_MAX;
        lookBits = keepsEntries ? looks.size() : 0;
        width = alphabet.classCount() << lookBits;
        dead = width;
        table = new int[4 * width];
        visited = new int[nfa.stateCount()];
        taken = new int[nfa.stateCount()];
        stack = new int[nfa.stateCount()];
        found = new int[nfa.stateCount()];
        forget();
    }

    private void forget() {
        generation++;
        memberCount = 0;
        known.clear();
        Arrays.fill(members, null);
        Arrays.fill(table, 0);
        Arrays.fill(starts, 0);
        stateCount = 2;
        members[1] = new int[0];
        for (int i = 0; i < width; i++) {
            table[dead + i] = dead << STATE_SHIFT;
        }
    }

    /// Returns the entries: a new array when states have been added.
    int[] entries() {
        return table;
    }

    int dead() {
        return dead;
    }

    boolean hasLooks() {
        return !looks.isEmpty();
    }

    /// Returns whether what is before the first character read matters.
    boolean hasPlaces() {
        return nfa.hasPlaces();
    }

    /// Returns the state in which reading begins next to a character of a class.
    int start(int characterClass) {
        int kind = nfa.hasPlaces() ? alphabet.kind(characterClass) : 0;
        if (starts[kind] == 0) {
            starts[kind] = state(new int[] {nfa.start()}, kind);
        }
        return starts[kind];
    }

    private int state(int[] states, int kind) {
        if (states.length == 0) {
            return dead;
        }
        var key = new Members(states, kind);
        Integer index = known.get(key);
        if (index == null) {
            boolean isFull =
                    (stateCount + 1) * width > ENTRY_COUNT_MAX
                            || memberCount + states.length > MEMBER_COUNT_MAX;
            if (isFull && stateCount > STATE_COUNT_MIN) {
                forget();
            }
            memberCount += states.length;
            index = stateCount++;
            known.put(key, index);
            if (stateCount * width > table.length) {
                table = Arrays.copyOf(table, 2 * table.length);
            }
            if (stateCount > members.length) {
                members = Arrays.copyOf(members, 2 * members.length);
                kinds = Arrays.copyOf(kinds, 2 * kinds.length);
            }
            members[index] = states;
            kinds[index] = (byte) kind;
        }
        return index * width;
    }

    /// Returns the column of a character in a row.
    ///
    /// @param offset where the place before the character (behind it when backwards) is
    int column(int characterClass, Text text, int offset) {
        int column = characterClass;
        if (keepsEntries) {
            for (LookPlaces look : looks) {
                column = column << 1 | (look.holds(text, offset) ? 1 : 0);
            }
        }
        return column;
    }

    /// Returns the entry of a state and a column, which it makes when it is not known. Afterwards
    /// [#entries()] may have changed, and the state forgotten.
    int entry(int state, int column, Text text, int offset) {
        int entry = keepsEntries ? table[state + column] : 0;
        if (entry != 0) {
            return entry;
        }
        int before = generation;
        entry = make(state / width, column, text, offset);
        if (keepsEntries && generation == before) {
            table[state + column] = entry;
        }
        return entry;
    }

    private int make(int index, int column, Text text, int offset) {
        int characterClass = column >> lookBits;
        int kind = alphabet.kind(characterClass);
        int left = backwards ? kind : kinds[index];
        int right = backwards ? kinds[index] : kind;
        int matched = 0;
        int depth = 0;
        int count = 0;
        visit++;
        for (int state : members[index]) {
            depth = push(state, depth);
        }
        while (depth > 0) {
            int state = stack[--depth];
            switch (nfa.kind(state)) {
                case Nfa.MATCH -> matched = MATCHED;
                case Nfa.SPLIT -> {
                    depth = push(nfa.next(state), depth);
                    depth = push(nfa.other(state), depth);
                }
                case Nfa.TAKE -> {
                    int next = nfa.next(state);
                    if (taken[next] != visit && nfa.takes(state, characterClass)) {
                        taken[next] = visit;
                        found[count++] = next;
                    }
                }
                case Nfa.PLACE -> {
                    if (nfa.place(state).isBetween(left, right)) {
                        depth = push(nfa.next(state), depth);
                    }
                }
                default -> {
                    if (holds(nfa.other(state), column, text, offset)) {
                        depth = push(nfa.next(state), depth);
                    }
                }
            }
        }
        if (characterClass == alphabet.edge()) {
            return dead << STATE_SHIFT | matched;
        }
        boolean isIdle = searching && count == 0;
        if (searching && taken[nfa.start()] != visit) {
            found[count++] = nfa.start();
        }
        int[] states = Arrays.copyOf(found, count);
        Arrays.sort(states);
        int next = state(states, nfa.hasPlaces() ? kind : 0);
        return next << STATE_SHIFT | (isIdle ? IDLE : 0) | matched;
    }

    private boolean holds(int look, int column, Text text, int offset) {
        return keepsEntries
                ? (column >> (looks.size() - 1 - look) & 1) != 0
                : looks.get(look).holds(text, offset);
    }

    private int push(int state, int depth) {
        if (visited[state] == visit) {
            return depth;
        }
        visited[state] = visit;
        stack[depth] = state;
        return depth + 1;
    }
}
