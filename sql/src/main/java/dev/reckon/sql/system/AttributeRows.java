package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pg_attribute` and `pg_attrdef`: columns and their defaults.
final class AttributeRows {
    private AttributeRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_attribute", AttributeRows::attributes);
        sources.put("pg_catalog.pg_attrdef", AttributeRows::defaults);
    }

    private static void attributes(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (SystemTable table : catalog.systemTables().all()) {
            int number = 0;
            for (ColumnSchema column : table.columns()) {
                attribute(rows, table.oid(), ++number, column.name(), column.type(), -1);
                rows.set("attnotnull", column.notNull()).add();
            }
        }
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Index index) {
                indexColumns(rows, index, catalog);
                continue;
            }
            boolean isPartition = relation instanceof Table table && table.parentOid().isPresent();
            for (TableColumn column : relation.columns()) {
                column(rows, relation.oid(), column, isPartition, catalog);
            }
            dropped(rows, relation.oid(), relation.columns());
        }
        catalog.objects().stream()
                .filter(UserType.Composite.class::isInstance)
                .map(UserType.Composite.class::cast)
                .forEach(type -> {
                    type.columns()
                            .forEach(column -> column(rows, type.oid(), column, false, catalog));
                    dropped(rows, type.oid(), type.columns());
                });
    }

    /// Adds rows for the numbers of dropped columns below that of the last one: `pg_dump` refuses a
    /// table whose columns are not numbered one by one. What their types were is not kept.
    private static void dropped(SystemRows rows, long relationOid, List<TableColumn> columns) {
        var gone = new BitSet();
        gone.set(1, lastNumber(columns) + 1);
        columns.forEach(column -> gone.clear(column.number()));
        gone.stream()
                .forEach(number ->
                        rows.set("attrelid", relationOid)
                                .set("attname", "........pg.dropped." + number + "........")
                                .set("attstattarget", 0)
                                .set("attlen", -1)
                                .set("attnum", number)
                                .set("attcacheoff", -1)
                                .set("atttypmod", -1)
                                .set("attalign", "i")
                                .set("attstorage", "x")
                                .set("attisdropped", true)
                                .set("attislocal", true)
                                .add());
    }

    /// Returns the highest number of a column, 0 when there is none.
    static int lastNumber(List<TableColumn> columns) {
        return columns.stream().mapToInt(TableColumn::number).max().orElse(0);
    }

    private static void column(
            SystemRows rows,
            long relationOid,
            TableColumn column,
            boolean inherited,
            Catalog catalog) {
        attribute(
                rows,
                relationOid,
                column.number(),
                column.name(),
                column.type(),
                column.modifier());
        rows.set("attnotnull", column.notNull())
                .set("attislocal", !inherited)
                .set("attinhcount", inherited ? 1 : 0)
                .set("atthasdef", defaultText(column).isPresent())
                .set(
                        "attidentity",
                        switch (column.identity()) {
                            case NONE -> "";
                            case ALWAYS -> "a";
                            case BY_DEFAULT -> "d";
                        })
                .set("attgenerated", column.generatedText().isPresent() ? "s" : "")
                .set("attacl", Privileges.acl(column.privileges(), catalog))
                .add();
    }

    private static void indexColumns(SystemRows rows, Index index, Catalog catalog) {
        Table table = (Table) catalog.relation(index.tableOid()).orElseThrow();
        int number = 0;
        for (Index.Key key : index.keys()) {
            TableColumn column =
                    key.columnNumber() == 0
                            ? new TableColumn(0, key.name(), DataType.TEXT, -1)
                            : table.columns().get(table.position(key.columnNumber()));
            attribute(rows, index.oid(), ++number, key.name(), column.type(), column.modifier());
            rows.add();
        }
        for (int included : index.included()) {
            TableColumn column = table.columns().get(table.position(included));
            attribute(rows, index.oid(), ++number, column.name(), column.type(), column.modifier());
            rows.add();
        }
    }

    /// Begins a row with what every column has.
    private static void attribute(
            SystemRows rows,
            long relationOid,
            int number,
            String name,
            DataType type,
            int modifier) {
        rows.set("attrelid", relationOid)
                .set("attname", name)
                .set("atttypid", type.oid())
                .set("attstattarget", -1)
                .set("attlen", type.byteLength())
                .set("attnum", number)
                .set("attcacheoff", -1)
                .set("atttypmod", modifier)
                .set("attndims", type.isArray() ? 1 : 0)
                .set("attbyval", TypeRows.isPassedByValue(type))
                .set("attalign", TypeRows.alignment(type))
                .set("attstorage", TypeRows.storage(type))
                .set("attislocal", true)
                .set("attcollation", SystemOids.collation(type));
    }

    static Optional<String> defaultText(TableColumn column) {
        return column.generatedText().isPresent() ? column.generatedText() : column.defaultText();
    }

    /// Returns the oid that a column's default has: none of its own is kept, so one that nobody
    /// else has is made of the table's and the column's.
    static long defaultOid(long tableOid, int columnNumber) {
        return 1L << 31 | ((tableOid << 11 | columnNumber) & 0x7FFF_FFFFL);
    }

    private static void defaults(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (Relation relation : catalog.relations()) {
            for (TableColumn column : relation.columns()) {
                Optional<String> text = defaultText(column);
                if (text.isPresent()) {
                    rows.set("oid", defaultOid(relation.oid(), column.number()))
                            .set("adrelid", relation.oid())
                            .set("adnum", column.number())
                            .set("adbin", text)
                            .add();
                }
            }
        }
    }
}
