package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A prepared statement of the session, as `pg_prepared_statements` shows it.
///
/// @param statement the text that the client sent
/// @param preparedMicros when: microseconds since 2000-01-01 00:00 UTC
/// @param fromSql whether it comes from PREPARE and not from the protocol
/// @param runCount how often its plan was run
public record PreparedStatement(
        String name,
        String statement,
        long preparedMicros,
        List<DataType> parameterTypes,
        boolean fromSql,
        long runCount) {}
