package dev.reckon.sql.largeobject;

import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// The two tables of large objects, with the oids that PostgreSQL's have.
public final class LargeObjectTables {
    /// How many bytes a page holds: PostgreSQL's LOBLKSIZE.
    static final int PAGE_BYTES = 2048;

    /// Which large objects there are, whose they are, and how many bytes long.
    public static final TableSchema OBJECTS =
            new TableSchema(
                    2995,
                    "pg_largeobject_metadata",
                    List.of(
                            column("oid", DataType.OID),
                            column("lomowner", DataType.OID),
                            column("length", DataType.INT8)),
                    List.of(KeyColumn.ascending(0)));

    /// Their bytes. A page that is missing, and what a page is too short by, is all zeros.
    public static final TableSchema PAGES =
            new TableSchema(
                    2613,
                    "pg_largeobject",
                    List.of(
                            column("loid", DataType.OID),
                            column("pageno", DataType.INT4),
                            column("data", DataType.BYTEA)),
                    List.of(KeyColumn.ascending(0), KeyColumn.ascending(1)));

    private LargeObjectTables() {}

    private static ColumnSchema column(String name, DataType type) {
        return new ColumnSchema(name, type, -1, true);
    }
}
