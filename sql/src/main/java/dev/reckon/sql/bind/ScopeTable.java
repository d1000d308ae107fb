package dev.reckon.sql.bind;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// An item of FROM that can be named.
///
/// @param name the alias, or the table's own name
/// @param schema the schema when there is no alias; empty otherwise
/// @param rowType the type of a whole row
/// @param tableOid the relation, 0 when it is none
/// @param scalarFunction whether it is a function of one column, whose whole row is that column
record ScopeTable(
        String name,
        String schema,
        List<ScopeColumn> columns,
        DataType rowType,
        long tableOid,
        boolean scalarFunction) {
    ScopeTable {
        columns = List.copyOf(columns);
    }
}
