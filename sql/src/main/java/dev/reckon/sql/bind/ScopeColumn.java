package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Scalar;

/// A column that can be named.
///
/// @param value how to compute it from the columns of the FROM clause's plan
/// @param tableOid the table that it is a plain column of, 0 otherwise
/// @param number its number there
record ScopeColumn(String name, Scalar value, long tableOid, int number) {
    ScopeColumn withName(String newName) {
        return new ScopeColumn(newName, value, tableOid, number);
    }
}
