package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Names.PartitionNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which tables are partitions of which, and which of their indexes are parts of which.
public record PartitionTree(Catalog catalog) {
    /// Returns the relation of which one is a part; empty when it is none.
    public Optional<Relation> parent(Relation relation) {
        return switch (relation) {
            case Table table -> catalog.parent(table).map(Relation.class::cast);
            case Index index -> catalog.relation(index.parentOid());
            case View _, Sequence _ -> Optional.empty();
        };
    }

    /// Returns the parts of a relation, without theirs.
    public List<Relation> parts(Relation relation) {
        return switch (relation) {
            case Table table -> List.copyOf(catalog.partitions(table.oid()));
            case Index index -> {
                var parts = new ArrayList<Relation>();
                for (Table partition : catalog.partitions(index.tableOid())) {
                    for (Index each : catalog.indexes(partition.oid())) {
                        if (each.parentOid() == index.oid()) {
                            parts.add(each);
                        }
                    }
                }
                yield parts;
            }
            case View _, Sequence _ -> List.of();
        };
    }

    /// Returns whether a relation has no rows but those of its parts.
    public boolean isPartitioned(Relation relation) {
        return switch (relation) {
            case Table table -> table.isPartitioned();
            case Index index ->
                    catalog.relation(index.tableOid()).orElse(index) instanceof Table table
                            && table.isPartitioned();
            case View _, Sequence _ -> false;
        };
    }

    /// Returns whether an index of a partitioned table has a part in every partition; any other
    /// index is as it should be.
    public boolean isValid(Index index) {
        if (!isPartitioned(index)) {
            return true;
        }
        List<Relation> parts = parts(index);
        return parts.size() == catalog.partitions(index.tableOid()).size()
                && parts.stream().allMatch(part -> isValid((Index) part));
    }

    /// Returns the constraint of its parent that a constraint of a partition is there for; empty
    /// when it is the partition's own alone.
    public Optional<Constraint> parent(Constraint constraint, Table table) {
        Optional<Table> parent = catalog.parent(table);
        return parent.flatMap(above ->
                above.constraints().stream()
                        .filter(each -> isInherited(constraint, table, each, above))
                        .findFirst());
    }

    /// Returns whether a constraint of a partition is there for one of its parent.
    public boolean isInherited(Constraint own, Table partition, Constraint of, Table parent) {
        return switch (of.rule()) {
            case Constraint.Check _ ->
                    own.rule() instanceof Constraint.Check && own.name().equals(of.name());
            case Constraint.Unique(boolean _, long indexOid) ->
                    own.rule() instanceof Constraint.Unique(boolean _, long ownOid)
                            && catalog.relation(ownOid).orElse(null) instanceof Index index
                            && index.parentOid() == indexOid;
            case Constraint.ForeignKey key ->
                    own.rule() instanceof Constraint.ForeignKey ownKey
                            && ownKey.referencedOid() == key.referencedOid()
                            && ownKey.referencedColumns().equals(key.referencedColumns())
                            && names(own, partition).equals(names(of, parent));
        };
    }

    private static List<String> names(Constraint constraint, Table table) {
        return constraint.columns().stream()
                .map(number -> table.columns().get(table.position(number)).name())
                .toList();
    }

    List<Long> ancestors(long oid) {
        Optional<Relation> each = catalog.relation(oid);
        if (each.isEmpty() || (parent(each.get()).isEmpty() && !isPartitioned(each.get()))) {
            return List.of();
        }
        var line = new ArrayList<Long>();
        while (each.isPresent()) {
            line.add(each.get().oid());
            each = parent(each.get());
        }
        return line;
    }

    List<PartitionNode> below(long oid) {
        if (ancestors(oid).isEmpty()) {
            return List.of();
        }
        // Level by level, as PostgreSQL lists them.
        var nodes = new ArrayList<PartitionNode>();
        List<Relation> level = List.of(catalog.relation(oid).orElseThrow());
        for (int depth = 0; !level.isEmpty(); depth++) {
            var next = new ArrayList<Relation>();
            for (Relation each : level) {
                nodes.add(
                        new PartitionNode(
                                each.oid(),
                                parent(each).map(Relation::oid).orElse(0L),
                                !isPartitioned(each),
                                depth));
                next.addAll(parts(each));
            }
            level = next;
        }
        return nodes;
    }
}
