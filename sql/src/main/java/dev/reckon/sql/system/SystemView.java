package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A view of `information_schema`: PostgreSQL's shape, and a query over `pg_catalog`.
record SystemView(RelationShape shape, String query) implements ShapedTable {
    private static final String RESOURCE = "information_schema.sql";
    private static final Pattern STATEMENT =
            Pattern.compile("CREATE VIEW (\\w+) AS\\n(.*?);$", Pattern.DOTALL | Pattern.MULTILINE);

    /// Reads the queries of all views, by their names in `information_schema`.
    static Map<String, String> queries() {
        Map<String, String> queries = new HashMap<>();
        Matcher statements = STATEMENT.matcher(SystemResources.text(RESOURCE));
        while (statements.find()) {
            queries.put(statements.group(1), statements.group(2));
        }
        return queries;
    }

    @Override
    public Optional<ViewDefinition> definition() {
        return Optional.of(new ViewDefinition(query, List.of("pg_catalog"), List.of()));
    }

    @Override
    public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
        throw new IllegalStateException(name() + " is read through its query");
    }
}
