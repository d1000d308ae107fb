package dev.reckon.storage.wal;

import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table's schema as bytes, in the log and in the manifest: `docs/format.md`, section "Schema".
public final class SchemaFormat {
    private static final int BUILT_IN = 0;
    private static final int MADE_AT_RUN_TIME = 1;

    private SchemaFormat() {}

    public static void write(TableSchema schema, RecordWriter out) {
        out.putLong(schema.id());
        out.putText(schema.name());
        out.putLength(schema.columns().size());
        for (ColumnSchema column : schema.columns()) {
            out.putText(column.name());
            writeType(column.type(), out);
            out.putInt(column.modifier());
            out.putByte(column.notNull() ? 1 : 0);
        }
        out.putLength(schema.key().size());
        for (KeyColumn key : schema.key()) {
            out.putLength(key.column());
            out.putByte((key.descending() ? 1 : 0) | (key.nullsFirst() ? 2 : 0));
        }
    }

    public static TableSchema read(RecordReader in) {
        long id = in.takeLong();
        String name = in.takeText();
        List<ColumnSchema> columns = new ArrayList<>();
        for (int count = in.takeLength(); count > 0; count--) {
            columns.add(
                    new ColumnSchema(
                            in.takeText(), readType(in), in.takeInt(), in.takeByte() != 0));
        }
        List<KeyColumn> key = new ArrayList<>();
        for (int count = in.takeLength(); count > 0; count--) {
            int column = in.takeLength();
            int order = in.takeByte();
            key.add(new KeyColumn(column, (order & 1) != 0, (order & 2) != 0));
        }
        return new TableSchema(id, name, columns, key);
    }

    private static void writeType(DataType type, RecordWriter out) {
        Optional<DataType> builtIn = DataType.builtIn(type.oid());
        out.putByte(builtIn.isPresent() ? BUILT_IN : MADE_AT_RUN_TIME);
        out.putInt(type.oid());
        if (builtIn.isPresent()) {
            return;
        }
        out.putText(type.name());
        out.putText(type.sqlName());
        out.putText(type.category().name());
        out.putByte(type.preferred() ? 1 : 0);
        out.putText(type.physical().name());
        out.putInt(type.byteLength());
        out.putInt(type.elementOid());
        out.putInt(type.arrayOid());
    }

    private static DataType readType(RecordReader in) {
        int form = in.takeByte();
        int oid = in.takeInt();
        if (form == BUILT_IN) {
            return DataType.builtIn(oid)
                    .orElseThrow(() -> new IllegalStateException("unknown type " + oid));
        }
        return new DataType(
                oid,
                in.takeText(),
                in.takeText(),
                TypeCategory.valueOf(in.takeText()),
                in.takeByte() != 0,
                PhysicalType.valueOf(in.takeText()),
                in.takeInt(),
                in.takeInt(),
                in.takeInt());
    }
}
