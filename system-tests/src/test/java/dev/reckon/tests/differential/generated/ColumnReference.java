package dev.reckon.tests.differential.generated;

/// A column that an expression may name.
///
/// @param text how it is written
record ColumnReference(String text, Kind kind) {}
