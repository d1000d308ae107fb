package dev.reckon.sql.define;

import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CREATE TABLE.
public final class TableCreation {
    private static final int COLUMN_COUNT_MAX = 1600;

    private final Definitions definitions;
    private final List<TableColumn> columns = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    /// The columns of a parent of which a partition has said something.
    private final Set<String> qualified = new HashSet<>();

    public TableCreation(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Makes a table.
    public void create(TableStatement.CreateTable create) {
        refuseUnsupported(create);
        List<String> options = StorageOptions.TABLE.texts(create.options());
        Optional<Schema> schema = newSchema(create);
        if (schema.isEmpty()) {
            return;
        }
        String name = create.name().name();
        var columnBinder =
                new ColumnDefinitions(definitions, schema.get(), name, create.persistence());
        var constraints = new ArrayList<PendingConstraint>();
        var copies = new LikeCopies(definitions);
        Optional<Table> parent =
                create.partitionOf().map(of -> new Partitions(definitions).parent(of.parent()));
        parent.ifPresent(each -> columns.addAll(Partitions.columns(each)));
        for (TableElement element : create.elements()) {
            switch (element) {
                case TableElement.Column column when parent.isPresent() ->
                        qualify(column, columnBinder, constraints, afterwards);
                case TableElement.Column column -> {
                    requireNewColumn(column.name());
                    columns.add(
                            columnBinder.define(
                                    column, columns.size() + 1, constraints, afterwards));
                }
                case TableElement.TableConstraint constraint ->
                        constraints.add(
                                new PendingConstraint(constraint.constraint(), Optional.empty()));
                case TableElement.Like like ->
                        copies.copy(like, columns, columnBinder, this::requireNewColumn);
            }
        }
        if (columns.size() > COLUMN_COUNT_MAX) {
            throw new DatabaseException(
                    SqlState.TOO_MANY_COLUMNS, "tables can have at most 1600 columns");
        }
        Table table = newTable(definitions, schema.get(), create, name, columns);
        table = table.withHeader(table.header().withOptions(options));
        if (create.partitionBy().isPresent()) {
            table =
                    table.withPartitioning(
                            new Partitioning(
                                    Optional.of(
                                            new PartitionKeys(definitions)
                                                    .bind(create.partitionBy().get(), table)),
                                    Optional.empty()));
            requireNoOwnChecks(constraints, table);
        }
        var constraintDefinitions = new ConstraintDefinitions(definitions);
        table = constraintDefinitions.addAll(table, constraints);
        table = copies.addConstraints(table);
        if (parent.isPresent()) {
            table = new Partitions(definitions).withChecks(table, parent.get());
        }
        table = new GeneratedColumns(definitions).resolved(table);
        definitions.put(table);
        definitions.transaction().createTable(table.schema());
        columnBinder.own(table);
        constraintDefinitions.createIndexes(table);
        copies.addIndexes(table);
        afterwards.forEach(Runnable::run);
        if (parent.isPresent()) {
            joinParent(table.oid(), parent.get(), create.partitionOf().orElseThrow());
        }
    }

    private void joinParent(long oid, Table parent, TableStatement.PartitionOf of) {
        Table table = (Table) definitions.catalog().relation(oid).orElseThrow();
        boolean isTemporary = table.persistence() == Table.Persistence.TEMPORARY;
        if (isTemporary != (parent.persistence() == Table.Persistence.TEMPORARY)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    isTemporary
                            ? "cannot create a temporary relation as partition of permanent"
                                    + " relation \""
                                    + parent.name()
                                    + "\""
                            : "cannot create a permanent relation as partition of temporary"
                                    + " relation \""
                                    + parent.name()
                                    + "\"");
        }
        var partitions = new Partitions(definitions);
        var bounds = new PartitionBounds(definitions, parent);
        PartitionBound bound = bounds.bind(of.bound());
        bounds.requireNew(bound, of.bound(), table.name());
        partitions.join(oid, parent, bound);
        partitions.requireRest(parent, oid);
    }

