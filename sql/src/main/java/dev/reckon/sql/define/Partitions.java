package dev.reckon.sql.define;

import dev.reckon.sql.ast.AlterTableAction;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes tables partitions of others, and tables of their own again.
record Partitions(Definitions definitions) {
    private Catalog catalog() {
        return definitions.catalog();
    }

    /// Finds the table that a new one is to be a partition of.
    ///
    /// @throws DatabaseException 42809 when it is not partitioned
    Table parent(QualifiedName name) {
        Relation relation =
                definitions.relation(name).orElseThrow(() -> Lookup.missingRelation(name));
        if (!(relation instanceof Table table) || !table.isPartitioned()) {
            throw new DatabaseException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "\"" + relation.name() + "\" is not partitioned");
        }
        definitions.requireOwner(table, "table");
        definitions.lockForChange(table, "CREATE TABLE .. PARTITION OF");
        return table;
    }

    /// Returns the columns that a partition takes over.
    static List<TableColumn> columns(Table parent) {
        var columns = new ArrayList<TableColumn>();
        for (TableColumn column : parent.columns()) {
            columns.add(
                    new TableColumn(
                                    columns.size() + 1,
                                    column.name(),
                                    column.type(),
                                    column.modifier())
                            .withNotNull(column.notNull())
                            .withDefault(column.defaultText())
                            .withGenerated(column.generatedText()));
        }
        return columns;
    }

    /// Adds the checks of the parent to a new partition; one of the same name must be the same.
    Table withChecks(Table partition, Table parent) {
        Table changed = partition;
        for (Constraint constraint : parent.constraints()) {
            if (!(constraint.rule() instanceof Constraint.Check check)) {
                continue;
            }
            Optional<Constraint> own = changed.constraint(constraint.name());
            if (own.isEmpty()) {
                changed = ConstraintDefinitions.with(changed, copy(constraint, parent, changed));
            } else if (!(own.get().rule() instanceof Constraint.Check ownCheck)
                    || !ownCheck.text().equals(check.text())) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_OBJECT,
                        "constraint \""
                                + constraint.name()
                                + "\" for relation \""
                                + partition.name()
                                + "\" already exists");
            }
        }
        return changed;
    }

    private Constraint copy(Constraint constraint, Table parent, Table partition) {
        return new Constraint(
                definitions.newOid(),
                constraint.name(),
                numbers(constraint.columns(), parent, partition),
                constraint.rule(),
                constraint.deferrable(),
                constraint.initiallyDeferred(),
                constraint.validated());
    }

    private static List<Integer> numbers(List<Integer> numbers, Table parent, Table partition) {
        return numbers.stream()
                .map(number -> Lookup.column(partition, Lookup.columnName(parent, number)).number())
                .toList();
    }

    /// Makes a table a partition, with what its parent asks of all of them: indexes, unique and
    /// foreign keys. The rows that are there are not looked at.
    void join(long partitionOid, Table parent, PartitionBound bound) {
        Table partition = table(partitionOid);
        definitions.put(
                partition.withPartitioning(
                        partition
                                .partitioning()
                                .withMembership(
                                        Optional.of(
                                                new Partitioning.Membership(
                                                        parent.oid(), bound)))));
        new PartitionIndexes(definitions).complete(partitionOid);
        addForeignKeys(partitionOid);
    }

    private Table table(long oid) {
        return (Table) catalog().relation(oid).orElseThrow();
    }

    /// Gives a partition, and those below it, the foreign keys of its parent.
    void addForeignKeys(long partitionOid) {
        Table parent = catalog().parent(table(partitionOid)).orElseThrow();
        for (Constraint constraint : parent.constraints()) {
            if (!(constraint.rule() instanceof Constraint.ForeignKey key)) {
                continue;
            }
            Table partition = table(partitionOid);
            Constraint.ForeignKey rule =
                    new Constraint.ForeignKey(
                            key.referencedOid(),
                            key.referencedColumns(),
                            key.indexOid(),
                            key.matchFull(),
                            key.onDelete(),
                            numbers(key.deleteColumns(), parent, partition),
                            key.onUpdate());
            List<Integer> columns = numbers(constraint.columns(), parent, partition);
            boolean isThere =
                    partition.constraints().stream()
                            .anyMatch(each ->
                                    each.columns().equals(columns) && each.rule().equals(rule));
            if (!isThere) {
                String name =
                        partition.constraint(constraint.name()).isEmpty()
                                ? constraint.name()
                                : ObjectNames.constraint(
                                        partition.constraints(),
                                        partition.name(),
                                        ObjectNames.joined(
                                                columns.stream()
                                                        .map(number ->
                                                                Lookup.columnName(
                                                                        partition, number))
                                                        .toList()),
                                        "fkey");
                Constraint own = copy(constraint, parent, partition).withName(name).withRule(rule);
                Table changed = ConstraintDefinitions.with(partition, own);
                definitions.put(changed);
                if (own.validated() && !changed.isPartitioned()) {
                    new TableChecks(definitions).requireForeignKey(changed, own);
                }
            }
        }
        for (Table below : catalog().partitions(partitionOid)) {
            addForeignKeys(below.oid());
        }
    }

    /// ATTACH PARTITION.
    void attach(Table parent, AlterTableAction.AttachPartition attach) {
        requirePartitioned(parent);
        Table partition = Lookup.table(definitions, attach.partition());
        definitions.requireOwner(partition, "table");
        if (partition.parentOid().isPresent()) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    "\"" + partition.name() + "\" is already a partition");
        }
        requireNoCycle(parent, partition);
        new InheritedTriggers(definitions).requireAttachable(partition, parent);
        if (isTemporary(parent) != isTemporary(partition)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    isTemporary(parent)
                            ? "cannot attach a permanent relation as partition of temporary"
                                    + " relation \""
                                    + parent.name()
                                    + "\""
                            : "cannot attach a temporary relation as partition of permanent"
                                    + " relation \""
                                    + parent.name()
                                    + "\"");
        }
        definitions.lockForChange(partition, "ALTER TABLE");
        var bounds = new PartitionBounds(definitions, parent);
        PartitionBound bound = bounds.bind(attach.bound().orElseThrow());
        requireUnreferenced(partition, parent);
        requireShape(partition, parent);
        bounds.requireNew(bound, attach.bound().orElseThrow(), partition.name());
        join(partition.oid(), parent, bound);
        for (Table leaf : catalog().leaves(table(partition.oid()))) {
            requireRows(
                    leaf,
                    partition,
                    "partition constraint of relation \""
                            + leaf.name()
                            + "\" is violated by some row");
        }
        requireRest(parent, partition.oid());
    }

    /// A table with a foreign key to the one that it is to be a part of can be no part of it.
    private static void requireUnreferenced(Table partition, Table parent) {
        for (Constraint constraint : parent.constraints()) {
            if (constraint.rule() instanceof Constraint.ForeignKey key
                    && key.referencedOid() == partition.oid()) {
                throw new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cannot attach table \""
                                + partition.name()
                                + "\" as a partition because it is referenced by foreign key \""
                                + constraint.name()
                                + "\"");
            }
        }
    }

    private static boolean isTemporary(Table table) {
        return table.persistence() == Table.Persistence.TEMPORARY;
    }

    private static void requirePartitioned(Table table) {
        if (!table.isPartitioned()) {
            throw new DatabaseException(
                    SqlState.INVALID_OBJECT_DEFINITION,
                    "table \"" + table.name() + "\" is not partitioned");
        }
    }

    private void requireNoCycle(Table parent, Table partition) {
        for (Optional<Table> each = Optional.of(parent);
                each.isPresent();
                each = catalog().parent(each.get())) {
            if (each.get().oid() == partition.oid()) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_TABLE, "circular inheritance not allowed")
                        .withDetail(
                                "\""
                                        + parent.name()
                                        + "\" is already a child of \""
                                        + partition.name()
                                        + "\".");
            }
        }
    }

    /// @throws DatabaseException 42804 unless a table has the columns and checks of another
    private static void requireShape(Table partition, Table parent) {
        for (TableColumn column : partition.columns()) {
            if (parent.position(column.name()).isEmpty()) {
                throw mismatch(
                                "table \""
                                        + partition.name()
                                        + "\" contains column \""
                                        + column.name()
                                        + "\" not found in parent \""
                                        + parent.name()
                                        + "\"")
                        .withDetail(
                                "The new partition may contain only the columns present in"
                                        + " parent.");
            }
        }
        for (TableColumn column : parent.columns()) {
            Optional<TableColumn> own =
                    partition.position(column.name()).map(partition.columns()::get);
            if (own.isEmpty()) {
                throw mismatch("child table is missing column \"" + column.name() + "\"");
            }
            if (!own.get().type().equals(column.type())
                    || own.get().modifier() != column.modifier()) {
                throw mismatch(
                        "child table \""
                                + partition.name()
                                + "\" has different type for column \""
                                + column.name()
                                + "\"");
            }
            if (column.notNull() && !own.get().notNull()) {
                throw mismatch(
                        "column \"" + column.name() + "\" in child table must be marked NOT NULL");
            }
            if (column.generatedText().isPresent() != own.get().generatedText().isPresent()) {
                throw mismatch(
                        "column \""
                                + column.name()
                                + "\" in child table must "
                                + (column.generatedText().isPresent() ? "" : "not ")
                                + "be a generated column");
            }
        }
        for (Constraint constraint : parent.constraints()) {
            if (!(constraint.rule() instanceof Constraint.Check check)) {
                continue;
            }
            Constraint own =
                    partition
                            .constraint(constraint.name())
                            .filter(each -> each.rule() instanceof Constraint.Check)
                            .orElseThrow(() ->
                                    mismatch(
                                            "child table is missing constraint \""
                                                    + constraint.name()
                                                    + "\""));
            if (!((Constraint.Check) own.rule()).text().equals(check.text())) {
                throw mismatch(
                        "child table \""
                                + partition.name()
                                + "\" has different definition for check constraint \""
                                + constraint.name()
                                + "\"");
            }
        }
    }

    private static DatabaseException mismatch(String message) {
        return new DatabaseException(SqlState.DATATYPE_MISMATCH, message);
    }

    /// Sees that the rows of a table meet the bound of a partition.
    private void requireRows(Table leaf, Table bounded, String message) {
        Table partition = table(bounded.oid());
        Table parent = catalog().parent(partition).orElseThrow();
        List<Column> row = TableRewrite.oldRow(leaf);
        Optional<Scalar> condition =
                definitions
                        .binder()
                        .bindPartitionCondition(
                                parent,
                                partition.partitioning().membership().orElseThrow().bound(),
                                leaf,
                                row);
        if (condition.isPresent()
                && new TableChecks(definitions)
                        .hasRow(leaf, row, new Scalar.Not(condition.get()))) {
            throw new DatabaseException(SqlState.CHECK_VIOLATION, message)
                    .with(ErrorField.SCHEMA, catalog().schemaName(leaf.schemaOid()))
                    .with(ErrorField.TABLE, leaf.name());
        }
    }

    /// Sees that the default partition of a table holds no row that is another's now.
    ///
    /// @param addedOid the partition that was added
    void requireRest(Table parent, long addedOid) {
        for (Table sibling : catalog().partitions(parent.oid())) {
            boolean isDefault =
                    sibling.partitioning().membership().orElseThrow().bound()
                            instanceof PartitionBound.Default;
            if (!isDefault || sibling.oid() == addedOid) {
                continue;
            }
            for (Table leaf : catalog().leaves(sibling)) {
                definitions.lockForChange(leaf, "ALTER TABLE");
                requireRows(
                        leaf,
                        sibling,
                        "updated partition constraint for default partition \""
                                + leaf.name()
                                + "\" would be violated by some row");
            }
        }
    }

    /// DETACH PARTITION: the table keeps its rows and all that it has got from its parent.
    void detach(Table parent, AlterTableAction.DetachPartition detach) {
        requirePartitioned(parent);
        if (detach.concurrently() || detach.finish()) {
            throw DatabaseException.notSupported(
                            detach.finish()
                                    ? "DETACH PARTITION … FINALIZE"
                                    : "DETACH PARTITION … CONCURRENTLY",
                            "Leave the word out.")
                    .at(detach.position());
        }
        Table partition = Lookup.table(definitions, detach.partition());
        if (partition.parentOid().filter(oid -> oid == parent.oid()).isEmpty()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_TABLE,
                    "relation \""
                            + partition.name()
                            + "\" is not a partition of relation \""
                            + parent.name()
                            + "\"");
        }
        definitions.lockForChange(partition, "ALTER TABLE");
        requireUnneeded(partition, parent);
        definitions.put(
                partition.withPartitioning(
                        partition.partitioning().withMembership(Optional.empty())));
        for (Index index : List.copyOf(catalog().indexes(partition.oid()))) {
            definitions.put(index.withParent(0));
        }
    }

    /// @throws DatabaseException 23503 when foreign keys refer to rows of a partition by way of its
    ///   parent
    private void requireUnneeded(Table partition, Table parent) {
        for (Table referencing : catalog().referencingRows(parent)) {
            for (Constraint constraint : referencing.constraints()) {
                if (constraint.rule() instanceof Constraint.ForeignKey key
                        && catalog().isReferenced(parent, key.referencedOid())
                        && new TableChecks(definitions)
                                .isReferenced(partition, referencing, constraint, key)) {
                    throw new DatabaseException(
                            SqlState.FOREIGN_KEY_VIOLATION,
                            "removing partition \""
                                    + partition.name()
                                    + "\" violates foreign key constraint \""
                                    + constraint.name()
                                    + "\"");
                }
            }
        }
    }
}
