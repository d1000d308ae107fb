package dev.reckon.sql.bind;

import java.util.ArrayList;
import java.util.List;

/// The names that an item of FROM brings.
///
/// @param tables the tables that can qualify a name
/// @param columns the columns in the order of `*`; those merged by USING stand first
record Namespace(List<ScopeTable> tables, List<ScopeColumn> columns) {
    static final Namespace EMPTY = new Namespace(List.of(), List.of());

    Namespace {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
    }

    static Namespace of(ScopeTable table) {
        return new Namespace(List.of(table), table.columns());
    }

    Namespace join(Namespace other) {
        var allTables = new ArrayList<>(tables);
        allTables.addAll(other.tables);
        var allColumns = new ArrayList<>(columns);
        allColumns.addAll(other.columns);
        return new Namespace(allTables, allColumns);
    }
}
