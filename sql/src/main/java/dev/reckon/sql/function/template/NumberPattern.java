package dev.reckon.sql.function.template;

import dev.reckon.storage.error.DatabaseException;
import java.util.List;

/// A template for numbers, cut into pieces, with what it says as a whole.
///
/// @param pieces patterns in upper case (`th` stays as it is written), or literal texts with a
///   quote before them
/// @param whole the number of digit places before the point
/// @param fraction the number of digit places after it
/// @param shift the nines after V
/// @param hasShift whether there is a V
/// @param zeroStart the first place, from 0, that shows zeros; -1 when none does
/// @param zeroEnd the number of places up to the last 0
/// @param anchor where S is
/// @param anchorPlace how many places are before an S before the point
record NumberPattern(
        List<String> pieces,
        int whole,
        int fraction,
        int shift,
        boolean hasShift,
        int zeroStart,
        int zeroEnd,
        Anchor anchor,
        int anchorPlace,
        boolean fill,
        boolean exponent,
        boolean roman,
        boolean minus,
        boolean plus,
        boolean brackets,
        boolean hasPoint) {
    /// Where a sign is written that belongs to the digits.
    enum Anchor {
        NONE,
        FIRST_DIGIT,
        LAST_DIGIT
    }

    /// Reads a template.
    ///
    /// @throws DatabaseException 42601
    static NumberPattern parse(String template) {
        return new NumberPatternReader(template).read();
    }

    boolean isAnchored() {
        return anchor != Anchor.NONE;
    }

    boolean showsZeros() {
        return zeroStart >= 0;
    }

    /// Returns this with a number of places, the sign's brackets or not, and S somewhere else.
    NumberPattern with(int newWhole, int newFraction, boolean newBrackets, Anchor newAnchor) {
        return new NumberPattern(
                pieces,
                newWhole,
                newFraction,
                shift,
                hasShift,
                zeroStart,
                zeroEnd,
                newAnchor,
                anchorPlace,
                fill,
                exponent,
                roman,
                minus,
                plus,
                newBrackets,
                hasPoint);
    }
}
