package dev.reckon.sql;

import dev.reckon.sql.catalog.Schema;
import java.util.List;

/// The end of temporary objects, which are in a schema of their session's.
final class TemporarySchemas {
    private TemporarySchemas() {}

    /// Removes the temporary objects of sessions that are gone.
    ///
    /// @param session the only one there is
    static void dropAll(Session session) {
        List<String> left =
                session.refreshCatalog().schemas().stream()
                        .filter(Schema::isTemporary)
                        .map(Schema::name)
                        .toList();
        left.forEach(name -> drop(name, session));
    }

    /// Removes a session's own temporary objects.
    static void dropOwn(Session session) {
        String own = session.temporarySchema();
        if (session.refreshCatalog().schema(own).isPresent()) {
            drop(own, session);
        }
    }

    private static void drop(String schema, Session session) {
        session.execute("DROP SCHEMA \"" + schema + "\" CASCADE").close();
        session.takeNotices();
    }
}
