package dev.reckon.sql.execute;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// What happened when a trigger fires: all that its function may know. Immutable.
///
/// The names in capitals are those of PL/pgSQL (PostgreSQL's chapter "PL/pgSQL Trigger Functions").
///
/// @param triggerOid tells triggers apart: what a function prepares for one fits that one alone,
///   since the same function can serve tables with other columns
/// @param name `TG_NAME`
/// @param timing `TG_WHEN`
/// @param level `TG_LEVEL`
/// @param operation `TG_OP`
/// @param relation the table or view: `TG_RELID`, `TG_TABLE_NAME`, and the columns of the rows
/// @param schema `TG_TABLE_SCHEMA`
/// @param arguments `TG_ARGV`
/// @param oldRow `OLD`: one field for each of the relation's columns; absent for INSERT, and at
///   statement level
/// @param newRow `NEW`, alike; absent for DELETE. Before the row is written its generated columns
///   are NULL
/// @param transitionTables the tables of REFERENCING. Statements of the function find them by name
///   before tables of the catalog: the session sees to that while the function is called
public record TriggerEvent(
        long triggerOid,
        String name,
        TriggerTiming timing,
        Level level,
        TriggerOperation operation,
        Relation relation,
        String schema,
        List<String> arguments,
        Optional<Value.Row> oldRow,
        Optional<Value.Row> newRow,
        List<TransitionTable> transitionTables) {
    public TriggerEvent {
        arguments = List.copyOf(arguments);
        transitionTables = List.copyOf(transitionTables);
    }

    /// For what a trigger fires once. The names are those of `TG_LEVEL`.
    public enum Level {
        ROW,
        STATEMENT
    }
}
