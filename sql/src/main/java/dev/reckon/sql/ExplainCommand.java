package dev.reckon.sql;

import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.Value;
import java.util.List;

/// EXPLAIN.
record ExplainCommand(Session session, PreparedCommands prepared) {
    List<ResultColumn> columns(UtilityStatement.Explain explain) {
        return TextRows.columns("QUERY PLAN");
    }

    Result run(UtilityStatement.Explain explain, List<Value> parameters) {
        throw DatabaseException.notSupported("EXPLAIN", "Soon.").at(explain.position());
    }
}
