package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.SearchPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the setting search_path.
final class SearchPaths {
    private SearchPaths() {}

    /// Returns the schemas of a list such as `"$user", public`.
    ///
    /// @param user what `$user` means
    static List<String> parse(String text, String user) {
        var schemas = new ArrayList<String>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ',' || Character.isWhitespace(c)) {
                i++;
                continue;
            }
            var name = new StringBuilder();
            if (c == '"') {
                i++;
                while (i < text.length()) {
                    if (text.charAt(i) == '"') {
                        if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                            i++;
                        } else {
                            break;
                        }
                    }
                    name.append(text.charAt(i++));
                }
                i++;
            } else {
                while (i < text.length() && text.charAt(i) != ',') {
                    name.append(text.charAt(i++));
                }
                name = new StringBuilder(name.toString().trim().toLowerCase(Locale.ROOT));
            }
            String schema = name.toString();
            schemas.add(schema.equals("$user") ? user : schema);
        }
        schemas.removeIf(String::isEmpty);
        return schemas;
    }

    /// Returns a path without the schemas that a user may not use.
    static SearchPath open(SearchPath path, Catalog catalog, String user) {
        Rights rights = Rights.of(catalog, user);
        if (rights.isSuperuser()) {
            return path;
        }
        Set<String> closed = new HashSet<>();
        for (Schema schema : catalog.schemas()) {
            if (!rights.mayUse(schema.name())) {
                closed.add(schema.name());
            }
        }
        return closed.isEmpty() ? path : new SearchPath(path.schemas(), path.temporary(), closed);
    }
}
