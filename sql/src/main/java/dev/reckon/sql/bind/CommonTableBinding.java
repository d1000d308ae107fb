package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Column;
import java.util.List;

/// What the name of a common table means inside a statement.
///
/// @param id the id of the plan's common table, or of a recursion's work table
/// @param work whether it is the recursive reference inside its own definition
/// @param columns names and types; the ids are those of the definition
/// @param hasRows false for a data-modifying statement without RETURNING
record CommonTableBinding(
        String name, int id, boolean work, List<Column> columns, boolean hasRows) {
    CommonTableBinding {
        columns = List.copyOf(columns);
    }
}
