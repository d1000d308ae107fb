package dev.reckon.sql.define;

import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Adds constraints to a table. For one statement.
final class ConstraintDefinitions {
    private final Definitions definitions;

    /// The indexes of unique constraints that are still to be made.
    private final List<Index> indexes = new ArrayList<>();

    ConstraintDefinitions(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Adds constraints to a table's definition.
    Table addAll(Table table, List<PendingConstraint> pending) {
        Table changed = table;
        for (PendingConstraint each : pending) {
            changed = add(changed, each);
        }
        return changed;
    }

    private Table add(Table table, PendingConstraint pending) {
        TableElement.Constraint constraint = pending.constraint();
        constraint
                .name()
                .filter(name -> ObjectNames.hasConstraint(table, name))
                .filter(name -> !isIndex(table, constraint, name))
                .ifPresent(name -> {
                    throw new DatabaseException(
                            SqlState.DUPLICATE_OBJECT,
                            (isNew(table)
                                    ? "check constraint \"" + name + "\" already exists"
                                    : "constraint \""
                                            + name
                                            + "\" for relation \""
                                            + table.name()
                                            + "\" already exists"));
                });
        return switch (constraint.rule()) {
            case TableElement.Rule.Check check -> addCheck(table, pending, check);
            case TableElement.Rule.Unique unique -> addUnique(table, pending, unique);
            case TableElement.Rule.ForeignKey key ->
                    new ForeignKeyDefinitions(definitions).add(table, pending, key);
            case TableElement.Rule.Exclude _ ->
                    throw DatabaseException.notSupported(
                                    "EXCLUDE", "Use UNIQUE, or check in the application.")
                            .at(constraint.position());
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "constraint is not allowed here")
                            .at(constraint.position());
        };
    }

    /// Returns whether a key would have an index of a name that is taken: that is said instead.
    private boolean isIndex(Table table, TableElement.Constraint constraint, String name) {
        return constraint.rule() instanceof TableElement.Rule.Unique
                && definitions.catalog().relation(table.schemaOid(), name).isPresent();
    }

    private boolean isNew(Table table) {
        return definitions.catalog().relation(table.oid()).isEmpty();
    }

