package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.WaitPolicy;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The actions of ALTER TABLE on one table. For one statement.
final class TableChange {
    private final Definitions definitions;
    private final TableChecks checks;
    private Table table;

    TableChange(Definitions definitions, Table table) {
        this.definitions = definitions;
        this.table = table;
        this.checks = new TableChecks(definitions);
    }

    /// Carries one action out.
    void apply(AlterTableAction action) {
        definitions
                .transaction()
                .lockTable(table.storageId(), TableLockMode.ACCESS_EXCLUSIVE, WaitPolicy.WAIT);
        switch (action) {
            case AlterTableAction.AddColumn add -> addColumn(add);
            case AlterTableAction.DropColumn drop -> dropColumn(drop);
            case AlterTableAction.SetType set -> setType(set);
            case AlterTableAction.SetDefault set -> setDefault(set);
            case AlterTableAction.SetNotNull set -> setNotNull(set);
            case AlterTableAction.DropExpression drop -> dropExpression(drop);
            case AlterTableAction.AddIdentity add -> addIdentity(add);
            case AlterTableAction.SetIdentity set -> setIdentity(set);
            case AlterTableAction.DropIdentity drop -> dropIdentity(drop);
            case AlterTableAction.AddConstraint add -> addConstraint(add.constraint());
            case AlterTableAction.AlterConstraint alter -> alterConstraint(alter);
            case AlterTableAction.ValidateConstraint validate -> validate(validate.name());
            case AlterTableAction.DropConstraint drop -> dropConstraint(drop);
            case AlterTableAction.SetOwner set -> setOwner(set);
            case AlterTableAction.SetLogged set ->
                    put(
                            table.withPersistence(
                                    set.logged()
                                            ? Table.Persistence.PERMANENT
                                            : Table.Persistence.UNLOGGED));
            // Tuning of PostgreSQL's own storage, without a meaning here and without an effect on
            // results.
            case AlterTableAction.SetStatistics _,
                    AlterTableAction.SetStorage _,
                    AlterTableAction.SetCompression _,
                    AlterTableAction.SetColumnOptions _,
                    AlterTableAction.SetOptions _,
                    AlterTableAction.SetTablespace _,
                    AlterTableAction.SetAccessMethod _,
                    AlterTableAction.ClusterOn _,
                    AlterTableAction.ReplicaIdentity _,
                    AlterTableAction.WithoutOids _ -> {}
            case AlterTableAction.Inherit inherit ->
                    throw DatabaseException.notSupported("INHERIT", "Make a view over the tables.")
                            .at(inherit.position());
            case AlterTableAction.AttachPartition attach ->
                    throw DatabaseException.notSupported(
                                    "partitioning", "Insert the rows into the table.")
                            .at(attach.position());
            case AlterTableAction.DetachPartition detach ->
                    throw DatabaseException.notSupported(
                                    "partitioning", "Delete the rows from the table.")
                            .at(detach.position());
            case AlterTableAction.SetTrigger trigger ->
                    throw DatabaseException.notSupported(
                                    "ALTER TABLE … TRIGGER", "There are no triggers here.")
                            .at(trigger.position());
            case AlterTableAction.Unsupported unsupported ->
                    throw DatabaseException.notSupported(
                                    unsupported.feature(), "PostgreSQL has it, Reckon has not yet.")
                            .at(unsupported.position());
        }
    }

    private void put(Table changed) {
        definitions.put(changed);
        table = changed;
    }

    private Schema schema() {
        return definitions.catalog().schema(table.schemaOid()).orElseThrow();
    }

