package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// The name of a table, type, function or other object: `name`, `schema.name` or
/// `catalog.schema.name`.
///
/// @param parts the parts as looked up (folded and truncated), outermost first; one at least
/// @param position where the first part begins
public record QualifiedName(List<String> parts, int position) {
    public QualifiedName {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a name needs a part");
        }
    }

    /// The name in PostgreSQL's own schema, as the grammar itself writes it.
    public static QualifiedName system(String name, int position) {
        return new QualifiedName(List.of("pg_catalog", name), position);
    }

    /// The last part.
    public String name() {
        return parts.getLast();
    }

    /// The part before the last.
    public Optional<String> schema() {
        return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
    }

    /// The parts with dots between them, unquoted, as PostgreSQL shows them in messages.
    public String dotted() {
        return parts.size() == 1 ? parts.getFirst() : String.join(".", parts);
    }
}
