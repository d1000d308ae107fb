package dev.reckon.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.NumericVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowLayoutTest {
    private static final long SEED = Long.getLong("seed", 7);

    @Test
    void everyTypeComesBackAsItWentIn() {
        TableSchema schema = Samples.tableOfAllTypes();
        var layout = new RowLayout(schema);
        var random = new Random(SEED);
        for (int round = 0; round < 50; round++) {
            int nullOneIn = 1 + round % 6;
            var rows = new ArrayList<List<Value>>();
            for (int row = 0; row < 1 + round; row++) {
                rows.add(row(schema, random, row, nullOneIn));
            }
            assertRoundTrip(schema, layout, rows);
        }
    }

    private static List<Value> row(TableSchema schema, Random random, int id, int nullOneIn) {
        var values = new ArrayList<Value>();
        values.add(new Value.Int(id));
        for (ColumnSchema column : schema.columns().subList(1, schema.columns().size())) {
            values.add(Samples.nullable(column.type(), random, nullOneIn));
        }
        return values;
    }

    private static void assertRoundTrip(
            TableSchema schema, RowLayout layout, List<List<Value>> rows) {
        Batch batch = Samples.batch(schema, rows);
        byte[][] encoded = new byte[rows.size() + 1][];
        for (int row = 0; row < rows.size(); row++) {
            encoded[row] = layout.encode(batch, row);
        }
        List<Integer> columns = IntStream.range(0, schema.columns().size()).boxed().toList();
        List<ColumnVector> vectors = layout.decode(encoded, rows.size(), columns);
        for (int column : columns) {
            assertThat(vectors.get(column).rowCount()).isEqualTo(rows.size());
            for (int row = 0; row < rows.size(); row++) {
                assertThat(vectors.get(column).value(row))
                        .as("%s, row %d, seed %d", schema.column(column).name(), row, SEED)
                        .isEqualTo(rows.get(row).get(column));
                assertThat(
                                layout.decode(new byte[][] {encoded[row]}, 1, List.of(column))
                                        .getFirst()
                                        .value(0))
                        .isEqualTo(rows.get(row).get(column));
            }
        }
    }

    @Test
    void rowsPastTheNarrowLengthComeBack() {
        TableSchema schema =
                table(
                        new ColumnSchema("id", DataType.INT8, -1, true),
                        new ColumnSchema("a", DataType.TEXT, -1, false),
                        new ColumnSchema("b", DataType.NUMERIC, -1, false),
                        new ColumnSchema("c", DataType.BYTEA, -1, false));
        var layout = new RowLayout(schema);
        // The row is 8 + 1 bytes, two ends of two bytes, and the variable bytes.
        for (int length : new int[] {65_518, 65_519, 65_520, 65_521, 65_522, 65_523, 200_000}) {
            assertRoundTrip(
                    schema,
                    layout,
                    List.of(
                            List.of(
                                    new Value.Int(1),
                                    new Value.Bytes(new byte[length]),
                                    new Value.Numeric(new BigDecimal("1.50")),
                                    Value.text("z"))));
        }
    }

    @Test
    void aRowWithoutNullableColumnsAndWithOneStringHasNoOverhead() {
        TableSchema schema =
                table(
                        new ColumnSchema("id", DataType.INT8, -1, true),
                        new ColumnSchema("a", DataType.TEXT, -1, true));
        Batch batch =
                new Batch(List.of(LongVector.of(1), BytesVector.of(Value.text("hundred"))), 1);
        assertThat(new RowLayout(schema).encode(batch, 0)).hasSize(8 + 7);
    }

    @Test
    void numericsOfOneScaleComeBackCompact() {
        TableSchema schema = table(new ColumnSchema("n", DataType.NUMERIC, -1, false));
        var layout = new RowLayout(schema);
        List<List<Value>> rows =
                List.of(
                        List.of(numeric("1.50")),
                        List.of(Value.Null.NULL),
                        List.of(numeric("-92233720368547758.08")),
                        List.of(numeric("0.00")));
        Batch batch = Samples.batch(schema, rows);
        byte[][] encoded = new byte[rows.size()][];
        for (int row = 0; row < rows.size(); row++) {
            encoded[row] = layout.encode(batch, row);
        }
        var vector = (NumericVector) layout.decode(encoded, rows.size(), 0);
        assertThat(vector.isCompact()).isTrue();
        assertThat(vector.scale()).isEqualTo(2);
        assertRoundTrip(schema, layout, rows);
        assertRoundTrip(schema, layout, List.of(List.of(numeric("1.5")), List.of(numeric("1.50"))));
    }

    private static Value numeric(String digits) {
        return new Value.Numeric(new BigDecimal(digits));
    }

    @Test
    void refusesNullInANotNullColumn() {
        TableSchema schema = table(new ColumnSchema("n", DataType.INT4, -1, true));
        Batch batch = Samples.batch(schema, List.of(List.of(Value.Null.NULL)));
        assertThatThrownBy(() -> new RowLayout(schema).encode(batch, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NULL in NOT NULL column n");
    }

    @Test
    void damagedValuesAreErrorsNotWrongValues() {
        byte[] bytes =
                ValueCodec.encode(
                        Value.Array.of(List.of(Value.text("abc"), numeric("1.5"), numeric("7"))));
        for (int length = 0; length < bytes.length; length++) {
            int end = length;
            assertThatThrownBy(() -> ValueCodec.decode(bytes, 0, end))
                    .isInstanceOf(DatabaseException.class);
        }
        bytes[0] = 99;
        assertThatThrownBy(() -> ValueCodec.decode(bytes, 0, bytes.length))
                .isInstanceOf(DatabaseException.class);
    }

    private static TableSchema table(ColumnSchema... columns) {
        return new TableSchema(1, "t", List.of(columns), List.of(KeyColumn.ascending(0)));
    }
}
