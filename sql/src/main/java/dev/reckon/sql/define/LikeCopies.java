package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableElement.LikeOption;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Copies what LIKE asks for. For one statement.
final class LikeCopies {
    private final Definitions definitions;
    private final List<Table> withConstraints = new ArrayList<>();
    private final List<Table> withIndexes = new ArrayList<>();

    LikeCopies(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Adds the columns of a table.
    void copy(
            TableElement.Like like,
            List<TableColumn> columns,
            ColumnDefinitions columnDefinitions,
            Consumer<String> requireNew) {
        Relation source =
                definitions
                        .relation(like.table())
                        .orElseThrow(() ->
                                Lookup.missingRelation(like.table()).at(like.table().position()));
        for (TableColumn column : source.columns()) {
            requireNew.accept(column.name());
            var copy =
                    new TableColumn(
                                    columns.size() + 1,
                                    column.name(),
                                    column.type(),
                                    column.modifier())
                            .withNotNull(column.notNull());
            if (like.included().contains(LikeOption.DEFAULTS)) {
                copy = copy.withDefault(column.defaultText());
            }
            if (like.included().contains(LikeOption.GENERATED)) {
                copy = copy.withGenerated(column.generatedText());
            }
            if (like.included().contains(LikeOption.IDENTITY)
                    && column.identity() != TableColumn.Identity.NONE) {
                copy =
                        columnDefinitions.identity(
                                copy,
                                column.identity() == TableColumn.Identity.ALWAYS,
                                sequenceOptions(column, like.position()));
            }
            columns.add(copy);
        }
        if (source instanceof Table table) {
            if (like.included().contains(LikeOption.CONSTRAINTS)) {
                withConstraints.add(table);
            }
            if (like.included().contains(LikeOption.INDEXES)) {
                withIndexes.add(table);
            }
        }
    }

    private List<Option> sequenceOptions(TableColumn column, int position) {
        var sequence =
                (Sequence) definitions.catalog().relation(column.sequenceOid()).orElseThrow();
        return List.of(
                option("increment", String.valueOf(sequence.increment()), position),
                option("minvalue", String.valueOf(sequence.minimum()), position),
                option("maxvalue", String.valueOf(sequence.maximum()), position),
                option("start", String.valueOf(sequence.start()), position),
                option("cache", String.valueOf(sequence.cache()), position),
                new Option("cycle", new Option.Text(String.valueOf(sequence.cycle())), position));
    }

    private static Option option(String name, String number, int position) {
        return new Option(name, new Option.Number(number), position);
    }

    /// Adds the CHECK constraints, and the primary key.
    Table addConstraints(Table table) {
        Table changed = table;
        for (Table source : withConstraints) {
            for (Constraint constraint : source.constraints()) {
                if (constraint.rule() instanceof Constraint.Check) {
                    changed =
                            ConstraintDefinitions.with(
                                    changed,
                                    copied(constraint, source, changed, constraint.name()));
                }
            }
        }
        for (Table source : withIndexes) {
            Optional<Constraint> key = source.primaryKey();
            if (key.isPresent()) {
                if (changed.primaryKey().isPresent()) {
                    throw new DatabaseException(
                            SqlState.INVALID_TABLE_DEFINITION,
                            "multiple primary keys for table \""
                                    + table.name()
                                    + "\" are not allowed");
                }
                String name =
                        ObjectNames.relation(
                                definitions.catalog(), table.schemaOid(), table.name(), "", "pkey");
                Constraint copy = copied(key.get(), source, changed, name);
                changed =
                        ConstraintDefinitions.with(
                                changed,
                                copy.withRule(new Constraint.Unique(true, definitions.newOid())));
            }
        }
        return changed;
    }

    private Constraint copied(Constraint constraint, Table source, Table target, String name) {
        return new Constraint(
                definitions.newOid(),
                name,
                numbers(constraint.columns(), source, target),
                constraint.rule(),
                constraint.deferrable(),
                constraint.initiallyDeferred(),
                constraint.validated());
    }

    private static List<Integer> numbers(List<Integer> numbers, Table source, Table target) {
        return numbers.stream()
                .map(number ->
                        target.columns()
                                .get(
                                        target.position(
                                                        source.columns()
                                                                .get(source.position(number))
                                                                .name())
                                                .orElseThrow())
                                .number())
                .toList();
    }

    /// Makes the indexes.
    void addIndexes(Table table) {
        for (Table source : withIndexes) {
            for (Index index : definitions.catalog().indexes(source.oid())) {
                addIndex(index, source, table);
            }
        }
    }

    private void addIndex(Index index, Table source, Table table) {
        var keys = new ArrayList<Index.Key>();
        for (Index.Key key : index.keys()) {
            int number =
                    key.columnNumber() == 0
                            ? 0
                            : numbers(List.of(key.columnNumber()), source, table).getFirst();
            keys.add(
                    new Index.Key(
                            number,
                            key.expression(),
                            key.name(),
                            key.descending(),
                            key.nullsFirst()));
        }
        Optional<Constraint> constraint = source.constraintOf(index);
        String label = index.primary() ? "pkey" : constraint.isPresent() ? "key" : "idx";
        String columns =
                index.primary()
                        ? ""
                        : ObjectNames.joined(keys.stream().map(Index.Key::name).toList());
        String name =
                ObjectNames.relation(
                        definitions.catalog(), table.schemaOid(), table.name(), columns, label);
        long oid =
                index.primary()
                        ? ((Constraint.Unique) table.primaryKey().orElseThrow().rule()).indexOid()
                        : definitions.newOid();
        var copy =
                new Index(
                        new Header(oid, table.schemaOid(), name, table.header().ownerOid()),
                        table.oid(),
                        index.isSecondary() ? definitions.newOid() : 0,
                        index.method(),
                        keys,
                        numbers(index.included(), source, table),
                        index.unique(),
                        index.primary(),
                        index.nullsNotDistinct(),
                        index.predicate(),
                        false,
                        0);
        definitions.put(copy);
        if (index.isSecondary()) {
            if (constraint.isPresent() && !index.primary()) {
                var current = (Table) definitions.catalog().relation(table.oid()).orElseThrow();
                definitions.put(
                        ConstraintDefinitions.with(
                                current,
                                copied(constraint.get(), source, table, name)
                                        .withRule(new Constraint.Unique(false, oid))));
            }
            new IndexStorage(definitions)
                    .create(
                            copy,
                            (Table) definitions.catalog().relation(table.oid()).orElseThrow());
        }
    }
}
