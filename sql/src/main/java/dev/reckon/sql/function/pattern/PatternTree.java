package dev.reckon.sql.function.pattern;

import java.util.List;

/// A pattern taken apart as far as it matters: the parts whose beginnings and ends decide what the
/// groups are. Immutable.
///
/// @param kind what the children are to this part
/// @param shape what strings the part matches; of a back reference, what it could match at most
/// @param group the number of the group that this part is, 0 for none
/// @param reference the group that a back reference repeats
/// @param min the least number of repetitions, of [Kind#REPEAT] and [Kind#REFERENCE]
/// @param max the largest, [Shape#UNLIMITED] for any
/// @param id a number for each part of a pattern, from 0
record PatternTree(
        Kind kind,
        Traits traits,
        Shape shape,
        List<PatternTree> children,
        int group,
        int reference,
        int min,
        int max,
        int id) {
    enum Kind {
        /// Nothing inside matters.
        PLAIN,
        /// Two children, one after the other.
        SEQUENCE,
        /// One of the children, the first that can be.
        CHOICE,
        /// The child several times.
        REPEAT,
        /// The child, which is a group too.
        GROUP,
        REFERENCE
    }

    PatternTree asGroup(int number) {
        return new PatternTree(
                kind, traits.capturing(), shape, children, number, reference, min, max, id);
    }

    boolean prefersShorter() {
        return traits.prefersShorter();
    }
}
