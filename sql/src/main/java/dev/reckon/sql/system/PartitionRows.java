package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.PartitionKey;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Map;

/// `pg_partitioned_table` and `pg_inherits`.
final class PartitionRows {
    private PartitionRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_partitioned_table", PartitionRows::tables);
        sources.put("pg_catalog.pg_inherits", PartitionRows::members);
    }

    private static void tables(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (!(relation instanceof Table table) || !table.isPartitioned()) {
                continue;
            }
            PartitionKey key = table.partitioning().key().orElseThrow();
            List<DataType> types =
                    key.elements().stream().map(element -> type(element, table)).toList();
            String expressions =
                    String.join(
                            ", ",
                            key.elements().stream()
                                    .filter(element -> element.columnNumber() == 0)
                                    .map(PartitionKey.Element::expression)
                                    .toList());
            rows.set("partrelid", table.oid())
                    .set("partstrat", String.valueOf(key.strategy().letter()))
                    .set("partnatts", key.elements().size())
                    .set("partdefid", defaultOid(table, catalog))
                    .set(
                            "partattrs",
                            vector(
                                    key.elements().stream()
                                            .map(element -> (long) element.columnNumber())
                                            .toList()))
                    .set(
                            "partclass",
                            vector(
                                    types.stream()
                                            .map(type -> (long) OperatorClasses.defaultFor(type))
                                            .toList()))
                    .set(
                            "partcollation",
                            vector(types.stream().map(SystemOids::collation).toList()));
            if (!expressions.isEmpty()) {
                rows.set("partexprs", expressions);
            }
            rows.add();
        }
    }

    private static DataType type(PartitionKey.Element element, Table table) {
        return element.columnNumber() == 0
                ? DataType.TEXT
                : table.columns().get(table.position(element.columnNumber())).type();
    }

    private static long defaultOid(Table table, Catalog catalog) {
        return catalog.partitions(table.oid()).stream()
                .filter(each ->
                        each.partitioning().membership().orElseThrow().bound()
                                instanceof PartitionBound.Default)
                .mapToLong(Table::oid)
                .findFirst()
                .orElse(0);
    }

    private static Value vector(List<Long> numbers) {
        return RelationRows.vector(numbers.stream().<Value>map(Value.Int::new).toList());
    }

    private static void members(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        var tree = new PartitionTree(catalog);
        for (Relation relation : catalog.relations()) {
            tree.parent(relation)
                    .ifPresent(parent ->
                            rows.set("inhrelid", relation.oid())
                                    .set("inhparent", parent.oid())
                                    .set("inhseqno", 1)
                                    .set("inhdetachpending", false)
                                    .add());
        }
    }
}
