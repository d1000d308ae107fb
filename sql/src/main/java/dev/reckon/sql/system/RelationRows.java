package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pg_class`, `pg_namespace`, `pg_index`, `pg_sequence`: relations and where they are.
final class RelationRows {
    /// What `pg_class.relpages` counts in.
    private static final long PAGE_BYTE_COUNT = 8192;

    private RelationRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_class", RelationRows::classes);
        sources.put("pg_catalog.pg_namespace", RelationRows::namespaces);
        sources.put("pg_catalog.pg_index", RelationRows::indexes);
        sources.put("pg_catalog.pg_sequence", RelationRows::sequences);
        sources.put("pg_catalog.pg_init_privs", RelationRows::firstPrivileges);
        sources.put("pg_catalog.pg_default_acl", RelationRows::defaultPrivileges);
    }

    /// What everybody may do with system tables from the beginning, so that dumps leave it out.
    private static void firstPrivileges(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (SystemTable table : catalog.systemTables().all()) {
            rows.set("objoid", table.oid())
                    .set("classoid", SystemOids.PG_CLASS)
                    .set("objsubid", 0)
                    .set("privtype", "i")
                    .set("initprivs", Privileges.ofSystemTable(table, catalog))
                    .add();
        }
    }

    private static void classes(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (SystemTable table : catalog.systemTables().all()) {
            rows.set("oid", table.oid())
                    .set("relname", table.name())
                    .set("relnamespace", SystemOids.schema(table.schema()))
                    .set("relowner", Role.BOOTSTRAP_OID)
                    .set("relam", table.isView() ? 0 : SystemOids.HEAP_METHOD)
                    .set("relpersistence", "p")
                    .set("relkind", table.isView() ? "v" : "r")
                    .set("relnatts", table.columns().size())
                    .set("relhasrules", table.isView())
                    .set("relispopulated", true)
                    .set("relreplident", "n")
                    .set("relfrozenxid", 0)
                    .set("relacl", Privileges.ofSystemTable(table, catalog))
                    .add();
        }
        compositeTypes(rows, catalog);
        var tree = new PartitionTree(catalog);
        for (Relation relation : catalog.relations()) {
            rows.set("oid", relation.oid())
                    .set("relname", relation.name())
                    .set("relnamespace", relation.schemaOid())
                    .set("relowner", relation.header().ownerOid())
                    .set("relfilenode", fileNode(relation))
                    .set("relkind", String.valueOf(relation.kind()))
                    .set("relpersistence", "p")
                    .set("relreplident", "d")
                    .set("relispopulated", true)
                    .set("relnatts", AttributeRows.lastNumber(relation.columns()))
                    .set("relacl", Privileges.acl(relation.header(), catalog))
                    .set("reloptions", options(relation.header()));
            switch (relation) {
                case Table table -> table(rows, table, catalog, snapshot);
                case Index index ->
                        rows.set("relkind", tree.isPartitioned(index) ? "I" : "i")
                                .set("relispartition", index.parentOid() != 0)
                                .set("relhassubclass", !tree.parts(index).isEmpty())
                                .set("relam", indexMethod(index))
                                .set("relnatts", index.keys().size() + index.included().size())
                                .set("relreplident", "n");
                case View view ->
                        rows.set("reltype", view.rowTypeOid())
                                .set("relhastriggers", !catalog.triggers(view.oid()).isEmpty())
                                .set("relhasrules", true)
                                .set("relreplident", "n")
                                .set("relpersistence", view.temporary() ? "t" : "p");
                case Sequence sequence ->
                        rows.set("relreplident", "n")
                                .set("relpersistence", sequence.temporary() ? "t" : "p");
            }
            rows.add();
        }
    }

    /// What is stored anew, as by REINDEX, gets another number.
    private static long fileNode(Relation relation) {
        return switch (relation) {
            case Table table -> table.storageId();
            case Index index -> index.storageId() == 0 ? index.oid() : index.storageId();
            case View _ -> 0;
            case Sequence sequence -> sequence.oid();
        };
    }

    /// A composite type has the columns of a relation, and so a row here.
    private static void compositeTypes(SystemRows rows, Catalog catalog) {
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof UserType.Composite type) {
                rows.set("oid", type.oid())
                        .set("relname", type.name())
                        .set("relnamespace", type.schemaOid())
                        .set("reltype", type.oid())
                        .set("relowner", type.header().ownerOid())
                        .set("relkind", "c")
                        .set("relpersistence", "p")
                        .set("relreplident", "n")
                        .set("relispopulated", true)
                        .set("relnatts", AttributeRows.lastNumber(type.columns()))
                        .add();
            }
        }
    }

    private static Value options(Header header) {
        return header.options().isEmpty()
                ? Value.Null.NULL
                : Value.Array.of(header.options().stream().<Value>map(Value::text).toList());
    }

    private static void table(SystemRows rows, Table table, Catalog catalog, Snapshot snapshot) {
        long checkCount =
                table.constraints().stream()
                        .filter(constraint -> constraint.rule() instanceof Constraint.Check)
                        .count();
        boolean hasTriggers =
                !catalog.triggers(table.oid()).isEmpty()
                        || !catalog.referencing(table.oid()).isEmpty()
                        || table.constraints().stream()
                                .anyMatch(c -> c.rule() instanceof Constraint.ForeignKey);
        Optional<TableSnapshot> stored = snapshot.table(table.storageId());
        long byteCount =
                stored.map(TableSnapshot::segments).orElse(List.of()).stream()
                        .mapToLong(segment -> segment.byteCount())
                        .sum();
        rows.set("reltype", table.rowTypeOid())
                .set("relam", table.isPartitioned() ? 0 : SystemOids.HEAP_METHOD)
                .set("relispartition", table.parentOid().isPresent())
                .set("relhassubclass", !catalog.partitions(table.oid()).isEmpty())
                .set(
                        "relpartbound",
                        table.partitioning()
                                .membership()
                                .map(Partitioning.Membership::bound)
                                .map(PartitionBound::text))
                .set("relhasindex", !catalog.indexes(table.oid()).isEmpty())
                .set("relchecks", checkCount)
                .set("relhastriggers", hasTriggers)
                .set("relpersistence", String.valueOf(table.persistence().letter()))
                .set("relispopulated", table.populated())
                .set("reltuples", stored.map(TableSnapshot::rowCount).orElse(0L).doubleValue())
                .set("relpages", (byteCount + PAGE_BYTE_COUNT - 1) / PAGE_BYTE_COUNT);
    }

    static long indexMethod(Index index) {
        return index.method().equals("hash") ? SystemOids.HASH_METHOD : SystemOids.BTREE_METHOD;
    }

    private static void namespaces(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Schema schema : catalog.schemas()) {
            rows.set("oid", schema.oid())
                    .set("nspname", schema.name())
                    .set("nspowner", schema.header().ownerOid())
                    .set("nspacl", Privileges.acl(schema.header(), catalog))
                    .add();
        }
    }

    private static void defaultPrivileges(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (DefaultPrivileges entry : catalog.defaultPrivileges()) {
            rows.set("oid", entry.oid())
                    .set("defaclrole", entry.header().ownerOid())
                    .set("defaclnamespace", entry.schemaOid())
                    .set("defaclobjtype", String.valueOf(entry.kind()))
                    .set("defaclacl", Privileges.items(entry.entries(), catalog))
                    .add();
        }
    }

    private static void indexes(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (!(relation instanceof Index index)) {
                continue;
            }
            Table table = (Table) catalog.relation(index.tableOid()).orElseThrow();
            List<Value> columns =
                    java.util.stream.Stream.concat(
                                    index.keys().stream().map(Index.Key::columnNumber),
                                    index.included().stream())
                            .<Value>map(Value.Int::new)
                            .toList();
            List<Value> options =
                    index.keys().stream()
                            .<Value>map(key ->
                                    new Value.Int(
                                            (key.descending() ? 1 : 0)
                                                    | (key.nullsFirst() ? 2 : 0)))
                            .toList();
            boolean deferrable =
                    table.constraint(index.name()).map(Constraint::deferrable).orElse(false);
            String expressions =
                    String.join(
                            ", ",
                            index.keys().stream()
                                    .filter(key -> key.columnNumber() == 0)
                                    .map(Index.Key::expression)
                                    .toList());
            rows.set("indexrelid", index.oid())
                    .set("indrelid", index.tableOid())
                    .set("indnatts", columns.size())
                    .set("indnkeyatts", index.keys().size())
                    .set("indisunique", index.unique())
                    .set("indnullsnotdistinct", index.nullsNotDistinct())
                    .set("indisprimary", index.primary())
                    .set("indimmediate", !deferrable)
                    .set("indisclustered", index.clustered())
                    .set("indisvalid", new PartitionTree(catalog).isValid(index))
                    .set("indisready", true)
                    .set("indislive", true)
                    .set("indkey", vector(columns))
                    .set("indcollation", vector(keyVector(index, table, true)))
                    .set("indclass", vector(keyVector(index, table, false)))
                    .set("indoption", vector(options));
            if (!expressions.isEmpty()) {
                rows.set("indexprs", expressions);
            }
            rows.set("indpred", index.predicate()).add();
        }
    }

    /// Returns the collation, or else the operator class, of each key of an index.
    private static List<Value> keyVector(Index index, Table table, boolean collations) {
        return index.keys().stream()
                .<Value>map(key -> {
                    DataType type =
                            key.columnNumber() == 0
                                    ? DataType.TEXT
                                    : table.columns()
                                            .get(table.position(key.columnNumber()))
                                            .type();
                    return new Value.Int(
                            collations
                                    ? SystemOids.collation(type)
                                    : OperatorClasses.defaultFor(type));
                })
                .toList();
    }

    /// Makes an int2vector or oidvector: its subscripts begin at 0.
    static Value vector(List<Value> elements) {
        return elements.isEmpty()
                ? Value.Array.of(List.of())
                : new Value.Array(List.of(elements.size()), List.of(0), elements);
    }

    private static void sequences(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Sequence sequence) {
                rows.set("seqrelid", sequence.oid())
                        .set("seqtypid", sequence.type().oid())
                        .set("seqstart", sequence.start())
                        .set("seqincrement", sequence.increment())
                        .set("seqmax", sequence.maximum())
                        .set("seqmin", sequence.minimum())
                        .set("seqcache", sequence.cache())
                        .set("seqcycle", sequence.cycle())
                        .add();
            }
        }
    }
}
