package dev.reckon.sql.define;

import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The indexes of a partitioned table: each partition has one for each of them.
record PartitionIndexes(Definitions definitions) {
    /// Gives a partition, and those below it, an index for each one of its parent: one that is
    /// there already and is alike, or a new one.
    void complete(long partitionOid) {
        Table parent = definitions.catalog().parent(table(partitionOid)).orElseThrow();
        for (Index index : List.copyOf(definitions.catalog().indexes(parent.oid()))) {
            complete(partitionOid, parent, index);
        }
    }

    private void complete(long partitionOid, Table parent, Index index) {
        Table partition = table(partitionOid);
        boolean isThere =
                definitions.catalog().indexes(partitionOid).stream()
                        .anyMatch(each -> each.parentOid() == index.oid());
        if (!isThere) {
            Optional<Index> alike =
                    definitions.catalog().indexes(partitionOid).stream()
                            .filter(each -> each.parentOid() == 0)
                            .filter(each -> isAlike(each, partition, index, parent))
                            .findFirst();
            Index own = alike.orElseGet(() -> make(partition, parent, index));
            definitions.put(own.withParent(index.oid()));
        }
        for (Table below : definitions.catalog().partitions(partitionOid)) {
            complete(below.oid());
        }
    }

    private Table table(long oid) {
        return (Table) definitions.catalog().relation(oid).orElseThrow();
    }

    /// Returns whether an index of a partition does what one of its parent is for.
    private boolean isAlike(Index own, Table partition, Index index, Table parent) {
        return own.method().equals(index.method())
                && own.unique() == index.unique()
                && own.nullsNotDistinct() == index.nullsNotDistinct()
                && own.predicate().equals(index.predicate())
                && (parent.constraintOf(index).isEmpty()
                        || (partition.constraintOf(own).isPresent()
                                && own.primary() == index.primary()))
                && shape(own, partition).equals(shape(index, parent));
    }

    private static List<String> shape(Index index, Table table) {
        var shape = new ArrayList<String>();
        for (Index.Key key : index.keys()) {
            shape.add(
                    (key.columnNumber() == 0
                                    ? key.expression()
                                    : Lookup.columnName(table, key.columnNumber()))
                            + (key.descending() ? " desc" : "")
                            + (key.nullsFirst() ? " first" : ""));
        }
        index.included().forEach(number -> shape.add("+" + Lookup.columnName(table, number)));
        return shape;
    }

    private Index make(Table partition, Table parent, Index index) {
        Optional<Constraint> constraint = parent.constraintOf(index);
        if (constraint.isPresent()) {
            List<String> columns =
                    index.keys().stream()
                            .map(key -> Lookup.columnName(parent, key.columnNumber()))
                            .toList();
            var rule =
                    new TableElement.Rule.Unique(
                            index.primary(),
                            index.nullsNotDistinct(),
                            columns,
                            index.included().stream()
                                    .map(number -> Lookup.columnName(parent, number))
                                    .toList(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty());
            new ConstraintChanges(definitions, partition)
                    .add(
                            new TableElement.Constraint(
                                    Optional.empty(),
                                    rule,
                                    constraint.get().deferrable(),
                                    constraint.get().initiallyDeferred(),
                                    false,
                                    -1));
            Constraint added = table(partition.oid()).constraints().getLast();
            long indexOid = ((Constraint.Unique) added.rule()).indexOid();
            return (Index) definitions.catalog().relation(indexOid).orElseThrow();
        }
        var keys = new ArrayList<Index.Key>();
        for (Index.Key key : index.keys()) {
            keys.add(
                    new Index.Key(
                            key.columnNumber() == 0
                                    ? 0
                                    : number(partition, parent, key.columnNumber()),
                            key.expression(),
                            key.name(),
                            key.descending(),
                            key.nullsFirst()));
        }
        var names = new ArrayList<>(keys.stream().map(Index.Key::name).toList());
        index.included().forEach(number -> names.add(Lookup.columnName(parent, number)));
        String name =
                ObjectNames.relation(
                        definitions.catalog(),
                        partition.schemaOid(),
                        partition.name(),
                        ObjectNames.joined(names),
                        "idx");
        var made =
                new Index(
                        new Header(
                                        definitions.newOid(),
                                        partition.schemaOid(),
                                        name,
                                        partition.header().ownerOid())
                                .withOptions(index.header().options()),
                        partition.oid(),
                        definitions.newOid(),
                        index.method(),
                        keys,
                        index.included().stream()
                                .map(number -> number(partition, parent, number))
                                .toList(),
                        index.unique(),
                        false,
                        index.nullsNotDistinct(),
                        index.predicate(),
                        false,
                        0);
        definitions.put(made);
        new IndexStorage(definitions).create(made, partition);
        return made;
    }

    private static int number(Table partition, Table parent, int number) {
        int position = partition.position(Lookup.columnName(parent, number)).orElseThrow();
        return partition.columns().get(position).number();
    }

    /// ALTER INDEX … ATTACH PARTITION: makes an index of a partition a part of one of its parent.
    void attach(Index index, Index part) {
        Table parent = table(index.tableOid());
        Table partition = table(part.tableOid());
        if (part.parentOid() == index.oid()) {
            return;
        }
        String cannot =
                "cannot attach index \""
                        + part.name()
                        + "\" as a partition of index \""
                        + index.name()
                        + "\"";
        if (part.parentOid() != 0) {
            throw new DatabaseException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, cannot)
                    .withDetail(
                            "Index \"" + part.name() + "\" is already attached to another index.");
        }
        if (partition.parentOid().filter(oid -> oid == parent.oid()).isEmpty()) {
            throw new DatabaseException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, cannot)
                    .withDetail(
                            "Index \""
                                    + part.name()
                                    + "\" is not an index on any partition of table \""
                                    + parent.name()
                                    + "\".");
        }
        if (definitions.catalog().indexes(partition.oid()).stream()
                .anyMatch(each -> each.parentOid() == index.oid())) {
            throw new DatabaseException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, cannot)
                    .withDetail(
                            "Another index is already attached for partition \""
                                    + partition.name()
                                    + "\".");
        }
        if (!isAlike(part, partition, index, parent)) {
            boolean lacksConstraint =
                    parent.constraintOf(index).isPresent()
                            && partition.constraintOf(part).isEmpty();
            throw new DatabaseException(SqlState.INVALID_OBJECT_DEFINITION, cannot)
                    .withDetail(
                            lacksConstraint
                                    ? "The index \""
                                            + index.name()
                                            + "\" belongs to a constraint in table \""
                                            + parent.name()
                                            + "\" but no constraint exists for index \""
                                            + part.name()
                                            + "\"."
                                    : "The index definitions do not match.");
        }
        definitions.put(part.withParent(index.oid()));
    }
}