    private void addColumn(AlterTableAction.AddColumn add) {
        String name = add.column().name();
        if (table.position(name).isPresent()) {
            String message =
                    "column \"" + name + "\" of relation \"" + table.name() + "\" already exists";
            if (add.ifNotExists()) {
                definitions.notice(SqlState.DUPLICATE_COLUMN, message + ", skipping");
                return;
            }
            throw new DatabaseException(SqlState.DUPLICATE_COLUMN, message);
        }
        ColumnDefinitions.requireNoSystemName(name);
        var pending = new ArrayList<PendingConstraint>();
        var columnDefinitions =
                new ColumnDefinitions(
                        definitions,
                        schema(),
                        table.name(),
                        TableStatement.Persistence.valueOf(table.persistence().name()));
        TableColumn column =
                columnDefinitions.define(
                        add.column(), table.lastNumber() + 1, pending, new ArrayList<>());
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = same(oldRow);
        values.add(definitions.binder().bindDefault(column));
        var columns = new ArrayList<>(table.columns());
        columns.add(column);
        var constraintDefinitions = new ConstraintDefinitions(definitions);
        Table changed = constraintDefinitions.addAll(table.withColumns(columns), pending);
        new GeneratedColumns(definitions).requireSound(changed);
        table = new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
        columnDefinitions.own(table);
        constraintDefinitions.createIndexes(table);
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.ForeignKey
                    && constraint.columns().contains(column.number())) {
                checks.requireForeignKey(table, constraint);
            }
        }
    }

    /// Returns the visible columns of an old row as they are.
    private List<Scalar> same(List<Column> oldRow) {
        var values = new ArrayList<Scalar>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(oldRow.get(i).value());
        }
        return values;
    }

    private void dropColumn(AlterTableAction.DropColumn drop) {
        Optional<Integer> position = table.position(drop.name());
        if (position.isEmpty()) {
            if (drop.ifExists()) {
                definitions.notice(
                        SqlState.SUCCESSFUL_COMPLETION,
                        "column \""
                                + drop.name()
                                + "\" of relation \""
                                + table.name()
                                + "\" does not exist, skipping");
                return;
            }
            Lookup.column(table, drop.name());
        }
        TableColumn column = table.columns().get(position.orElseThrow());
        List<CatalogObject> views = dependentViews(column.number());
        List<TableColumn> generated = generatedFrom(column.name());
        var dependents = new ArrayList<String>();
        generated.forEach(
                each -> dependents.add("column " + each.name() + " of table " + table.name()));
        views.forEach(view -> dependents.add(((Relation) view).noun() + " " + view.name()));
        dependents.addAll(foreignKeysTo(column.number()));
        String what = "column " + column.name() + " of table " + table.name();
        if (!drop.cascade() && !dependents.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop " + what + " because other objects depend on it")
                    .withDetail(
                            dependents.stream()
                                    .map(each -> each + " depends on " + what)
                                    .collect(Collectors.joining("\n")))
                    .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
        }
        tellOfCascade(dependents);
        if (!views.isEmpty()) {
            new Drops(definitions).dropSilently(views);
        }
        dropForeignKeysTo(column.number());
        table = (Table) definitions.catalog().relation(table.oid()).orElseThrow();
        generated.forEach(each -> dropColumn(each.number()));
        dropColumn(column.number());
    }

    private List<TableColumn> generatedFrom(String name) {
        return table.columns().stream()
                .filter(each ->
                        each.generatedText().filter(text -> RowTexts.reads(text, name)).isPresent())
                .toList();
    }

    private void tellOfCascade(List<String> dependents) {
        if (dependents.size() == 1) {
            definitions.notice(
                    SqlState.SUCCESSFUL_COMPLETION, "drop cascades to " + dependents.getFirst());
        } else if (dependents.size() > 1) {
            definitions.notice(
                    new DatabaseException(
                                    SqlState.SUCCESSFUL_COMPLETION,
                                    "drop cascades to " + dependents.size() + " other objects")
                            .withDetail(
                                    dependents.stream()
                                            .map(each -> "drop cascades to " + each)
                                            .collect(Collectors.joining("\n"))));
        }
    }

    private List<CatalogObject> dependentViews(int number) {
        var views = new ArrayList<CatalogObject>();
        for (CatalogObject object : definitions.catalog().objects()) {
            List<Dependency> needed =
                    switch (object) {
                        case View view -> view.definition().dependencies();
                        case Table each ->
                                each.definition()
                                        .map(definition -> definition.dependencies())
                                        .orElse(List.of());
                        default -> List.of();
                    };
            if (needed.contains(new Dependency(table.oid(), number))) {
                views.add(object);
            }
        }
        return views;
    }

    private List<String> foreignKeysTo(int number) {
        var names = new ArrayList<String>();
        for (Table referencing : definitions.catalog().referencing(table.oid())) {
            for (Constraint constraint : referencing.constraints()) {
                if (referencing.oid() != table.oid()
                        && constraint.rule() instanceof Constraint.ForeignKey key
                        && key.referencedOid() == table.oid()
                        && key.referencedColumns().contains(number)) {
                    names.add(
                            "constraint " + constraint.name() + " on table " + referencing.name());
                }
            }
        }
        return names;
    }

    private void dropForeignKeysTo(int number) {
        for (Table referencing : List.copyOf(definitions.catalog().referencing(table.oid()))) {
            List<Constraint> kept =
                    referencing.constraints().stream()
                            .filter(constraint ->
                                    !(constraint.rule() instanceof Constraint.ForeignKey key
                                            && key.referencedOid() == table.oid()
                                            && key.referencedColumns().contains(number)))
                            .toList();
            if (kept.size() != referencing.constraints().size()) {
                definitions.put(referencing.withConstraints(kept));
            }
        }
    }

    /// Removes a column with its constraints, indexes and sequence.
    void dropColumn(int number) {
        int position = table.position(number);
        TableColumn column = table.columns().get(position);
        Set<Long> indexOids = new HashSet<>();
        var constraints = new ArrayList<Constraint>();
        for (Constraint constraint : table.constraints()) {
            if (!constraint.columns().contains(number)) {
                constraints.add(constraint);
            } else if (constraint.rule() instanceof Constraint.Unique unique) {
                indexOids.add(unique.indexOid());
            }
        }
        for (Index index : List.copyOf(definitions.catalog().indexes(table.oid()))) {
            boolean uses =
                    index.keys().stream().anyMatch(key -> key.columnNumber() == number)
                            || index.included().contains(number)
                            || indexOids.contains(index.oid())
                            || index.keys().stream()
                                    .anyMatch(
                                            key -> RowTexts.reads(key.expression(), column.name()))
                            || index.predicate()
                                    .filter(text -> RowTexts.reads(text, column.name()))
                                    .isPresent();
            if (uses) {
                if (index.storageId() != 0) {
                    definitions.transaction().dropTable(index.storageId());
                }
                definitions.remove(index);
            }
        }
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = same(oldRow);
        values.remove(position);
        var columns = new ArrayList<>(table.columns());
        columns.remove(position);
        Table changed = table.withColumns(columns).withConstraints(constraints);
        table = new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (object instanceof Sequence sequence
                    && sequence.ownerTableOid() == table.oid()
                    && sequence.ownerColumn() == number) {
                definitions.remove(sequence);
            }
        }
    }

    private void setType(AlterTableAction.SetType set) {
        TableColumn column = Lookup.column(table, set.column());
        if (!dependentViews(column.number()).isEmpty()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot alter type of a column used by a view or rule")
                    .withDetail(
                            "rule _RETURN on view "
                                    + dependentViews(column.number()).getFirst().name()
                                    + " depends on column \""
                                    + column.name()
                                    + "\"");
        }
        generatedFrom(column.name()).stream()
                .findFirst()
                .ifPresent(generated -> {
                    throw new DatabaseException(
                                    SqlState.FEATURE_NOT_SUPPORTED,
                                    "cannot alter type of a column used by a generated column")
                            .withDetail(
                                    "Column \""
                                            + column.name()
                                            + "\" is used by generated column \""
                                            + generated.name()
                                            + "\".");
                });
        TypeBinder.BoundType type = definitions.binder().types().bind(set.type());
        List<Column> oldRow = TableRewrite.oldRow(table);
        List<Scalar> values = same(oldRow);
        int position = table.position(column.number());
        Scalar source =
                set.using().isPresent()
                        ? definitions
                                .binder()
                                .bindRowExpression(
                                        set.using().get(),
                                        table,
                                        oldRow,
                                        DefinitionPlace.ALTER_TYPE)
                        : oldRow.get(position).value();
        Scalar converted;
        try {
            converted =
                    definitions
                            .binder()
                            .assign(source, type.type(), type.modifier(), column.name(), -1);
        } catch (DatabaseException mismatch) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "column \""
                                    + column.name()
                                    + "\" cannot be cast automatically to type "
                                    + type.type())
                    .withHint(
                            "You might need to specify \"USING "
                                    + column.name()
                                    + "::"
                                    + type.type()
                                    + "\".");
        }
        values.set(position, converted);
        Table changed = table.withColumn(column.withType(type.type(), type.modifier()));
        column.defaultText()
                .ifPresent(text -> {
                    try {
                        definitions
                                .binder()
                                .bindDefault(
                                        dev.reckon.sql.parse.Parser.parseExpression(text),
                                        type.type(),
                                        type.modifier(),
                                        column.name());
                    } catch (DatabaseException mismatch) {
                        throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "default for column \""
                                        + column.name()
                                        + "\" cannot be cast automatically to type "
                                        + type.type());
                    }
                });
        table = new TableRewrite(definitions).rewrite(table, changed, oldRow, values);
    }

    private void setDefault(AlterTableAction.SetDefault set) {
        TableColumn column = Lookup.column(table, set.column());
        if (column.generatedText().isPresent()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is a generated column");
        }
        if (column.identity() != TableColumn.Identity.NONE) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "column \""
                                    + column.name()
                                    + "\" of relation \""
                                    + table.name()
                                    + "\" is an identity column")
                    .withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
        }
        Optional<String> text = Optional.empty();
        if (set.value().isPresent()) {
            Expression value = set.value().get();
            definitions
                    .binder()
                    .bindDefault(value, column.type(), column.modifier(), column.name());
            text =
                    value instanceof Expression.NullConstant
                            ? Optional.empty()
                            : Optional.of(ColumnDefinitions.defaultText(value, column.type()));
        }
        put(table.withColumn(column.withDefault(text)));
    }

    private void setNotNull(AlterTableAction.SetNotNull set) {
        TableColumn column = Lookup.column(table, set.column());
        if (column.notNull() == set.notNull()) {
            return;
        }
        if (!set.notNull()) {
            boolean inKey =
                    table.primaryKey()
                            .filter(key -> key.columns().contains(column.number()))
                            .isPresent();
            if (inKey) {
                throw new DatabaseException(
                        SqlState.INVALID_TABLE_DEFINITION,
                        "column \"" + column.name() + "\" is in a primary key");
            }
            if (column.identity() != TableColumn.Identity.NONE) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "column \""
                                + column.name()
                                + "\" of relation \""
                                + table.name()
                                + "\" is an identity column");
            }
        } else {
            checks.requireNoNulls(table, column);
        }
        // The stored shape says what may be NULL.
        List<Column> oldRow = TableRewrite.oldRow(table);
        table =
                new TableRewrite(definitions)
                        .rewrite(
                                table,
                                table.withColumn(column.withNotNull(set.notNull())),
                                oldRow,
                                same(oldRow));
    }

    private void dropExpression(AlterTableAction.DropExpression drop) {
        TableColumn column = Lookup.column(table, drop.column());
        if (column.generatedText().isEmpty()) {
            if (drop.ifExists()) {
                definitions.notice(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "column \""
                                + column.name()
                                + "\" of relation \""
                                + table.name()
                                + "\" is not a stored generated column, skipping");
                return;
            }
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is not a stored generated column");
        }
        put(table.withColumn(column.withGenerated(Optional.empty())));
    }

    private void addIdentity(AlterTableAction.AddIdentity add) {
        TableColumn column = Lookup.column(table, add.column());
        if (!column.notNull()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" must be declared NOT NULL before identity can be added");
        }
        if (column.identity() != TableColumn.Identity.NONE) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is already an identity column");
        }
        if (column.defaultText().isPresent()) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" already has a default value");
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
                                option.value() instanceof dev.reckon.sql.ast.Option.Name(var given)
                                        ? given.name()
                                        : name)
                        .findFirst();
        Sequence sequence =
                new SequenceDefinitions(definitions)
                        .create(
                                schema(),
                                wanted.orElse(name),
                                column.type(),
                                add.identity().options(),
                                false);
        definitions.put(sequence.withOwner(table.oid(), column.number(), true));
        put(
                table.withColumn(
                        column.withIdentity(
                                add.identity().always()
                                        ? TableColumn.Identity.ALWAYS
                                        : TableColumn.Identity.BY_DEFAULT,
                                sequence.oid())));
    }

    private TableColumn identityColumn(String name) {
        TableColumn column = Lookup.column(table, name);
        if (column.identity() == TableColumn.Identity.NONE) {
            throw new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + column.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is not an identity column");
        }
        return column;
    }

    private void setIdentity(AlterTableAction.SetIdentity set) {
        TableColumn column = identityColumn(set.column());
        var sequence =
                (Sequence) definitions.catalog().relation(column.sequenceOid()).orElseThrow();
        if (!set.options().isEmpty()) {
            new SequenceDefinitions(definitions).alter(sequence, set.options());
        }
        if (set.always().isPresent()) {
            put(
                    table.withColumn(
                            column.withIdentity(
                                    set.always().get()
                                            ? TableColumn.Identity.ALWAYS
                                            : TableColumn.Identity.BY_DEFAULT,
                                    column.sequenceOid())));
        }
    }

    private void dropIdentity(AlterTableAction.DropIdentity drop) {
        TableColumn found = Lookup.column(table, drop.column());
        if (found.identity() == TableColumn.Identity.NONE && drop.ifExists()) {
            definitions.notice(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "column \""
                            + found.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is not an identity column, skipping");
            return;
        }
        TableColumn column = identityColumn(drop.column());
        definitions.catalog().relation(column.sequenceOid()).ifPresent(definitions::remove);
        put(table.withColumn(column.withIdentity(TableColumn.Identity.NONE, 0)));
    }

    private void addConstraint(TableElement.Constraint constraint) {
        var constraintDefinitions = new ConstraintDefinitions(definitions);
        Table before = table;
        Table changed =
                constraintDefinitions.addAll(
                        table, List.of(new PendingConstraint(constraint, Optional.empty())));
        Constraint added = changed.constraints().getLast();
        boolean newKey =
                added.rule() instanceof Constraint.Unique(boolean primary, long _) && primary;
        if (newKey) {
            for (int number : added.columns()) {
                TableColumn column = before.columns().get(before.position(number));
                if (!column.notNull()) {
                    checks.requireNoNulls(before, column);
                }
            }
            List<Column> oldRow = TableRewrite.oldRow(before);
            table = new TableRewrite(definitions).rewrite(before, changed, oldRow, same(oldRow));
        } else {
            put(changed);
        }
        constraintDefinitions.createIndexes(table);
        if (added.validated()) {
            check(added);
        }
    }

    private void check(Constraint constraint) {
        switch (constraint.rule()) {
            case Constraint.Check _ -> checks.requireCheck(table, constraint);
            case Constraint.ForeignKey _ -> checks.requireForeignKey(table, constraint);
            case Constraint.Unique _ -> {}
        }
    }

    private Constraint constraint(String name) {
        return table.constraint(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "constraint \""
                                        + name
                                        + "\" of relation \""
                                        + table.name()
                                        + "\" does not exist"));
    }

    private void replace(Constraint changed) {
        put(
                table.withConstraints(
                        table.constraints().stream()
                                .map(each -> each.oid() == changed.oid() ? changed : each)
                                .toList()));
    }

    private void alterConstraint(AlterTableAction.AlterConstraint alter) {
        Constraint known = constraint(alter.name());
        if (!(known.rule() instanceof Constraint.ForeignKey)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "constraint \""
                            + alter.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" is not a foreign key constraint");
        }
        replace(
                new Constraint(
                        known.oid(),
                        known.name(),
                        known.columns(),
                        known.rule(),
                        alter.deferrable(),
                        alter.initiallyDeferred(),
                        known.validated()));
    }

    private void validate(String name) {
        Constraint known = constraint(name);
        if (!known.validated()) {
            check(known);
            replace(
                    new Constraint(
                            known.oid(),
                            known.name(),
                            known.columns(),
                            known.rule(),
                            known.deferrable(),
                            known.initiallyDeferred(),
                            true));
        }
    }

    private void dropConstraint(AlterTableAction.DropConstraint drop) {
        if (table.constraint(drop.name()).isEmpty() && drop.ifExists()) {
            definitions.notice(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \""
                            + drop.name()
                            + "\" of relation \""
                            + table.name()
                            + "\" does not exist, skipping");
            return;
        }
        Constraint known = constraint(drop.name());
        if (known.rule() instanceof Constraint.Unique(boolean primary, long indexOid)) {
            requireUnneeded(known, indexOid, drop.cascade());
            table = (Table) definitions.catalog().relation(table.oid()).orElseThrow();
            Table changed = without(known);
            definitions
                    .catalog()
                    .relation(indexOid)
                    .ifPresent(index -> {
                        if (index instanceof Index each && each.storageId() != 0) {
                            definitions.transaction().dropTable(each.storageId());
                        }
                        definitions.remove(index);
                    });
            if (primary) {
                List<Column> oldRow = TableRewrite.oldRow(table);
                table = new TableRewrite(definitions).rewrite(table, changed, oldRow, same(oldRow));
            } else {
                put(changed);
            }
            return;
        }
        put(without(known));
    }

    private Table without(Constraint constraint) {
        return table.withConstraints(
                table.constraints().stream()
                        .filter(each -> each.oid() != constraint.oid())
                        .toList());
    }

    /// A unique constraint that foreign keys rest on goes with them only.
    private void requireUnneeded(Constraint constraint, long indexOid, boolean cascade) {
        for (Table referencing : List.copyOf(definitions.catalog().referencing(table.oid()))) {
            var kept = new ArrayList<Constraint>();
            for (Constraint each : referencing.constraints()) {
                boolean needs =
                        each.rule() instanceof Constraint.ForeignKey key
                                && key.indexOid() == indexOid;
                if (!needs) {
                    kept.add(each);
                    continue;
                }
                if (cascade) {
                    tellOfCascade(
                            List.of(
                                    "constraint "
                                            + each.name()
                                            + " on table "
                                            + referencing.name()));
                } else {
                    throw new DatabaseException(
                                    SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                    "cannot drop constraint "
                                            + constraint.name()
                                            + " on table "
                                            + table.name()
                                            + " because other objects depend on it")
                            .withDetail(
                                    "constraint "
                                            + each.name()
                                            + " on table "
                                            + referencing.name()
                                            + " depends on index "
                                            + constraint.name())
                            .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
                }
            }
            if (kept.size() != referencing.constraints().size()) {
                definitions.put(referencing.withConstraints(kept));
            }
        }
    }

    private void setOwner(AlterTableAction.SetOwner set) {
        Role owner = Roles.find(definitions, set.owner());
        Header header = table.header().withOwner(owner.oid());
        put(table.withHeader(header));
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            if (object instanceof Index index && index.tableOid() == table.oid()) {
                definitions.put(index.withHeader(index.header().withOwner(owner.oid())));
            } else if (object instanceof Sequence sequence
                    && sequence.ownerTableOid() == table.oid()) {
                definitions.put(sequence.withHeader(sequence.header().withOwner(owner.oid())));
            }
        }
    }
}
