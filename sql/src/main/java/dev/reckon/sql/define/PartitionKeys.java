package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.catalog.PartitionKey;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `PARTITION BY`, and what it demands of unique constraints.
record PartitionKeys(Definitions definitions) {
    private static final int ELEMENT_COUNT_MAX = 32;
    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("tableoid", "ctid", "xmin", "xmax", "cmin", "cmax");

    /// Finds what a table is divided by.
    PartitionKey bind(TableStatement.PartitionBy by, Table table) {
        PartitionKey.Strategy strategy =
                switch (by.strategy()) {
                    case "list" -> PartitionKey.Strategy.LIST;
                    case "range" -> PartitionKey.Strategy.RANGE;
                    case "hash" -> PartitionKey.Strategy.HASH;
                    default ->
                            throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "unrecognized partitioning strategy \"" + by.strategy() + "\"");
                };
        if (strategy == PartitionKey.Strategy.LIST && by.elements().size() > 1) {
            throw wrong("cannot use \"list\" partition strategy with more than one column");
        }
        if (by.elements().size() > ELEMENT_COUNT_MAX) {
            throw new DatabaseException(
                    SqlState.TOO_MANY_COLUMNS,
                    "cannot partition using more than " + ELEMENT_COUNT_MAX + " columns");
        }
        var elements = new ArrayList<PartitionKey.Element>();
        for (IndexElement element : by.elements()) {
            elements.add(element(element, table, strategy));
        }
        return new PartitionKey(strategy, elements);
    }

    private static DatabaseException wrong(String message) {
        return new DatabaseException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    private PartitionKey.Element element(
            IndexElement element, Table table, PartitionKey.Strategy strategy) {
        if (element.operatorClass().isPresent()) {
            throw DatabaseException.notSupported(
                            "an operator class in a partition key", "Use the type's own order.")
                    .at(element.position());
        }
        if (element.expression() instanceof Expression.ColumnReference reference
                && reference.names().size() == 1) {
            String name = reference.names().getFirst();
            if (SYSTEM_COLUMNS.contains(name)) {
                throw wrong("cannot use system column \"" + name + "\" in partition key")
                        .at(element.position());
            }
            TableColumn column =
                    table.position(name)
                            .map(table.columns()::get)
                            .orElseThrow(() ->
                                    new DatabaseException(
                                                    SqlState.UNDEFINED_COLUMN,
                                                    "column \""
                                                            + name
                                                            + "\" named in partition key does not"
                                                            + " exist")
                                            .at(element.position()));
            if (column.generatedText().isPresent()) {
                throw wrong("cannot use generated column in partition key")
                        .withDetail("Column \"" + name + "\" is a generated column.")
                        .at(element.position());
            }
            requireClass(column.type(), strategy);
            return new PartitionKey.Element(column.number(), "");
        }
        return expression(element, table, strategy);
    }

    private PartitionKey.Element expression(
            IndexElement element, Table table, PartitionKey.Strategy strategy) {
        List<dev.reckon.sql.plan.Column> row = ConstraintDefinitions.rowColumns(table);
        Scalar bound =
                definitions
                        .binder()
                        .bindRowExpression(
                                element.expression(), table, row, DefinitionPlace.PARTITION_KEY);
        if (bound instanceof Scalar.Constant) {
            throw wrong("cannot use constant expression as partition key");
        }
        if (!GeneratedColumns.isImmutable(bound)) {
            throw wrong("functions in partition key expression must be marked IMMUTABLE");
        }
        requireClass(bound.type(), strategy);
        return new PartitionKey.Element(
                0,
                Deparser.deparse(
                        definitions
                                .binder()
                                .resolveRowExpression(
                                        element.expression(),
                                        table,
                                        row,
                                        DefinitionPlace.PARTITION_KEY)));
    }

    private static void requireClass(DataType type, PartitionKey.Strategy strategy) {
        if (type.equals(DataType.RECORD) || type.equals(DataType.UNKNOWN)) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "partition key column has pseudo-type " + type);
        }
        IndexStorage.requireOrdered(
                type, strategy == PartitionKey.Strategy.HASH ? "hash" : "btree");
    }

    /// @throws DatabaseException 0A000 unless rows that are equal by a unique key are always in the
    ///   same partition
    static void requireCovered(Table table, List<Integer> columns, String kind) {
        Optional<PartitionKey> key = table.partitioning().key();
        if (key.isEmpty()) {
            return;
        }
        for (PartitionKey.Element element : key.get().elements()) {
            if (element.columnNumber() == 0) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "unsupported " + kind + " constraint with partition key definition")
                        .withDetail(
                                kind
                                        + " constraints cannot be used when partition keys include"
                                        + " expressions.");
            }
            if (!columns.contains(element.columnNumber())) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "unique constraint on partitioned table must include all"
                                        + " partitioning columns")
                        .withDetail(
                                kind
                                        + " constraint on table \""
                                        + table.name()
                                        + "\" lacks column \""
                                        + Lookup.columnName(table, element.columnNumber())
                                        + "\" which is part of the partition key.");
            }
        }
    }

    /// @throws DatabaseException 42P16 when a column is one that the table is divided by
    void requireNoKey(Table table, String column, String verb) {
        for (Table each : definitions.catalog().partitions(table.oid())) {
            requireNoKey(each, column, verb);
        }
        Optional<Integer> position = table.position(column);
        Optional<PartitionKey> key = table.partitioning().key();
        if (position.isEmpty() || key.isEmpty()) {
            return;
        }
        boolean isDirect = key.get().hasColumn(table.columns().get(position.get()).number());
        boolean isRead =
                key.get().elements().stream()
                        .anyMatch(element ->
                                element.columnNumber() == 0
                                        && RowTexts.reads(element.expression(), column));
        if (isDirect || isRead) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "cannot "
                            + verb
                            + " column \""
                            + column
                            + "\" because it is part of the partition key of relation \""
                            + table.name()
                            + "\"");
        }
    }
}
