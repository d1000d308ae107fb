package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;

/// ALTER of a view, an index or a sequence by the actions of ALTER TABLE.
record RelationChange(Definitions definitions, Relation relation) {
    void apply(TableStatement.AlterTable alter) {
        for (AlterTableAction action : alter.actions()) {
            apply(action);
        }
    }

    private void apply(AlterTableAction action) {
        Relation current = definitions.catalog().relation(relation.oid()).orElseThrow();
        switch (action) {
            case AlterTableAction.SetOwner set -> {
                Role owner = definitions.newOwner(current, current.noun(), set.owner());
                definitions.put(current.withHeader(current.header().withOwner(owner.oid())));
            }
            case AlterTableAction.SetDefault set when current instanceof View view -> {
                int position =
                        view.columns().stream()
                                .map(TableColumn::name)
                                .toList()
                                .indexOf(set.column());
                if (position < 0) {
                    throw new DatabaseException(
                            SqlState.UNDEFINED_COLUMN,
                            "column \""
                                    + set.column()
                                    + "\" of relation \""
                                    + view.name()
                                    + "\" does not exist");
                }
                var columns = new java.util.ArrayList<>(view.columns());
                columns.set(
                        position,
                        columns.get(position)
                                .withDefault(
                                        set.value()
                                                .flatMap(value ->
                                                        ColumnDefinitions.defaultText(
                                                                definitions,
                                                                value,
                                                                view.columns().get(position)))));
                definitions.put(view.withColumns(columns));
            }
            // Tuning of PostgreSQL's own storage.
            case AlterTableAction.SetOptions set when current instanceof View view -> {
                View changed =
                        view.withHeader(withOptions(view.header(), set, StorageOptions.VIEW));
                new ViewDefinitions(definitions).requireCheckable(changed);
                definitions.put(changed);
            }
            case AlterTableAction.SetOptions set when current instanceof Index index ->
                    definitions.put(
                            index.withHeader(
                                    withOptions(index.header(), set, StorageOptions.INDEX)));
            case AlterTableAction.AttachPartition attach when current instanceof Index index -> {
                Relation part =
                        definitions
                                .relation(attach.partition())
                                .orElseThrow(() -> Lookup.missingRelation(attach.partition()));
                if (!(part instanceof Index partIndex)) {
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE, "\"" + part.name() + "\" is not an index");
                }
                definitions.requireOwner(partIndex, "index");
                new PartitionIndexes(definitions).attach(index, partIndex);
            }
            case AlterTableAction.SetStatistics _, AlterTableAction.SetTablespace _ -> {}
            case AlterTableAction.SetTrigger set ->
                    throw new DatabaseException(
                                    SqlState.WRONG_OBJECT_TYPE,
                                    "ALTER action "
                                            + set.mode().toUpperCase(Locale.ROOT)
                                            + " TRIGGER cannot be performed on relation \""
                                            + relation.name()
                                            + "\"")
                            .withDetail(
                                    "This operation is not supported for "
                                            + relation.noun()
                                            + "s.");
            default ->
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + relation.name() + "\" is not a table");
        }
    }

    static Header withOptions(
            Header header, AlterTableAction.SetOptions set, StorageOptions parameters) {
        return header.withOptions(
                set.reset()
                        ? parameters.reset(header.options(), set.options())
                        : parameters.set(header.options(), set.options()));
    }
}
