package dev.reckon.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColumnSummaryTest {
    private static final int ROW_COUNT = 30_000;
    private static final TableSchema SCHEMA =
            new TableSchema(
                    4,
                    "t",
                    List.of(
                            new ColumnSchema("id", DataType.INT8, -1, true),
                            new ColumnSchema("few", DataType.INT4, -1, false),
                            new ColumnSchema("many", DataType.TEXT, -1, false),
                            new ColumnSchema("price", DataType.NUMERIC, -1, false),
                            new ColumnSchema("nothing", DataType.INT4, -1, false),
                            new ColumnSchema("json", DataType.JSON, -1, false)),
                    List.of(KeyColumn.ascending(0)));

    @TempDir Path directory;

    private static List<Value> row(Random random, int id) {
        return List.of(
                new Value.Int(id),
                random.nextInt(4) == 0 ? Value.Null.NULL : new Value.Int(random.nextInt(40)),
                Value.text("customer " + random.nextInt(10_000)),
                Samples.decimal(random.nextInt(1_000_000), 2),
                Value.Null.NULL,
                Value.text("{}"));
    }

    @Test
    void estimatesFromSegments() throws IOException {
        check(true);
    }

    @Test
    void estimatesFromTheMemtable() throws IOException {
        check(false);
    }

    private void check(boolean flushed) throws IOException {
        var random = new Random(5);
        try (var table = new ModelTable(new LocalFileSystem(directory), SCHEMA)) {
            for (int id = 0; id < ROW_COUNT; id++) {
                table.put(row(random, id));
                if (flushed && id % 10_000 == 9_999) {
                    table.flush();
                }
            }
            assertThat(new ColumnSummary(table.state, 0).distinctCount()).isEqualTo(ROW_COUNT);
            var few = new ColumnSummary(table.state, 1);
            assertThat(few.distinctCount()).isCloseTo(40, Percentage.withPercentage(10));
            assertThat(few.nullFraction()).isCloseTo(0.25, within(0.05));
            assertThat(few.fractionBetween(new Value.Int(10), new Value.Int(19)))
                    .isCloseTo(0.75 / 4, within(0.05));
            assertThat(few.fractionBetween(new Value.Int(100), Value.Null.NULL)).isZero();
            assertThat(few.fractionBetween(new Value.Int(5), new Value.Int(4))).isZero();
            var many = new ColumnSummary(table.state, 2);
            // A sample tells less of many values than a sketch that has seen them all.
            assertThat(many.distinctCount())
                    .isCloseTo(9_500, Percentage.withPercentage(flushed ? 10 : 40));
            assertThat(many.nullFraction()).isZero();
            var price = new ColumnSummary(table.state, 3);
            assertThat(price.fractionBetween(Samples.decimal(2_000, 0), Samples.decimal(7_000, 0)))
                    .isCloseTo(0.5, within(0.05));
            var nothing = new ColumnSummary(table.state, 4);
            assertThat(nothing.nullFraction()).isEqualTo(1);
            assertThat(nothing.distinctCount()).isZero();
            assertThat(nothing.fractionBetween(Value.Null.NULL, Value.Null.NULL)).isZero();
            var json = new ColumnSummary(table.state, 5);
            assertThat(json.distinctCount()).isCloseTo(1, within(0.1));
            assertThat(json.fractionBetween(Value.text("a"), Value.text("b"))).isEqualTo(1);
        }
    }

    @Test
    void knowsNothingOfAnEmptyTable() throws IOException {
        try (var table = new ModelTable(new LocalFileSystem(directory), SCHEMA)) {
            var few = new ColumnSummary(table.state, 1);
            assertThat(few.distinctCount()).isZero();
            assertThat(few.nullFraction()).isZero();
            assertThat(few.fractionBetween(new Value.Int(1), Value.Null.NULL)).isEqualTo(1);
        }
    }
}
