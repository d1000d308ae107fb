package dev.reckon.tests.differential.generated;

import java.util.Optional;

/// A column that an expression may name.
///
/// @param text how it is written
record ColumnReference(String text, Kind kind) {
    /// Returns the name of the relation that it is a column of; empty when it is something else.
    Optional<String> relation() {
        return text.matches("[a-z]+[0-9]*\\.[a-z][0-9]*")
                ? Optional.of(text.substring(0, text.indexOf('.')))
                : Optional.empty();
    }
}
