package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.AggregateFunction;

/// What `pg_aggregate` adds to an aggregate's row in `pg_proc`.
///
/// @param directCount the number of direct arguments, before WITHIN GROUP
/// @param sortOperatorOid the operator whose first row is the result (min, max), else 0
/// @param transitionType the name of the state's type in PostgreSQL
/// @param initialValue the state's initial text there, `-` when it is NULL
public record AggregateEntry(
        int functionOid,
        AggregateFunction.Kind kind,
        int directCount,
        int sortOperatorOid,
        String transitionType,
        String initialValue) {}
