package dev.reckon.tests.differential.generated;

import java.util.List;

/// A query and what it returns.
///
/// @param columns the names of its columns where they were given, `?column?` and the like otherwise
/// @param isOrdered whether its ORDER BY fixes the order of its rows
record Query(String text, List<TableShape.Column> columns, boolean isOrdered) {}
