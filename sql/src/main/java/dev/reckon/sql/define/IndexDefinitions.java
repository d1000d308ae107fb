package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.ItemNames;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CREATE INDEX.
public final class IndexDefinitions {
    private static final Set<String> METHODS = Set.of("btree", "hash");
    private static final int KEY_COUNT_MAX = 32;

    private final Definitions definitions;

    public IndexDefinitions(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Makes an index.
    public void create(TableStatement.CreateIndex create) {
        Table table = Lookup.table(definitions, create.table());
        definitions.requireOwner(table, table.noun());
        if (!METHODS.contains(create.method())) {
            throw unknownMethod(create.method());
        }
        if (create.method().equals("hash") && create.unique()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "access method \"hash\" does not support unique indexes");
        }
        if (create.elements().size() > KEY_COUNT_MAX) {
            throw new DatabaseException(
                    SqlState.TOO_MANY_COLUMNS, "cannot use more than 32 columns in an index");
        }
        if (table.isPartitioned() && create.concurrently()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot create index on partitioned table \""
                            + table.name()
                            + "\" concurrently");
        }
        definitions.requireUnused(table, "CREATE INDEX");
        definitions.lockTable(table.storageId(), TableLockMode.SHARE);
        List<Index.Key> keys = keys(create, table);
        String name = create.name().orElseGet(() -> name(create, table, keys));
        definitions.lockName(table.schemaOid(), name);
        if (definitions.catalog().relation(table.schemaOid(), name).isPresent()) {
            String message = "relation \"" + name + "\" already exists";
            if (create.ifNotExists()) {
                definitions.notice(SqlState.DUPLICATE_TABLE, message + ", skipping");
                return;
            }
            throw new DatabaseException(SqlState.DUPLICATE_TABLE, message);
        }
        var included = new ArrayList<Integer>();
        for (IndexElement element : create.include()) {
            if (!(element.expression() instanceof Expression.ColumnReference reference)) {
                throw new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "expressions are not supported in included columns");
            }
            included.add(column(table, reference, element.position()).number());
        }
        Optional<String> predicate =
                create.where()
                        .map(where -> {
                            requireImmutable(
                                    definitions
                                            .binder()
                                            .bindRowExpression(
                                                    where,
                                                    table,
                                                    ConstraintDefinitions.rowColumns(table),
                                                    DefinitionPlace.INDEX_PREDICATE),
                                    "predicate");
                            return Deparser.deparse(
                                    definitions
                                            .binder()
                                            .resolveRowExpression(
                                                    where,
                                                    table,
                                                    ConstraintDefinitions.rowColumns(table),
                                                    DefinitionPlace.INDEX_PREDICATE));
                        });
        var header =
                new Header(definitions.newOid(), table.schemaOid(), name, table.header().ownerOid())
                        .withOptions(StorageOptions.INDEX.texts(create.options()));
        var index =
                new Index(
                        header,
                        table.oid(),
                        definitions.newOid(),
                        create.method(),
                        keys,
                        included,
                        create.unique(),
                        false,
                        create.nullsNotDistinct(),
                        predicate,
                        false,
                        0);
        IndexStorage.requireOrdered(index, table);
        if (create.unique()) {
            PartitionKeys.requireCovered(
                    table, keys.stream().map(Index.Key::columnNumber).toList(), "UNIQUE");
        }
        definitions.put(index);
        new IndexStorage(definitions).create(index, table);
        if (!create.only()) {
            for (Table partition : List.copyOf(definitions.catalog().partitions(table.oid()))) {
                new PartitionIndexes(definitions).complete(partition.oid());
            }
        }
    }

    private static void requireImmutable(Scalar scalar, String what) {
        if (!GeneratedColumns.isImmutable(scalar)) {
            throw new DatabaseException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "functions in index " + what + " must be marked IMMUTABLE");
        }
    }

    private static DatabaseException unknownMethod(String method) {
        return switch (method) {
            case "gin", "gist", "spgist", "brin" ->
                    DatabaseException.notSupported(
                            "index method " + method, "Use btree, or leave USING out.");
            default ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "access method \"" + method + "\" does not exist");
        };
    }

    private static TableColumn column(
            Table table, Expression.ColumnReference reference, int position) {
        String name = reference.names().getLast();
        return table.position(name)
                .map(table.columns()::get)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \"" + name + "\" does not exist")
                                .at(position));
    }

    private List<Index.Key> keys(TableStatement.CreateIndex create, Table table) {
        var keys = new ArrayList<Index.Key>();
        for (IndexElement element : create.elements()) {
            boolean descending = element.direction() == SortKey.Direction.DESCENDING;
            boolean nullsFirst =
                    element.nulls() == SortKey.NullOrder.DEFAULT
                            ? descending
                            : element.nulls() == SortKey.NullOrder.FIRST;
            if (element.expression() instanceof Expression.ColumnReference reference
                    && reference.names().size() == 1) {
                TableColumn column = column(table, reference, -1);
                element.collation()
                        .ifPresent(each ->
                                ColumnDefinitions.requireCollation(
                                        new QualifiedName(each.parts(), -1), column.type()));
                keys.add(new Index.Key(column.number(), "", column.name(), descending, nullsFirst));
            } else {
                requireImmutable(
                        definitions
                                .binder()
                                .bindRowExpression(
                                        element.expression(),
                                        table,
                                        ConstraintDefinitions.rowColumns(table),
                                        DefinitionPlace.INDEX_EXPRESSION),
                        "expression");
                Expression resolved =
                        definitions
                                .binder()
                                .resolveRowExpression(
                                        element.expression(),
                                        table,
                                        ConstraintDefinitions.rowColumns(table),
                                        DefinitionPlace.INDEX_EXPRESSION);
                // A column that is only written as an expression is one.
                Optional<TableColumn> plain =
                        resolved instanceof Expression.ColumnReference reference
                                ? Optional.of(column(table, reference, -1))
                                : Optional.empty();
                keys.add(
                        new Index.Key(
                                plain.map(TableColumn::number).orElse(0),
                                plain.isPresent() ? "" : Deparser.deparse(resolved),
                                expressionName(element.expression(), keys),
                                descending,
                                nullsFirst));
            }
        }
        return keys;
    }

    private static String expressionName(Expression expression, List<Index.Key> keys) {
        String found = ItemNames.of(expression);
        return freeName(
                found.equals(ItemNames.UNNAMED) ? "expr" : found,
                keys.stream().map(Index.Key::name).toList());
    }

    private static String freeName(String base, List<String> taken) {
        for (int number = 0; ; number++) {
            String name = number == 0 ? base : base + number;
            if (!taken.contains(name)) {
                return name;
            }
        }
    }

    private String name(TableStatement.CreateIndex create, Table table, List<Index.Key> keys) {
        var names = new ArrayList<String>();
        for (Index.Key key : keys) {
            names.add(freeName(key.name(), names));
        }
        for (IndexElement element : create.include()) {
            if (element.expression() instanceof Expression.ColumnReference reference) {
                names.add(reference.names().getLast());
            }
        }
        return ObjectNames.relation(
                definitions.catalog(),
                table.schemaOid(),
                table.name(),
                ObjectNames.joined(names),
                "idx");
    }
}
