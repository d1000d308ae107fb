package dev.reckon.sql.catalog;

import dev.reckon.sql.parse.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/// Catalog objects as the SQL that makes them: what `pg_get_indexdef`, `pg_get_constraintdef` and
/// `pg_get_viewdef` print, as PostgreSQL words it.
public final class ObjectText {
    private ObjectText() {}

    /// Returns `CREATE INDEX …`.
    public static String index(Index index, Catalog catalog) {
        var text = new StringBuilder("CREATE ");
        text.append(index.unique() ? "UNIQUE INDEX " : "INDEX ")
                .append(Identifiers.quote(index.name()))
                .append(" ON ")
                .append(qualified(catalog.relation(index.tableOid()).orElseThrow(), catalog))
                .append(" USING ")
                .append(index.method())
                .append(" (")
                .append(
                        index.keys().stream()
                                .map(ObjectText::key)
                                .collect(Collectors.joining(", ")))
                .append(')');
        if (!index.included().isEmpty()) {
            text.append(" INCLUDE (").append(columns(index.tableOid(), index.included(), catalog));
            text.append(')');
        }
        if (index.nullsNotDistinct()) {
            text.append(" NULLS NOT DISTINCT");
        }
        index.predicate().ifPresent(p -> text.append(" WHERE ").append(parenthesized(p)));
        return text.toString();
    }

    /// Returns one column of an index, from 1, as in its definition but without its order.
    public static String indexColumn(Index index, int number) {
        if (number > index.keys().size()) {
            return "";
        }
        Index.Key key = index.keys().get(number - 1);
        return key.columnNumber() == 0 ? expression(key) : Identifiers.quote(key.name());
    }

    private static String key(Index.Key key) {
        String text = key.columnNumber() == 0 ? expression(key) : Identifiers.quote(key.name());
        if (key.descending()) {
            return text + " DESC" + (key.nullsFirst() ? "" : " NULLS LAST");
        }
        return text + (key.nullsFirst() ? " NULLS FIRST" : "");
    }

    /// Function calls stand for themselves, other expressions in parentheses.
    private static String expression(Index.Key key) {
        String text = key.expression();
        boolean call = text.matches("(?s)[a-z_0-9.\"]+\\(.*\\)");
        return call ? text : parenthesized(text);
    }

    /// Returns what follows `CONSTRAINT name`.
    public static String constraint(Constraint constraint, Table table, Catalog catalog) {
        String columns = columns(table.oid(), constraint.columns(), catalog);
        String text =
                switch (constraint.rule()) {
                    case Constraint.Unique(boolean primaryKey, long _) ->
                            (primaryKey ? "PRIMARY KEY (" : "UNIQUE (") + columns + ")";
                    case Constraint.Check(String condition, boolean noInherit) ->
                            "CHECK ("
                                    + parenthesized(condition)
                                    + ")"
                                    + (noInherit ? " NO INHERIT" : "");
                    case Constraint.ForeignKey key -> foreignKey(columns, key, catalog);
                };
        return text
                + (constraint.deferrable() ? " DEFERRABLE" : "")
                + (constraint.initiallyDeferred() ? " INITIALLY DEFERRED" : "")
                + (constraint.validated() ? "" : " NOT VALID");
    }

    private static String foreignKey(String columns, Constraint.ForeignKey key, Catalog catalog) {
        Relation referenced = catalog.relation(key.referencedOid()).orElseThrow();
        String setColumns =
                key.deleteColumns().isEmpty()
                        ? ""
                        : " (" + columns(referenced.oid(), key.deleteColumns(), catalog) + ")";
        return "FOREIGN KEY ("
                + columns
                + ") REFERENCES "
                + relationName(referenced, catalog)
                + "("
                + columns(referenced.oid(), key.referencedColumns(), catalog)
                + ")"
                + (key.matchFull() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", key.onUpdate())
                + action(" ON DELETE ", key.onDelete())
                + (key.onDelete() == Constraint.Action.NO_ACTION ? "" : setColumns);
    }

    private static String action(String event, Constraint.Action action) {
        return action == Constraint.Action.NO_ACTION ? "" : event + action.name().replace('_', ' ');
    }

    /// Returns a view's query, ended as `pg_get_viewdef` ends it.
    public static String query(ViewDefinition definition) {
        String text = definition.text().strip();
        return " " + (text.endsWith(";") ? text : text + ";");
    }

    /// Returns the quoted names of columns of a table.
    private static String columns(long tableOid, List<Integer> numbers, Catalog catalog) {
        var table = (Table) catalog.relation(tableOid).orElseThrow();
        return numbers.stream()
                .map(number -> table.columns().get(table.position(number)).name())
                .map(Identifiers::quote)
                .collect(Collectors.joining(", "));
    }

    /// Returns a relation's name, with its schema unless that is `public`.
    private static String relationName(Relation relation, Catalog catalog) {
        return relation.schemaOid() == Schema.PUBLIC_OID
                ? Identifiers.quote(relation.name())
                : qualified(relation, catalog);
    }

    private static String qualified(Relation relation, Catalog catalog) {
        return Identifiers.quote(catalog.schemaName(relation.schemaOid()))
                + "."
                + Identifiers.quote(relation.name());
    }

    private static String parenthesized(String text) {
        return text.startsWith("(") && closesAtEnd(text) ? text : "(" + text + ")";
    }

    /// Returns whether the parenthesis that begins a text is the one that ends it.
    private static boolean closesAtEnd(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return i == text.length() - 1;
            }
        }
        return false;
    }
}
