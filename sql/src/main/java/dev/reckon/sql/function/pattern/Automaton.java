package dev.reckon.sql.function.pattern;

import dev.reckon.storage.error.Cancellation;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds where strings of a shape end, or begin when it reads backwards, in one pass over the text.
/// For one thread.
///
/// Each pass looks whether the statement is still wanted now and then.
final class Automaton {
    /// Bytes between two looks: some 50 microseconds.
    private static final int BYTES_BETWEEN_CHECKS = 1 << 16;

    private static final int BYTE_COUNT = 256;

    private final Alphabet alphabet;
    private final boolean backwards;
    private final StateTable states;

    /// Which bytes can begin a match of a search: the others are passed over.
    private final boolean[] beginners;

    private final boolean skips;

    /// Where the last search had not begun anything yet.
    private int cold;

    /// Bytes read since the last look whether the statement is still wanted.
    private int unchecked;

    Automaton(
            Nfa nfa,
            Alphabet alphabet,
            boolean backwards,
            boolean searching,
            List<LookPlaces> looks) {
        this.alphabet = alphabet;
        this.backwards = backwards;
        states = new StateTable(nfa, alphabet, backwards, searching, looks);
        beginners = new boolean[BYTE_COUNT];
        skips = searching && !backwards && !states.hasLooks() && findBeginners();
    }

    /// Fills [#beginners]; returns whether there are bytes to pass over.
    private boolean findBeginners() {
        var starts = new BitSet();
        for (int before = 0; before < alphabet.classCount(); before++) {
            starts.set(states.start(before));
        }
        var empty = new Text();
        boolean hasOthers = false;
        for (int b = 0; b < BYTE_COUNT; b++) {
            int characterClass = b < 0x80 ? alphabet.ofAscii()[b] : alphabet.ofOthers();
            boolean begins = characterClass < 0;
            for (int start = starts.nextSetBit(0);
                    start >= 0 && !begins;
                    start = starts.nextSetBit(start + 1)) {
                int entry = states.entry(start, characterClass, empty, 0);
                begins = (entry & StateTable.MATCHED) != 0 || (entry & StateTable.IDLE) == 0;
            }
            beginners[b] = begins;
            hasOthers |= !begins;
        }
        return hasOthers;
    }

    boolean isBackwards() {
        return backwards;
    }

    /// Returns where the last search had not begun anything yet: no match begins before.
    int cold() {
        return cold;
    }

    private void count(int byteCount) {
        unchecked += byteCount;
        if (unchecked >= BYTES_BETWEEN_CHECKS) {
            unchecked = 0;
            Cancellation.check();
        }
    }

    /// Returns the entry for a place, and for the character that follows it.
    private int entryAt(Text text, int offset, int state) {
        int column = states.column(text.classAt(offset, alphabet), text, offset);
        return states.entry(state, column, text, offset);
    }

    /// Returns the end of the longest match that begins at `from` and ends at `limit` at most, -1
    /// when there is none.
    int longest(Text text, int from, int limit) {
        int state = states.start(text.classBefore(from, alphabet));
        int last = -1;
        int offset = from;
        if (states.hasLooks()) {
            while (offset < limit && state != states.dead()) {
                int entry = entryAt(text, offset, state);
                if ((entry & StateTable.MATCHED) != 0) {
                    last = offset;
                }
                state = entry >> StateTable.STATE_SHIFT;
                offset = text.after(offset);
                count(1);
            }
        } else {
            int dead = states.dead();
            int[] entries = states.entries();
            int[] ofAscii = alphabet.ofAscii();
            byte[] bytes = text.bytes;
            while (offset < limit && state != dead) {
                int pause = (int) Math.min(limit, (long) offset + BYTES_BETWEEN_CHECKS);
                int begin = offset;
                while (offset < pause) {
                    int lead = bytes[offset];
                    int length = 1;
                    int column;
                    if (lead >= 0) {
                        column = ofAscii[lead];
                    } else {
                        length = Text.length(bytes, offset, text.end);
                        column = alphabet.ofEncoded(bytes, offset, length);
                    }
                    int entry = entries[state + column];
                    if (entry == 0) {
                        entry = states.entry(state, column, text, offset);
                        entries = states.entries();
                    }
                    if ((entry & StateTable.MATCHED) != 0) {
                        last = offset;
                    }
                    state = entry >> StateTable.STATE_SHIFT;
                    if (state == dead) {
                        break;
                    }
                    offset += length;
                }
                count(offset - begin);
            }
        }
        if (state != states.dead()
                && offset == limit
                && (entryAt(text, offset, state) & StateTable.MATCHED) != 0) {
            last = offset;
        }
        return last;
    }

    /// Returns the end of the shortest match that begins at `from` and ends at `least` at least and
    /// at `limit` at most, -1 when there is none.
    int shortest(Text text, int from, int least, int limit) {
        return chosen(text, from, least, limit, new Choice(false, null));
    }

