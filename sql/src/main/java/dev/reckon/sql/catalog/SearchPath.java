package dev.reckon.sql.catalog;

import java.util.ArrayList;
import java.util.List;

/// The schemas in which names without one are looked up, in order.
///
/// @param schemas names of schemas, as the setting has them, of which some may not exist
/// @param temporary the schema of the session's temporary tables
public record SearchPath(List<String> schemas, String temporary) {
    public SearchPath {
        schemas = List.copyOf(schemas);
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
            all.add(schema.equals("pg_temp") ? temporary : schema);
        }
        return all;
    }

    /// Returns the schema that a name in SQL means.
    public String resolve(String schema) {
        return schema.equals("pg_temp") ? temporary : schema;
    }
}
