package dev.reckon.sql.define;

import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// What is said of the one database.
record DatabaseDefinitions(Definitions definitions) {
    /// ALTER DATABASE … SET and RESET: for the sessions that begin from then on.
    ///
    /// @throws DatabaseException 3D000, 42501, or as SET does
    String set(SchemaStatement.AlterDatabaseSet alter) {
        if (!alter.name().equals(definitions.environment().currentDatabase())) {
            throw new DatabaseException(
                    SqlState.INVALID_CATALOG_NAME,
                    "database \"" + alter.name() + "\" does not exist");
        }
        DatabaseEntry database = definitions.catalog().database();
        String user = definitions.environment().currentUser();
        if (!Rights.of(definitions.catalog(), user).owns(database)) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "must be owner of database " + alter.name());
        }
        definitions.put(
                database.withSettings(
                        new StoredSettings(definitions)
                                .changed(database.settings(), alter.setting())));
        return "ALTER DATABASE";
    }
}
