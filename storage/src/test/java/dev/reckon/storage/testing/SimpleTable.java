package dev.reckon.storage.testing;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A table of a bigint key and a text, as bytes and back: what tests of the engine write.
public final class SimpleTable {
    private final TableSchema schema;
    private final RowLayout layout;
    private final KeyEncoder encoder;

    public SimpleTable(long id) {
        this.schema =
                new TableSchema(
                        id,
                        "simple",
                        List.of(
                                new ColumnSchema("k", DataType.INT8, -1, true),
                                new ColumnSchema("v", DataType.TEXT, -1, false)),
                        List.of(KeyColumn.ascending(0)));
        this.layout = new RowLayout(schema);
        this.encoder = new KeyEncoder(schema);
    }

    public long id() {
        return schema.id();
    }

    public TableSchema schema() {
        return schema;
    }

    public RowKey key(long key) {
        return encoder.encode(batch(key, ""), 0);
    }

    public byte[] row(long key, String value) {
        return layout.encode(batch(key, value), 0);
    }

    /// Returns rows as a batch.
    public static Batch rows(List<Long> keys, List<String> values) {
        VectorBuilder numbers = new VectorBuilder(PhysicalType.INT8, keys.size());
        keys.forEach(numbers::appendLong);
        VectorBuilder texts = new VectorBuilder(PhysicalType.BYTES, keys.size());
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            texts.appendBytes(bytes, 0, bytes.length);
        }
        return new Batch(List.of(numbers.build(), texts.build()), keys.size());
    }

    private static Batch batch(long key, String value) {
        VectorBuilder text = new VectorBuilder(PhysicalType.BYTES, 1);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        text.appendBytes(bytes, 0, bytes.length);
        return new Batch(
                List.of(new LongVector(new long[] {key}, new long[0], 1), text.build()), 1);
    }

    /// Returns the text of a row that this class made.
    public String value(byte[] row) {
        return text((BytesVector) layout.decode(new byte[][] {row}, 1, List.of(1)).getFirst(), 0);
    }

    private static String text(BytesVector vector, int row) {
        int start = vector.starts()[row];
        return new String(
                vector.bytes(), start, vector.ends()[row] - start, StandardCharsets.UTF_8);
    }
}
