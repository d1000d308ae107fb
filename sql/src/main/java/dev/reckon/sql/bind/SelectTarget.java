package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Scalar;

/// An item of a select list, stars expanded.
///
/// @param origin the table column that it is, if it is a plain one
/// @param position where it stands in the text
record SelectTarget(String name, Scalar value, BoundQuery.Origin origin, int position) {
    SelectTarget withValue(Scalar newValue) {
        return new SelectTarget(name, newValue, origin, position);
    }
}
