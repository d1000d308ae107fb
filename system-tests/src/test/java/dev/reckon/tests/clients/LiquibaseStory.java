package dev.reckon.tests.clients;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import liquibase.CatalogAndSchema;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.SnapshotControl;
import liquibase.snapshot.SnapshotGeneratorFactory;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Column;
import liquibase.structure.core.Sequence;
import liquibase.structure.core.Table;
import liquibase.structure.core.View;
import liquibase.ui.LoggerUIService;

/// A change log of Liquibase: applied, rolled back in part, applied again; what it reads of the
/// schema then; and everything dropped.
final class LiquibaseStory {
    private static final String SCHEMA = "changed";

    private LiquibaseStory() {}

    static List<String> run(Place place) throws Exception {
        List<String> story = new ArrayList<>();
        Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> run(place, story));
        return story;
    }

    private static void run(Place place, List<String> story) throws Exception {
        try (Connection connection = DriverManager.getConnection(place.url())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema " + SCHEMA);
            }
            Database database =
                    DatabaseFactory.getInstance()
                            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setDefaultSchemaName(SCHEMA);
            database.setLiquibaseSchemaName(SCHEMA);
            try (Liquibase liquibase =
                    new Liquibase("liquibase.xml", new ClassLoaderResourceAccessor(), database)) {
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                liquibase.update("");
                story.add("open: " + open(liquibase));
                liquibase.tag("v1");
                liquibase.rollback(2, "");
                story.add("open after rollback: " + open(liquibase));
                liquibase.update("");
                liquibase.validate();
                tell(snapshot(database), story);
                liquibase.dropAll();
                story.add("left: " + snapshot(database).get(Table.class).size());
            }
        }
    }

    private static int open(Liquibase liquibase) throws Exception {
        return liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression()).size();
    }

    private static DatabaseSnapshot snapshot(Database database) throws Exception {
        return SnapshotGeneratorFactory.getInstance()
                .createSnapshot(
                        new CatalogAndSchema(null, SCHEMA),
                        database,
                        new SnapshotControl(database));
    }

    private static void tell(DatabaseSnapshot snapshot, List<String> story) {
        for (Table table : byName(snapshot, Table.class)) {
            story.add(
                    "%s (%s): key %s, unique %s, indexes %s, references %s"
                            .formatted(
                                    table.getName(),
                                    table.getRemarks(),
                                    table.getPrimaryKey(),
                                    sorted(table.getUniqueConstraints()),
                                    sorted(table.getIndexes()),
                                    sorted(table.getOutgoingForeignKeys())));
            for (Column column : table.getColumns()) {
                story.add(
                        "  %s %s null %s default %s counts %s: %s"
                                .formatted(
                                        column.getName(),
                                        column.getType(),
                                        column.isNullable(),
                                        column.getDefaultValue(),
                                        column.isAutoIncrement(),
                                        column.getRemarks()));
            }
        }
        byName(snapshot, View.class)
                .forEach(view -> story.add(view.getName() + ": " + view.getDefinition()));
        byName(snapshot, Sequence.class).forEach(sequence -> story.add(sequence.getName()));
    }

    private static <T extends DatabaseObject> List<T> byName(
            DatabaseSnapshot snapshot, Class<T> type) {
        return snapshot.get(type).stream()
                .sorted(Comparator.comparing(DatabaseObject::getName))
                .toList();
    }

    private static List<String> sorted(List<?> objects) {
        return objects.stream().map(Object::toString).sorted().toList();
    }
}
