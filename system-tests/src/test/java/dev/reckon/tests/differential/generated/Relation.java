package dev.reckon.tests.differential.generated;

import java.util.List;

/// Something to select from.
///
/// @param text an item of a FROM clause
/// @param columns what it brings into scope
record Relation(String text, List<ColumnReference> columns) {}