    /// Adds what a partition says of a column that it has from its parent.
    private void qualify(
            TableElement.Column element,
            ColumnDefinitions columnBinder,
            List<PendingConstraint> constraints,
            List<Runnable> later) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(element.name())) {
                TableColumn inherited = columns.get(i);
                boolean hasDefault =
                        element.constraints().stream()
                                .anyMatch(each -> each.rule() instanceof TableElement.Rule.Default);
                if (element.constraints().stream()
                        .anyMatch(each -> each.rule() instanceof TableElement.Rule.Identity)) {
                    throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "identity columns are not supported on partitions");
                }
                if (!qualified.add(element.name())) {
                    throw new DatabaseException(
                            SqlState.DUPLICATE_COLUMN,
                            "column \"" + element.name() + "\" specified more than once");
                }
                columns.set(
                        i,
                        columnBinder.qualify(
                                hasDefault ? inherited.withDefault(Optional.empty()) : inherited,
                                element,
                                constraints,
                                later));
                return;
            }
        }
        throw new DatabaseException(
                SqlState.UNDEFINED_COLUMN, "column \"" + element.name() + "\" does not exist");
    }

    private static void requireNoOwnChecks(List<PendingConstraint> constraints, Table table) {
        for (PendingConstraint each : constraints) {
            if (each.constraint().rule()
                            instanceof TableElement.Rule.Check(var _, boolean noInherit)
                    && noInherit) {
                throw new DatabaseException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "cannot add NO INHERIT constraint to partitioned table \""
                                + table.name()
                                + "\"");
            }
        }
    }

    private Optional<Schema> newSchema(TableStatement.CreateTable create) {
        try {
            return newRelationSchema(
                    definitions, create.name(), create.persistence(), create.ifNotExists());
        } catch (DatabaseException denied) {
            throw denied.sqlState() == SqlState.INSUFFICIENT_PRIVILEGE
                    ? denied.at(create.name().position())
                    : denied;
        }
    }

    private void requireNewColumn(String name) {
        if (columns.stream().anyMatch(column -> column.name().equals(name))) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_COLUMN, "column \"" + name + "\" specified more than once");
        }
        ColumnDefinitions.requireNoSystemName(name);
    }

    private static void refuseUnsupported(TableStatement.CreateTable create) {
        create.tablespace().ifPresent(StorageOptions::requireTablespace);
        if (!create.inherits().isEmpty()) {
            throw DatabaseException.notSupported(
                            "INHERITS", "Make tables of their own, and a view over them.")
                    .at(create.position());
        }
        if (create.partitionBy().isPresent()
                && create.persistence() == TableStatement.Persistence.UNLOGGED) {
            throw DatabaseException.notSupported(
                            "UNLOGGED for a partitioned table", "Say it of the partitions.")
                    .at(create.position());
        }
        if (create.ofType().isPresent()) {
            throw DatabaseException.notSupported("CREATE TABLE OF", "Write the columns out.")
                    .at(create.position());
        }
    }

    /// Finds the schema of a new relation, and sees that its name is free; empty when it exists and
    /// that is allowed.
    static Optional<Schema> newRelationSchema(
            Definitions definitions,
            dev.reckon.sql.ast.QualifiedName name,
            TableStatement.Persistence persistence,
            boolean ifNotExists) {
        boolean temporary = persistence == TableStatement.Persistence.TEMPORARY;
        if (temporary && name.schema().isPresent() && !name.schema().get().startsWith("pg_temp")) {
            throw new DatabaseException(
                            SqlState.INVALID_TABLE_DEFINITION,
                            "cannot create temporary relation in non-temporary schema")
                    .at(name.position());
        }
        boolean named = name.schema().filter("pg_temp"::equals).isPresent();
        Schema schema =
                temporary || named ? definitions.temporarySchema() : definitions.schemaFor(name);
        definitions.lockName(schema.oid(), name.name());
        if (definitions.catalog().relation(schema.oid(), name.name()).isPresent()) {
            String message = "relation \"" + name.name() + "\" already exists";
            if (ifNotExists) {
                definitions.notice(SqlState.DUPLICATE_TABLE, message + ", skipping");
                return Optional.empty();
            }
            throw new DatabaseException(SqlState.DUPLICATE_TABLE, message);
        }
        if (definitions.catalog().isTypeNameTaken(schema.oid(), name.name())) {
            throw new DatabaseException(
                            SqlState.DUPLICATE_OBJECT,
                            "type \"" + name.name() + "\" already exists")
                    .withHint(
                            "A relation has an associated type of the same name, so you must use a"
                                    + " name that doesn't conflict with any existing type.");
        }
        return Optional.of(schema);
    }

    private static Table newTable(
            Definitions definitions,
            Schema schema,
            TableStatement.CreateTable create,
            String name,
            List<TableColumn> columns) {
        if (create.onCommit() != TableStatement.OnCommit.DEFAULT && !schema.isTemporary()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "ON COMMIT can only be used on temporary tables");
        }
        Table.OnCommit onCommit =
                switch (create.onCommit()) {
                    case DEFAULT, PRESERVE_ROWS -> Table.OnCommit.PRESERVE_ROWS;
                    case DELETE_ROWS -> Table.OnCommit.DELETE_ROWS;
                    case DROP -> Table.OnCommit.DROP;
                };
        return newTable(definitions, schema, name, create.persistence(), onCommit, columns);
    }

    static Table newTable(
            Definitions definitions,
            Schema schema,
            String name,
            TableStatement.Persistence persistence,
            Table.OnCommit onCommit,
            List<TableColumn> columns) {
        Table.Persistence lasting =
                schema.isTemporary()
                        ? Table.Persistence.TEMPORARY
                        : Table.Persistence.valueOf(persistence.name());
        return new Table(
                definitions.newHeader(schema.oid(), name, 'r'),
                lasting,
                onCommit,
                definitions.newOid(),
                (int) definitions.newOid(),
                (int) definitions.newOid(),
                columns.size(),
                columns,
                List.of(),
                Optional.empty(),
                true,
                Partitioning.NONE);
    }
}
