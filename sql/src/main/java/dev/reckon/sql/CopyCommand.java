package dev.reckon.sql;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.storage.error.DatabaseException;

/// COPY.
record CopyCommand(Session session) {
    Result run(DataStatement.Copy copy) {
        throw DatabaseException.notSupported("COPY", "Soon.").at(copy.position());
    }
}