    /// Returns the longest or shortest end of a match that begins at `from` and is after `from` and
    /// among allowed places, -1 when there is none.
    ///
    /// @param allowed places from the start of the text on
    int among(Text text, int from, int least, int limit, boolean longest, BitSet allowed) {
        return chosen(text, from, least, limit, new Choice(longest, allowed));
    }

    private record Choice(boolean longest, @Nullable BitSet allowed) {
        boolean allows(int place) {
            return allowed == null || allowed.get(place);
        }
    }

    private int chosen(Text text, int from, int least, int limit, Choice choice) {
        int state = states.start(text.classBefore(from, alphabet));
        int last = -1;
        int offset = from;
        while (state != states.dead()) {
            int entry = entryAt(text, offset, state);
            if ((entry & StateTable.MATCHED) != 0
                    && offset >= least
                    && choice.allows(offset - text.start)) {
                last = offset;
                if (!choice.longest) {
                    break;
                }
            }
            if (offset >= limit) {
                break;
            }
            state = entry >> StateTable.STATE_SHIFT;
            offset = text.after(offset);
            count(1);
        }
        return last;
    }

    /// Searches: returns the least end of all matches that begin at `from` or after it, -1 when
    /// there is none. Then [#cold()] is known.
    int firstEnd(Text text, int from) {
        int state = states.start(text.classBefore(from, alphabet));
        int offset = from;
        int end = text.end;
        cold = from;
        if (states.hasLooks()) {
            while (offset < end && state != states.dead()) {
                int entry = entryAt(text, offset, state);
                if ((entry & StateTable.MATCHED) != 0) {
                    return offset;
                }
                state = entry >> StateTable.STATE_SHIFT;
                offset = text.after(offset);
                count(1);
                if ((entry & StateTable.IDLE) != 0) {
                    cold = offset;
                }
            }
            return (entryAt(text, offset, state) & StateTable.MATCHED) != 0 ? offset : -1;
        }
        int dead = states.dead();
        int[] entries = states.entries();
        int[] ofAscii = alphabet.ofAscii();
        byte[] bytes = text.bytes;
        boolean isIdle = true;
        while (offset < end) {
            int begin = offset;
            int pause = (int) Math.min(end, (long) offset + BYTES_BETWEEN_CHECKS);
            while (offset < pause) {
                if (isIdle && skips && !beginners[bytes[offset] & 0xFF]) {
                    do {
                        offset++;
                    } while (offset < pause && !beginners[bytes[offset] & 0xFF]);
                    cold = offset;
                    if (states.hasPlaces()) {
                        state = states.start(text.classBefore(offset, alphabet));
                        entries = states.entries();
                    }
                    if (offset == pause) {
                        break;
                    }
                }
                int lead = bytes[offset];
                int length = 1;
                int column;
                if (lead >= 0) {
                    column = ofAscii[lead];
                } else {
                    length = Text.length(bytes, offset, end);
                    column = alphabet.ofEncoded(bytes, offset, length);
                }
                int entry = entries[state + column];
                if (entry == 0) {
                    entry = states.entry(state, column, text, offset);
                    entries = states.entries();
                }
                if ((entry & StateTable.MATCHED) != 0) {
                    return offset;
                }
                state = entry >> StateTable.STATE_SHIFT;
                if (state == dead) {
                    return -1; // It had to begin at the text's start.
                }
                offset += length;
                isIdle = (entry & StateTable.IDLE) != 0;
                if (isIdle) {
                    cold = offset;
                }
            }
            count(offset - begin);
        }
        return (entryAt(text, end, state) & StateTable.MATCHED) != 0 ? end : -1;
    }

    /// Marks all ends of matches from `from` to the end of the text, or backwards all beginnings
    /// from there to its start, as places from the start of the text on.
    void mark(Text text, int from, BitSet places) {
        if (backwards) {
            markBackwards(text, from, text.start, places);
            return;
        }
        int state = states.start(text.classBefore(from, alphabet));
        int offset = from;
        while (state != states.dead()) {
            int entry = entryAt(text, offset, state);
            if ((entry & StateTable.MATCHED) != 0) {
                places.set(offset - text.start);
            }
            if (offset == text.end) {
                break;
            }
            state = entry >> StateTable.STATE_SHIFT;
            offset = text.after(offset);
            count(1);
        }
    }

    /// Marks all beginnings of matches that end at `from`, or anywhere before when this searches,
    /// back to `least`.
    void markBackwards(Text text, int from, int least, BitSet places) {
        int state = states.start(text.classAt(from, alphabet));
        int offset = from;
        while (state != states.dead()) {
            int column = states.column(text.classBefore(offset, alphabet), text, offset);
            int entry = states.entry(state, column, text, offset);
            if ((entry & StateTable.MATCHED) != 0) {
                places.set(offset - text.start);
            }
            if (offset == least) {
                break;
            }
            state = entry >> StateTable.STATE_SHIFT;
            offset = text.before(offset);
            count(1);
        }
    }
}
