package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.error.DatabaseException;
import java.util.List;

/// The actions of ALTER TABLE: sends each to what carries it out. For one action.
record TableChange(Definitions definitions, Table table) {
    /// Carries one action out.
    void apply(AlterTableAction action) {
        definitions.lockForChange(table, "ALTER TABLE");
        switch (action) {
            case AlterTableAction.AddColumn add -> new ColumnChanges(definitions, table).add(add);
            case AlterTableAction.DropColumn drop ->
                    new ColumnChanges(definitions, table).drop(drop);
            case AlterTableAction.SetType set ->
                    new ColumnTypeChange(definitions, table).apply(set);
            case AlterTableAction.SetDefault set ->
                    new ColumnProperties(definitions, table).setDefault(set);
            case AlterTableAction.SetNotNull set ->
                    new ColumnProperties(definitions, table).setNotNull(set);
            case AlterTableAction.DropExpression drop ->
                    new ColumnProperties(definitions, table).dropExpression(drop);
            case AlterTableAction.AddIdentity add ->
                    new IdentityChanges(definitions, table).add(add);
            case AlterTableAction.SetIdentity set ->
                    new IdentityChanges(definitions, table).set(set);
            case AlterTableAction.DropIdentity drop ->
                    new IdentityChanges(definitions, table).drop(drop);
            case AlterTableAction.AddConstraint add ->
                    new ConstraintChanges(definitions, table).add(add.constraint());
            case AlterTableAction.AlterConstraint alter ->
                    new ConstraintChanges(definitions, table).alter(alter);
            case AlterTableAction.ValidateConstraint validate ->
                    new ConstraintChanges(definitions, table).validate(validate.name());
            case AlterTableAction.DropConstraint drop -> {
                table.constraint(drop.name())
                        .filter(each -> each.rule() instanceof Constraint.ForeignKey)
                        .map(each -> ((Constraint.ForeignKey) each.rule()).referencedOid())
                        .flatMap(definitions.catalog()::relation)
                        .filter(Table.class::isInstance)
                        .map(Table.class::cast)
                        .ifPresent(each -> definitions.lockForChange(each, "ALTER TABLE"));
                new ConstraintChanges(definitions, table).drop(drop);
            }
            case AlterTableAction.SetOwner set -> setOwner(set);
            case AlterTableAction.SetLogged set ->
                    definitions.put(
                            table.withPersistence(
                                    set.logged()
                                            ? Table.Persistence.PERMANENT
                                            : Table.Persistence.UNLOGGED));
            case AlterTableAction.ClusterOn cluster ->
                    new Upkeep(definitions).clusterOn(table, cluster);
            case AlterTableAction.SetOptions set ->
                    definitions.put(
                            table.withHeader(
                                    RelationChange.withOptions(
                                            table.header(), set, StorageOptions.TABLE)));
            // Tuning of PostgreSQL's own storage, without a meaning here and without an effect on
            // results.
            case AlterTableAction.SetStatistics _,
                    AlterTableAction.SetStorage _,
                    AlterTableAction.SetCompression _,
                    AlterTableAction.SetColumnOptions _,
                    AlterTableAction.SetTablespace _,
                    AlterTableAction.SetAccessMethod _,
                    AlterTableAction.ReplicaIdentity _,
                    AlterTableAction.WithoutOids _ -> {}
            case AlterTableAction.Inherit inherit ->
                    throw DatabaseException.notSupported("INHERIT", "Make a view over the tables.")
                            .at(inherit.position());
            case AlterTableAction.AttachPartition attach ->
                    new Partitions(definitions).attach(table, attach);
            case AlterTableAction.DetachPartition detach ->
                    new Partitions(definitions).detach(table, detach);
            case AlterTableAction.SetTrigger trigger ->
                    new TriggerDefinitions(definitions).enable(table, trigger);
            case AlterTableAction.Unsupported unsupported ->
                    throw DatabaseException.notSupported(
                                    unsupported.feature(), "PostgreSQL has it, Reckon has not yet.")
                            .at(unsupported.position());
        }
    }

    private void setOwner(AlterTableAction.SetOwner set) {
        Role owner = definitions.newOwner(table, table.noun(), set.owner());
        Header header = table.header().withOwner(owner.oid());
        definitions.put(table.withHeader(header));
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