    private Table addCheck(Table table, PendingConstraint pending, TableElement.Rule.Check check) {
        List<Column> row = rowColumns(table);
        Scalar bound =
                definitions
                        .binder()
                        .bindRowExpression(check.condition(), table, row, DefinitionPlace.CHECK);
        Set<Integer> read = new HashSet<>();
        Plans.collectFree(bound, read);
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (read.contains(row.get(i).id())) {
                numbers.add(table.columns().get(i).number());
            }
        }
        String column =
                pending.column()
                        .orElse(
                                numbers.size() == 1
                                        ? table.columns()
                                                .get(table.position(numbers.getFirst()))
                                                .name()
                                        : "");
        String name =
                pending.constraint()
                        .name()
                        .orElseGet(() ->
                                ObjectNames.constraint(
                                        table.constraints(), table.name(), column, "check"));
        return with(
                table,
                new Constraint(
                        definitions.newOid(),
                        name,
                        numbers,
                        new Constraint.Check(
                                Deparser.deparse(
                                        definitions
                                                .binder()
                                                .resolveRowExpression(
                                                        check.condition(),
                                                        table,
                                                        row,
                                                        DefinitionPlace.CHECK)),
                                check.noInherit()),
                        false,
                        false,
                        !pending.constraint().notValid()));
    }

    static List<Column> rowColumns(Table table) {
        var columns = new ArrayList<Column>();
        int id = 1;
        for (TableColumn column : table.columns()) {
            columns.add(new Column(id++, column.name(), column.type(), column.modifier()));
        }
        return columns;
    }

    static Table with(Table table, Constraint constraint) {
        var constraints = new ArrayList<>(table.constraints());
        constraints.add(constraint);
        return table.withConstraints(constraints);
    }

    private Table addUnique(
            Table table, PendingConstraint pending, TableElement.Rule.Unique unique) {
        TableElement.Constraint constraint = pending.constraint();
        if (unique.existingIndex().isPresent()) {
            throw DatabaseException.notSupported(
                            "USING INDEX", "Name the columns: the index is made anew.")
                    .at(constraint.position());
        }
        List<String> names = pending.column().map(List::of).orElse(unique.columns());
        Table changed = table;
        var numbers = new ArrayList<Integer>();
        for (String name : names) {
            TableColumn column = keyColumn(changed, name, constraint.position());
            if (numbers.contains(column.number())) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_COLUMN,
                                "column \""
                                        + name
                                        + "\" appears twice in "
                                        + (unique.primaryKey() ? "primary key" : "unique")
                                        + " constraint")
                        .at(constraint.position());
            }
            numbers.add(column.number());
            if (unique.primaryKey()) {
                changed = changed.withColumn(column.withNotNull(true));
            }
        }
        if (unique.primaryKey() && table.primaryKey().isPresent()) {
            throw new DatabaseException(
                            SqlState.INVALID_TABLE_DEFINITION,
                            "multiple primary keys for table \""
                                    + table.name()
                                    + "\" are not allowed")
                    .at(atPrimaryKey(constraint));
        }
        String name = constraint.name().orElseGet(() -> uniqueName(table, unique, names));
        definitions
                .catalog()
                .relation(table.schemaOid(), name)
                .ifPresent(_ -> {
                    throw new DatabaseException(
                            SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
                });
        PartitionKeys.requireCovered(
                changed, numbers, unique.primaryKey() ? "PRIMARY KEY" : "UNIQUE");
        boolean isTable = unique.primaryKey() && !constraint.deferrable();
        Index index = index(changed, name, numbers, unique, isTable);
        IndexStorage.requireOrdered(index, changed);
        indexes.add(index);
        return with(
                changed,
                new Constraint(
                        definitions.newOid(),
                        name,
                        numbers,
                        new Constraint.Unique(unique.primaryKey(), index.oid()),
                        constraint.deferrable(),
                        constraint.initiallyDeferred(),
                        true));
    }

    /// The second key of a new table has a place in the statement; that of an old one has none.
    private int atPrimaryKey(TableElement.Constraint constraint) {
        return indexes.stream().anyMatch(Index::primary) ? constraint.position() : -1;
    }

    private String uniqueName(Table table, TableElement.Rule.Unique unique, List<String> names) {
        String columns = unique.primaryKey() ? "" : ObjectNames.joined(names);
        String label = unique.primaryKey() ? "pkey" : "key";
        for (int number = 0; ; number++) {
            String name =
                    ObjectNames.of(table.name(), columns, number == 0 ? label : label + number);
            boolean free =
                    definitions.catalog().relation(table.schemaOid(), name).isEmpty()
                            && indexes.stream().noneMatch(index -> index.name().equals(name))
                            && !ObjectNames.hasConstraint(table, name);
            if (free) {
                return name;
            }
        }
    }

    private static TableColumn keyColumn(Table table, String name, int position) {
        return table.position(name)
                .map(table.columns()::get)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.UNDEFINED_COLUMN,
                                        "column \"" + name + "\" named in key does not exist")
                                .at(position));
    }

    /// @param isTable whether the table itself is the index
    private Index index(
            Table table,
            String name,
            List<Integer> numbers,
            TableElement.Rule.Unique unique,
            boolean isTable) {
        var keys = new ArrayList<Index.Key>();
        for (int number : numbers) {
            TableColumn column = table.columns().get(table.position(number));
            keys.add(new Index.Key(number, "", column.name(), false, false));
        }
        List<Integer> included =
                unique.include().stream().map(each -> keyColumn(table, each, -1).number()).toList();
        var header =
                new Header(
                        definitions.newOid(), table.schemaOid(), name, table.header().ownerOid());
        return new Index(
                header,
                table.oid(),
                isTable ? 0 : definitions.newOid(),
                "btree",
                keys,
                included,
                true,
                unique.primaryKey(),
                unique.nullsNotDistinct(),
                Optional.empty(),
                false,
                0);
    }

    /// Makes the indexes of the unique constraints that were added, filled with the table's rows.
    void createIndexes(Table table) {
        for (Index index : indexes) {
            definitions.put(index);
            if (index.isSecondary()) {
                new IndexStorage(definitions).create(index, table);
            }
        }
        indexes.clear();
    }
}
