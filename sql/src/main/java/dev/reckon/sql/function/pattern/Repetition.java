package dev.reckon.sql.function.pattern;

import java.util.Arrays;
import java.util.BitSet;

/// Divides a string among the repetitions of a part in which groups are remembered. Groups keep
/// what the last repetition gave them. A repetition is empty only where the least number of them
/// can't be had otherwise. For one thread.
final class Repetition {
    private final Automata automata;
    private final Dissection dissection;

    Repetition(Automata automata, Dissection dissection) {
        this.automata = automata;
        this.dissection = dissection;
    }

    /// Divides without back references: only where the last repetition begins matters. A part that
    /// must be there has been made a sequence, so none is an answer.
    boolean divideAtOnce(PatternTree part, Text text, int begin, int end) {
        PatternTree child = part.children().getFirst();
        boolean shorter = child.prefersShorter();
        if (begin == end) {
            // Once is preferred to never, so that groups are set, except where less is preferred.
            if (!shorter && automata.forwards(child).longest(text, begin, end) == end) {
                return dissection.divide(child, text, begin, end);
            }
            return true;
        }
        var rests = new BitSet();
        automata.rest(child).markBackwards(text, end, begin, rests);
        int last =
                part.max() == Shape.UNLIMITED || part.max() >= end - begin
                        ? lastBegin(child, text, begin, end, rests)
                        : new Limited(child, text, end, part.max(), rests).find(1, begin);
        return last >= 0 && dissection.divide(child, text, last, end);
    }

    private int lastBegin(PatternTree child, Text text, int begin, int end, BitSet rests) {
        Automaton ends = automata.forwards(child);
        int place = begin;
        while (true) {
            int next =
                    ends.among(text, place, text.after(place), end, !child.prefersShorter(), rests);
            if (next < 0 || next == end) {
                return next < 0 ? -1 : place;
            }
            place = next;
        }
    }

    /// Finds where the last of at most so many repetitions begins: tries one after the other, and
    /// remembers from where it can't be done.
    private final class Limited {
        private final PatternTree child;
        private final Text text;
        private final int end;
        private final int max;
        private final BitSet rests;
        private final BitSet[] failed;

        Limited(PatternTree child, Text text, int end, int max, BitSet rests) {
            this.child = child;
            this.text = text;
            this.end = end;
            this.max = max;
            this.rests = rests;
            failed = new BitSet[max + 1];
            Arrays.setAll(failed, _ -> new BitSet());
        }

        /// @param number which repetition begins at the place, from 1
        int find(int number, int place) {
            if (failed[number].get(place - text.start)) {
                return -1;
            }
            Automaton ends = automata.forwards(child);
            boolean shorter = child.prefersShorter();
            int least = number == max ? end : text.after(place);
            int limit = end;
            while (least <= limit) {
                int next = ends.among(text, place, least, limit, !shorter, rests);
                if (next < 0) {
                    break;
                }
                int last = next == end ? place : find(number + 1, next);
                if (last >= 0) {
                    return last;
                }
                if (shorter) {
                    least = text.after(next);
                } else {
                    limit = text.before(next);
                }
            }
            failed[number].set(place - text.start);
            return -1;
        }
    }

    /// Divides where there are back references, so that a repetition that its automaton accepts may
    /// still fail.
    boolean divideByTrial(PatternTree part, Text text, int begin, int end) {
        boolean shorter = part.children().getFirst().prefersShorter();
        if (begin == end && shorter && part.min() == 0) {
            return true;
        }
        return new Trial(part, text, begin, end).divide()
                || (begin == end && !shorter && part.min() == 0);
    }

    /// All ways to divide a string, in the order in which they are preferred.
    private final class Trial {
        private final PatternTree child;
        private final Automaton childEnds;
        private final boolean shorter;
        private final Text text;
        private final int end;
        private final int min;
        private final int max;

        /// Where repetitions end; the first is where the first begins.
        private int[] ends = new int[16];

        /// The repetition that is being looked for, from 1.
        private int number = 1;

        /// Repetitions that are known to be divided, up to this one.
        private int divided;

        Trial(PatternTree part, Text text, int begin, int end) {
            child = part.children().getFirst();
            childEnds = automata.forwards(child);
            shorter = child.prefersShorter();
            this.text = text;
            this.end = end;
            min = Math.max(part.min(), 1);
            int most = text.characterCount(begin, end);
            if (part.max() != Shape.UNLIMITED) {
                most = Math.min(most, part.max());
            }
            max = Math.max(most, min);
            ends[0] = begin;
        }

        boolean divide() {
            int limit = shorter ? ends[0] : end;
            while (number > 0) {
                if (number == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * number);
                }
                int found = shorter ? nextShorter(limit) : nextLonger(limit);
                if (found < 0) {
                    number--;
                } else {
                    ends[number] = found;
                    divided = Math.min(divided, number - 1);
                    if (found != end) {
                        if (number >= max) {
                            number--;
                        } else if (shorter || !isNeedlesslyEmpty(found)) {
                            number++;
                            limit = shorter ? ends[number - 1] : end;
                            continue;
                        }
                    } else if (number >= min && divideAll()) {
                        return true;
                    }
                }
                limit = shorter ? lengthen() : shorten();
            }
            return false;
        }

        private int nextLonger(int limit) {
            return childEnds.longest(text, ends[number - 1], limit);
        }

        private int nextShorter(int limit) {
            int least = limit;
            int before = ends[number - 1];
            if (least == before
                    && least != end
                    && (number >= min || min - number < text.characterCount(least, end))) {
                least = text.after(least);
            }
            if (number >= max) {
                least = end;
            }
            return childEnds.shortest(text, before, least, end);
        }

        private boolean isNeedlesslyEmpty(int found) {
            return found == ends[number - 1]
                    && (number >= min || min - number < text.characterCount(found, end));
        }

        /// Divides the repetitions found; the first that can't be is to be changed.
        private boolean divideAll() {
            for (int i = divided + 1; i <= number; i++) {
                dissection.clear(child);
                if (!dissection.divide(child, text, ends[i - 1], ends[i])) {
                    number = i;
                    return false;
                }
                divided = i;
            }
            return true;
        }

        /// Goes back to the last repetition that can be shorter; returns where it may end at most.
        private int shorten() {
            for (; number > 0; number--) {
                int before = ends[number - 1];
                if (ends[number] > before) {
                    int limit = text.before(ends[number]);
                    boolean mayBeEmpty =
                            number < min && min - number >= text.characterCount(before, end);
                    if (limit > before || mayBeEmpty) {
                        return limit;
                    }
                }
            }
            return end;
        }

        /// Goes back to the last repetition that can be longer; returns where it may end at least.
        private int lengthen() {
            for (; number > 0; number--) {
                if (ends[number] < end) {
                    return text.after(ends[number]);
                }
            }
            return end;
        }
    }
}
