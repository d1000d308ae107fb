package dev.reckon.sql;

import dev.reckon.storage.type.DataType;

/// What a client is told of a result's column.
///
/// @param modifier PostgreSQL's type modifier, -1 when there is none
/// @param tableOid the table that it is a plain column of, 0 otherwise
/// @param columnNumber its number there, from 1, 0 otherwise
public record ResultColumn(
        String name, DataType type, int modifier, long tableOid, int columnNumber) {
    /// Returns the column apart from where it comes from.
    ResultColumn form() {
        return new ResultColumn(name, type, modifier, 0, 0);
    }
}
