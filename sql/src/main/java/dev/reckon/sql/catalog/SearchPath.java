package dev.reckon.sql.catalog;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The schemas in which names without one are looked up, in order.
///
/// @param schemas names of schemas, as the setting has them, of which some may not exist
/// @param temporary the schema of the session's temporary tables
/// @param closed schemas that the user may not use: they are passed over, and refused by name
/// @param given tables without a schema that come before all others, for as long as a trigger's
///   function is called
public record SearchPath(
        List<String> schemas, String temporary, Set<String> closed, List<SystemTable> given) {
    public SearchPath {
        schemas = List.copyOf(schemas);
        closed = Set.copyOf(closed);
        given = List.copyOf(given);
    }

    /// Makes the path of one who may use all schemas.
    public SearchPath(List<String> schemas, String temporary) {
        this(schemas, temporary, Set.of());
    }

    public SearchPath(List<String> schemas, String temporary, Set<String> closed) {
        this(schemas, temporary, closed, List.of());
    }

    public SearchPath withGiven(List<SystemTable> tables) {
        return new SearchPath(schemas, temporary, closed, tables);
    }

    /// Returns the given table that a name means.
    ///
    /// @param path the name's parts; the schema before the last, if given
    public Optional<SystemTable> given(List<String> path) {
        return path.size() > 1
                ? Optional.empty()
                : given.stream().filter(table -> table.name().equals(path.getLast())).findFirst();
    }

    /// Returns the schemas in the order in which relations and types are looked for: `pg_temp` and
    /// `pg_catalog` come first unless they are named.
    public List<String> effective() {
        var all = new ArrayList<String>(schemas.size() + 2);
        if (!schemas.contains("pg_temp") && !schemas.contains(temporary)) {
            all.add(temporary);
        }
        if (!schemas.contains("pg_catalog")) {
            all.add("pg_catalog");
        }
        for (String schema : schemas) {
            if (closed.contains(schema)) {
                continue;
            }
            all.add(schema.equals("pg_temp") ? temporary : schema);
        }
        return all;
    }

    /// Returns the schema that a name in SQL means.
    ///
    /// @throws DatabaseException 42501 when the user may not use it
    public String resolve(String schema) {
        if (closed.contains(schema)) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema " + schema);
        }
        return schema.equals("pg_temp") ? temporary : schema;
    }
}
