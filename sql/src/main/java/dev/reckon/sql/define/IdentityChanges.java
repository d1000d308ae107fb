package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// The identity of a column of a table, and the sequence behind it. For one action.
record IdentityChanges(Definitions definitions, Table table) {
    void add(AlterTableAction.AddIdentity add) {
        TableColumn column = Lookup.column(table, add.column());
        if (!column.notNull()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, column.name())
                            + " must be declared NOT NULL before identity can be added");
        }
        if (column.identity() != TableColumn.Identity.NONE) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, column.name()) + " is already an identity column");
        }
        if (column.defaultText().isPresent()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, column.name()) + " already has a default value");
        }
        String name =
                ObjectNames.relation(
                        definitions.catalog(),
                        table.schemaOid(),
                        table.name(),
                        column.name(),
                        "seq");
        Optional<String> wanted =
                add.identity().options().stream()
                        .filter(option -> option.name().equals("sequence_name"))
                        .map(option ->
                                option.value() instanceof Option.Name(var given)
                                        ? given.name()
                                        : name)
                        .findFirst();
        Schema schema = definitions.catalog().schema(table.schemaOid()).orElseThrow();
        Sequence sequence =
                new SequenceDefinitions(definitions)
                        .create(
                                schema,
                                wanted.orElse(name),
                                column.type(),
                                add.identity().options(),
                                false);
        definitions.put(
                sequence.withOwner(table.oid(), column.number(), true)
                        .withHeader(sequence.header().withOwner(table.header().ownerOid())));
        definitions.put(
                table.withColumn(
                        column.withIdentity(
                                add.identity().always()
                                        ? TableColumn.Identity.ALWAYS
                                        : TableColumn.Identity.BY_DEFAULT,
                                sequence.oid())));
    }

    void set(AlterTableAction.SetIdentity set) {
        TableColumn column = identityColumn(set.column());
        var sequence =
                (Sequence) definitions.catalog().relation(column.sequenceOid()).orElseThrow();
        if (!set.options().isEmpty()) {
            new SequenceDefinitions(definitions).alter(sequence, set.options());
        }
        if (set.always().isPresent()) {
            definitions.put(
                    table.withColumn(
                            column.withIdentity(
                                    set.always().get()
                                            ? TableColumn.Identity.ALWAYS
                                            : TableColumn.Identity.BY_DEFAULT,
                                    column.sequenceOid())));
        }
    }

    void drop(AlterTableAction.DropIdentity drop) {
        TableColumn found = Lookup.column(table, drop.column());
        if (found.identity() == TableColumn.Identity.NONE && drop.ifExists()) {
            definitions.notice(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, found.name()) + " is not an identity column, skipping");
            return;
        }
        TableColumn column = identityColumn(drop.column());
        definitions.catalog().relation(column.sequenceOid()).ifPresent(definitions::remove);
        definitions.put(table.withColumn(column.withIdentity(TableColumn.Identity.NONE, 0)));
    }

    private TableColumn identityColumn(String name) {
        TableColumn column = Lookup.column(table, name);
        if (column.identity() == TableColumn.Identity.NONE) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    Lookup.title(table, column.name()) + " is not an identity column");
        }
        return column;
    }
}
