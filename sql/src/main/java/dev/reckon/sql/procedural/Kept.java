package dev.reckon.sql.procedural;

import dev.reckon.sql.execute.Expression;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was planned for a piece of SQL, for as long as what it was bound to stays as it is.
///
/// @param state as [Host#planState] was
/// @param variables which values the parameters are
/// @param types how the parameters are held
/// @param type of an expression's value
/// @param fast computes a simple expression from the values of variables; null when there is no
///   such short way
/// @param simple computes an expression without a plan; null for others
/// @param sql the plan of anything else; null for simple expressions
record Kept(
        Object state,
        CodeVariables variables,
        List<PhysicalType> types,
        DataType type,
        @Nullable FastValue fast,
        @Nullable Expression simple,
        @Nullable PlannedSql sql) {}
