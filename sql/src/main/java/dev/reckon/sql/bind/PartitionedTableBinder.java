package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;

/// Binds a partitioned table in FROM: the rows of its partitions, one after the other, with the
/// table that each is of.
record PartitionedTableBinder(FromBinder from) {
    FromBinder.Item bind(Table table, TableReference.Table reference) {
        Binder binder = from.binder;
        String name = reference.alias().map(TableReference.Alias::name).orElse(table.name());
        List<Table> leaves = binder.catalog.leaves(table);
        var columns = new ArrayList<Column>();
        var named = new ArrayList<ScopeColumn>();
        for (TableColumn column : table.columns()) {
            Column own = binder.newColumn(column.name(), column.type(), column.modifier());
            columns.add(own);
            named.add(new ScopeColumn(column.name(), own.value(), table.oid(), column.number()));
        }
        Column tableOid = binder.newColumn("tableoid", DataType.OID, -1);
        columns.add(tableOid);
        List<TableScan> scans =
                leaves.stream().map(leaf -> RelationBinder.scan(binder, leaf, name)).toList();
        List<FromBinder.StoredPart> parts = from.locksRows() ? parts(scans) : List.of();
        var inputs = new ArrayList<Plan>();
        for (int i = 0; i < leaves.size(); i++) {
            TableScan scan = scans.get(i);
            Plan rows =
                    reference.sample().isPresent()
                            ? new SampleBinder(from).sample(scan, reference.sample().get())
                            : scan;
            List<Output> outputs = outputs(table, leaves.get(i), scan);
            for (int part = 0; part < parts.size(); part++) {
                outputs.addAll(keys(parts.get(part), scan, part == i));
            }
            inputs.add(new Project(rows, outputs));
        }
        parts.forEach(part -> columns.addAll(part.key()));
        List<Column> row = columns.subList(0, table.columns().size());
        from.add(new FromBinder.BoundTable(name, TargetRelation.of(binder, table), row, parts));
        var conditions = new PartitionConditions(binder);
        Plan plan =
                inputs.isEmpty()
                        ? new Values(columns, List.of())
                        : new Append(
                                inputs,
                                columns,
                                leaves.stream()
                                        .map(leaf -> conditions.ofLeaf(leaf, table, row))
                                        .toList());
        DataType rowType = UserType.ofRow(table.rowTypeOid(), table.name(), table.rowArrayOid());
        ScopeTable scopeTable =
                RelationBinder.scopeTable(
                        table.name(),
                        binder.catalog.schemaName(table.schemaOid()),
                        named,
                        rowType,
                        table.oid(),
                        reference.alias());
        return new FromBinder.Item(plan, Namespace.of(scopeTable.storedIn(tableOid.value())));
    }

    /// Returns a partition's row as one of the partitioned table, with the partition's oid.
    private List<Output> outputs(Table table, Table leaf, TableScan scan) {
        Binder binder = from.binder;
        var outputs = new ArrayList<Output>();
        for (TableColumn column : table.columns()) {
            Column stored = scan.columns().get(leaf.position(column.name()).orElseThrow());
            outputs.add(
                    new Output(
                            binder.newColumn(column.name(), column.type(), column.modifier()),
                            stored.value()));
        }
        outputs.add(
                new Output(
                        binder.newColumn("tableoid", DataType.OID, -1),
                        PartitionConditions.oid(leaf)));
        return outputs;
    }

    /// Makes the columns in which the keys of the partitions' rows stand, to be locked by.
    private List<FromBinder.StoredPart> parts(List<TableScan> scans) {
        return scans.stream()
                .map(scan ->
                        new FromBinder.StoredPart(
                                scan.table(),
                                UpdateBinder.key(scan).stream()
                                        .map(key ->
                                                from.binder.newColumn(
                                                        key.name(), key.type(), key.modifier()))
                                        .toList()))
                .toList();
    }

    private List<Output> keys(FromBinder.StoredPart part, TableScan scan, boolean isOwn) {
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < part.key().size(); i++) {
            Column key = part.key().get(i);
            outputs.add(
                    new Output(
                            from.binder.newColumn(key.name(), key.type(), key.modifier()),
                            isOwn
                                    ? UpdateBinder.key(scan).get(i).value()
                                    : new Scalar.Constant(
                                            Value.Null.NULL, key.type(), key.modifier())));
        }
        return outputs;
    }
}
