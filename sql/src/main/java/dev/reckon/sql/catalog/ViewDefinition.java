package dev.reckon.sql.catalog;

import java.util.List;

/// A stored query.
///
/// @param text as SQL
/// @param searchPath the schemas in which its names are looked up, as when it was made
/// @param dependencies what it was bound to
public record ViewDefinition(String text, List<String> searchPath, List<Dependency> dependencies) {
    public ViewDefinition {
        searchPath = List.copyOf(searchPath);
        dependencies = List.copyOf(dependencies);
    }
}
