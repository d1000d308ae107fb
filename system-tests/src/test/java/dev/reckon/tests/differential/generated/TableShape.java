package dev.reckon.tests.differential.generated;

import java.util.List;

/// A table of a world.
///
/// @param columns in their order; the first, or the first two, are the key
/// @param keyCount how many columns are the key, or 0
/// @param isLarge whether it has thousands of rows, some of them in segments
record TableShape(String name, List<Column> columns, int keyCount, boolean isLarge) {
    record Column(String name, Kind kind) {}

    List<ColumnReference> columnsAs(String alias) {
        return columns.stream()
                .map(c -> new ColumnReference(alias + "." + c.name(), c.kind()))
                .toList();
    }
}
