package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SegmentTest {
    private static final long SEED = Long.getLong("seed", 11);

    @TempDir Path directory;
    private FileSystem files;

    @BeforeEach
    void openDirectory() throws IOException {
        files = new LocalFileSystem(directory);
    }

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    /// Shapes of keys that differ in how codes are made of them.
    @SuppressWarnings("ImmutableEnumChecker") // The list is made by List.of.
    enum KeyShape {
        SEQUENTIAL(DataType.INT8),
        RANDOM(DataType.INT8),
        CLUSTERED(DataType.INT8),
        NEGATIVE(DataType.INT4),
        SMALL(DataType.INT2),
        TIMES(DataType.TIMESTAMPTZ),
        REALS(DataType.FLOAT8),
        TEXT(DataType.TEXT),
        COMMON_PREFIX(DataType.TEXT),
        SAME_CODES(DataType.TEXT),
        /// Strings with the bytes that keys escape.
        BYTES(DataType.BYTEA, DataType.BYTEA),
        UUIDS(DataType.UUID),
        NUMERICS(DataType.NUMERIC),
        ORDER_LINES(DataType.INT8, DataType.INT4),
        TEXT_AND_NUMBER(DataType.TEXT, DataType.INT4);

        final List<DataType> types;

        KeyShape(DataType... types) {
            this.types = List.of(types);
        }

        List<Value> key(Random random, int index) {
            return switch (this) {
                case SEQUENTIAL -> List.of(new Value.Int(1_000_000 + index));
                case RANDOM, TIMES -> List.of(new Value.Int(random.nextLong()));
                case CLUSTERED ->
                        List.of(
                                new Value.Int(
                                        (long) random.nextInt(5) * 1_000_000_000_000L
                                                + random.nextInt(4000)));
                case NEGATIVE -> List.of(new Value.Int(-random.nextInt(1_000_000)));
                case SMALL -> List.of(new Value.Int((short) random.nextInt()));
                case REALS -> List.of(new Value.Real(random.nextGaussian() * 1e9));
                case TEXT -> List.of(Value.text(Long.toString(random.nextLong() >>> 20, 36)));
                case COMMON_PREFIX ->
                        List.of(Value.text("https://example.org/" + random.nextInt(1_000_000)));
                case SAME_CODES ->
                        List.of(
                                Value.text(
                                        "%s customer number %d"
                                                .formatted(
                                                        random.nextBoolean() ? "a" : "b",
                                                        random.nextInt(1_000_000))));
                case UUIDS, NUMERICS, BYTES ->
                        types.stream().map(type -> Samples.value(type, random)).toList();
                case ORDER_LINES -> List.of(new Value.Int(index / 4), new Value.Int(index % 4 + 1));
                case TEXT_AND_NUMBER ->
                        List.of(
                                Value.text("group " + random.nextInt(10)),
                                new Value.Int(random.nextInt(100_000)));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyIsFoundAndEveryAbsentOneIsNot(KeyShape shape) {
        checkEveryKey(shape, false);
        checkEveryKey(shape, true);
    }

    private void checkEveryKey(KeyShape shape, boolean descending) {
        TableSchema schema = schema(shape, descending);
        var rows = rows(schema, shape, 9_000);
        try (Segment segment = write(schema, rows)) {
            assertEquals(rows.size(), segment.rowCount());
            assertEquals(rows.firstKey(), segment.firstKey());
            assertEquals(rows.lastKey(), segment.lastKey());
            segment.verify();
            RowKey[] keys = rows.keySet().toArray(RowKey[]::new);
            int[] positions = new int[keys.length];
            for (KeyLookup lookup : List.of(segment.learned(), segment.binary())) {
                lookup.positions(keys, keys.length, positions);
                for (int position = 0; position < keys.length; position++) {
                    assertEquals(position, lookup.position(keys[position]));
                    assertEquals(position, positions[position]);
                    assertEquals(position, lookup.lowerBound(keys[position].bytes()));
                    assertEquals(keys[position], segment.key(position));
                }
                checkAbsent(segment, lookup, schema, shape, rows, keys);
            }
        }
    }

    private static void checkAbsent(
            Segment segment,
            KeyLookup lookup,
            TableSchema schema,
            KeyShape shape,
            NavigableMap<RowKey, List<Value>> rows,
            RowKey[] keys) {
        var encoder = new KeyEncoder(schema);
        var random = new Random(SEED + 1);
        var absent = new ArrayList<RowKey>();
        for (int index = 0; index < 3_000; index++) {
            absent.add(new RowKey(encoder.encodePrefix(shape.key(random, index * 7 - 5))));
            // Any bytes may be a bound: keys cut short, made longer, or changed in one place.
            byte[] changed = keys[random.nextInt(keys.length)].bytes().clone();
            changed[random.nextInt(changed.length)] += (byte) (random.nextInt(3) - 1);
            absent.add(new RowKey(changed));
            absent.add(new RowKey(Arrays.copyOf(changed, random.nextInt(changed.length + 3))));
        }
        absent.add(new RowKey(new byte[0]));
        absent.add(new RowKey(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}));
        for (RowKey key : absent) {
            int expected = Arrays.binarySearch(keys, key);
            int lowerBound = expected >= 0 ? expected : -expected - 1;
            assertEquals(lowerBound, lookup.lowerBound(key.bytes()));
            assertEquals(rows.containsKey(key) ? expected : -1, lookup.position(key));
        }
        int[] positions = new int[absent.size()];
        lookup.positions(absent.toArray(RowKey[]::new), positions.length, positions);
        for (int index = 0; index < positions.length; index++) {
            assertEquals(lookup.position(absent.get(index)), positions[index]);
        }
        assertEquals(keys.length, segment.rowCount());
    }

    @Test
    void everyTypeAndNullComesBack() {
        for (int nullOneIn : new int[] {1, 2, 50, Integer.MAX_VALUE}) {
            TableSchema schema = Samples.tableOfAllTypes();
            var encoder = new KeyEncoder(schema);
            var random = new Random(SEED);
            var rows = new TreeMap<RowKey, List<Value>>();
            for (int index = 0; index < 10_000; index++) {
                var row = new ArrayList<Value>();
                row.add(new Value.Int(index));
                for (ColumnSchema column : schema.columns().subList(1, schema.columns().size())) {
                    row.add(Samples.nullable(column.type(), random, nullOneIn));
                }
                rows.put(new RowKey(encoder.encodePrefix(row.subList(0, 1))), row);
            }
            assertContents(schema, rows);
        }
    }

    @Test
    void everyEncodingComesBack() {
        TableSchema schema =
                new TableSchema(
                        5,
                        "encodings",
                        List.of(
                                new ColumnSchema("id", DataType.INT8, -1, true),
                                new ColumnSchema("constant", DataType.INT8, -1, false),
                                new ColumnSchema("bits1", DataType.BOOL, -1, false),
                                new ColumnSchema("bits2", DataType.INT8, -1, false),
                                new ColumnSchema("bits4", DataType.INT4, -1, false),
                                new ColumnSchema("bits8", DataType.INT8, -1, false),
                                new ColumnSchema("bits16", DataType.INT8, -1, false),
                                new ColumnSchema("bits24", DataType.INT8, -1, false),
                                new ColumnSchema("bits32", DataType.INT8, -1, false),
                                new ColumnSchema("bits40", DataType.INT8, -1, false),
                                new ColumnSchema("bits56", DataType.INT8, -1, false),
                                new ColumnSchema("bits64", DataType.INT8, -1, false),
                                new ColumnSchema("money", DataType.NUMERIC, -1, false),
                                new ColumnSchema("mixed", DataType.NUMERIC, -1, false),
                                new ColumnSchema("word", DataType.TEXT, -1, false),
                                new ColumnSchema("few", DataType.TEXT, -1, false),
                                new ColumnSchema("many", DataType.TEXT, -1, false),
                                new ColumnSchema("long", DataType.TEXT, -1, false),
                                new ColumnSchema("fixed", DataType.TEXT, -1, false),
                                new ColumnSchema("line", DataType.TEXT, -1, false),
                                new ColumnSchema("changing", DataType.BYTEA, -1, false),
                                new ColumnSchema("noise", DataType.BYTEA, -1, false),
                                new ColumnSchema("real", DataType.FLOAT8, -1, false),
                                new ColumnSchema("same", DataType.FLOAT4, -1, false)),
                        List.of(KeyColumn.ascending(0)));
        var encoder = new KeyEncoder(schema);
        var random = new Random(SEED);
        var rows = new TreeMap<RowKey, List<Value>>();
        for (int index = 0; index < 9_000; index++) {
            // A block of each: without NULLs, with some.
            boolean some = index >= 4096 && index < 8192;
            var row = new ArrayList<Value>();
            row.add(new Value.Int(index * 3L));
            row.add(new Value.Int(-77));
            row.add(Value.bool(random.nextBoolean()));
            row.add(new Value.Int(-2 + random.nextInt(4)));
            row.add(new Value.Int(100 + random.nextInt(9)));
            row.add(new Value.Int(1_000_000_000_000L + random.nextInt(256)));
            row.add(new Value.Int(-5 + random.nextInt(65_536)));
            row.add(new Value.Int(random.nextInt(1 << 24) - 9));
            row.add(new Value.Int(Integer.MAX_VALUE + (random.nextLong() & 0xFFFF_FFFFL)));
            row.add(new Value.Int(random.nextLong() >>> 25));
            row.add(new Value.Int(random.nextLong() >> 8));
            row.add(new Value.Int(random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE));
            row.add(Samples.decimal(random.nextInt(100_000), 2));
            row.add(Samples.decimal(random.nextInt(100_000), random.nextInt(3)));
            row.add(Value.text("always"));
            row.add(Value.text("word " + random.nextInt(200)));
            row.add(Value.text("word " + random.nextInt(1500)));
            row.add(Value.text("x".repeat(random.nextInt(100)) + random.nextInt()));
            row.add(Value.text("%08d".formatted(random.nextInt(100_000_000))));
            row.add(Value.text(line(random)));
            row.add(new Value.Bytes(shifted(line(random), index / 3000 * 50)));
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            row.add(new Value.Bytes(noise));
            row.add(new Value.Real(random.nextGaussian()));
            row.add(new Value.Real(1.5f));
            for (int column = 1; some && column < row.size(); column++) {
                if (random.nextInt(5) == 0) {
                    row.set(column, Value.Null.NULL);
                }
            }
            rows.put(new RowKey(encoder.encodePrefix(row.subList(0, 1))), row);
        }
        assertContents(schema, rows);
        try (Segment segment = write(schema, rows)) {
            assertThat(segment.encodings()).contains(Encoding.values());
        }
    }

    /// Returns text as it is found in tables: of parts that repeat, now and then empty, long, or
    /// not of one byte a character.
    private static String line(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> "";
            case 1 -> "!".repeat(random.nextInt(900));
            case 2 -> "größer als " + random.nextInt(100) + " €";
            default ->
                    "{\"user\": %d, \"state\": \"%s\", \"amount\": %d.%02d}"
                            .formatted(
                                    random.nextInt(100_000),
                                    random.nextBoolean() ? "active" : "closed",
                                    random.nextInt(1000),
                                    random.nextInt(100));
        };
    }

    /// Returns the bytes of a text with something added to each, so that they are unlike those of
    /// texts to which something else is added.
    private static byte[] shifted(String text, int distance) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] += (byte) distance;
        }
        return bytes;
    }

    private void assertContents(TableSchema schema, NavigableMap<RowKey, List<Value>> rows) {
        var random = new Random(SEED);
        List<List<Value>> expected = List.copyOf(rows.values());
        var layout = new RowLayout(schema);
        try (Segment segment = write(schema, rows)) {
            segment.verify();
            for (int column = 0; column < schema.columns().size(); column++) {
                SegmentColumn values = segment.column(column);
                for (int first = 0; first < expected.size(); ) {
                    int blockEnd = (first / 4096 + 1) * 4096;
                    int count =
                            Math.min(
                                    1 + random.nextInt(2048),
                                    Math.min(blockEnd, expected.size()) - first);
                    ColumnVector vector = values.read(first, count);
                    assertThat(vector.rowCount()).isEqualTo(count);
                    for (int row = 0; row < count; row++) {
                        assertThat(vector.value(row))
                                .as("%s at %d", schema.column(column), first + row)
                                .isEqualTo(expected.get(first + row).get(column));
                    }
                    first += count;
                }
                int[] positions = random.ints(500, 0, expected.size()).toArray();
                ColumnVector gathered = values.gather(positions, 400);
                assertThat(gathered.rowCount()).isEqualTo(400);
                for (int row = 0; row < 400; row++) {
                    assertThat(gathered.value(row))
                            .isEqualTo(expected.get(positions[row]).get(column));
                }
            }
            Batch batch = Samples.batch(schema, expected);
            for (int row = 0; row < expected.size(); row += 97) {
                assertThat(segment.row(row)).isEqualTo(layout.encode(batch, row));
            }
        }
    }

    @Test
    void rowsOfOtherSegmentsAreCopied() {
        for (KeyShape shape : KeyShape.values()) {
            TableSchema schema = schema(shape, false);
            var rows = rows(schema, shape, 20_000);
            RowKey[] keys = rows.keySet().toArray(RowKey[]::new);
            var layout = new RowLayout(schema);
            try (Segment source = write(schema, rows)) {
                int skipped = Math.min(5_000, keys.length / 2);
                // A whole block as it is, parts of blocks, single rows, and rows of the memtable.
                int[][] parts = {{0, 4096}, {4096, 4100}, {4101, 4102}, {skipped, keys.length}};
                var expected = new ArrayList<RowKey>();
                try (var writer =
                        new SegmentWriter(
                                files,
                                2,
                                schema,
                                layout,
                                keys.length,
                                keys[0],
                                keys[keys.length - 1])) {
                    int done = 0;
                    for (int[] part : parts) {
                        int start = Math.max(part[0], done);
                        int end = Math.min(part[1], keys.length);
                        if (start < end) {
                            writer.add(source, start, end);
                            expected.addAll(Arrays.asList(keys).subList(start, end));
                            done = end;
                        }
                        if (done + 1 < skipped) {
                            writer.add(keys[done], source.row(done));
                            expected.add(keys[done]);
                            done++;
                        }
                    }
                    try (Segment copy = writer.finish()) {
                        copy.verify();
                        assertEquals(expected.size(), copy.rowCount());
                        for (int position = 0; position < expected.size(); position++) {
                            assertEquals(expected.get(position), copy.key(position));
                            if (position % 89 == 0) {
                                int origin = source.position(expected.get(position));
                                assertThat(copy.row(position)).isEqualTo(source.row(origin));
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void interleavedSegmentsAreMerged() {
        var random = new Random(SEED);
        for (KeyShape shape : KeyShape.values()) {
            TableSchema schema = schema(shape, false);
            var rows = rows(schema, shape, 9_000);
            var halves =
                    List.of(new TreeMap<RowKey, List<Value>>(), new TreeMap<RowKey, List<Value>>());
            var half = new ArrayList<Integer>();
            rows.forEach((key, row) -> {
                half.add(random.nextInt(2));
                halves.get(half.getLast()).put(key, row);
            });
            RowKey[] keys = rows.keySet().toArray(RowKey[]::new);
            try (Segment left = write(10, schema, halves.get(0));
                    Segment right = write(11, schema, halves.get(1));
                    var writer =
                            new SegmentWriter(
                                    files,
                                    12,
                                    schema,
                                    new RowLayout(schema),
                                    keys.length,
                                    keys[0],
                                    keys[keys.length - 1])) {
                int[] next = {0, 0};
                for (int row = 0; row < keys.length; row++) {
                    int from = half.get(row);
                    writer.add(from == 0 ? left : right, next[from], ++next[from]);
                    assertEquals(row + 1, writer.rowCount());
                }
                try (Segment merged = writer.finish()) {
                    merged.verify();
                    for (int position = 0; position < keys.length; position++) {
                        assertEquals(keys[position], merged.key(position));
                        if (position % 97 == 0) {
                            Segment origin = half.get(position) == 0 ? left : right;
                            assertThat(merged.row(position))
                                    .isEqualTo(origin.row(origin.position(keys[position])));
                        }
                    }
                }
            }
        }
    }

    @Test
    void anUnfinishedSegmentLeavesNoFile() throws IOException {
        TableSchema schema = schema(KeyShape.SEQUENTIAL, false);
        var rows = rows(schema, KeyShape.SEQUENTIAL, 10);
        try (var writer =
                new SegmentWriter(
                        files,
                        1,
                        schema,
                        new RowLayout(schema),
                        10,
                        rows.firstKey(),
                        rows.lastKey())) {
            assertThat(writer.rowCount()).isZero();
        }
        assertThat(files.list()).isEmpty();
    }

    @Test
    void refusesKeysOutOfOrderAndOutOfRange() {
        TableSchema schema = schema(KeyShape.TEXT, false);
        var layout = new RowLayout(schema);
        var rows = rows(schema, KeyShape.COMMON_PREFIX, 10);
        try (var writer =
                new SegmentWriter(files, 1, schema, layout, 10, rows.firstKey(), rows.lastKey())) {
            Batch batch = Samples.batch(schema, List.copyOf(rows.values()));
            byte[] row = layout.encode(batch, 0);
            writer.add(rows.firstKey(), row);
            assertThatThrownBy(() -> writer.add(rows.firstKey(), row))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("order");
            assertThatThrownBy(() -> writer.add(new RowKey(new byte[] {-1}), row))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("range");
        }
    }

    private static TableSchema schema(KeyShape shape, boolean descending) {
        var columns = new ArrayList<ColumnSchema>();
        var key = new ArrayList<KeyColumn>();
        columns.add(new ColumnSchema("value", DataType.TEXT, -1, false));
        for (DataType type : shape.types) {
            key.add(new KeyColumn(columns.size(), descending, false));
            columns.add(new ColumnSchema("k" + columns.size(), type, -1, true));
        }
        return new TableSchema(3, "t", columns, key);
    }

    private static NavigableMap<RowKey, List<Value>> rows(
            TableSchema schema, KeyShape shape, int count) {
        var encoder = new KeyEncoder(schema);
        var random = new Random(SEED);
        var rows = new TreeMap<RowKey, List<Value>>();
        for (int index = 0; index < count; index++) {
            List<Value> key = shape.key(random, index);
            var row = new ArrayList<Value>();
            row.add(random.nextInt(9) == 0 ? Value.Null.NULL : Value.text("row " + index));
            row.addAll(key);
            rows.put(new RowKey(encoder.encodePrefix(key)), row);
        }
        return rows;
    }

    private Segment write(TableSchema schema, NavigableMap<RowKey, List<Value>> rows) {
        return write(1, schema, rows);
    }

    private Segment write(long id, TableSchema schema, NavigableMap<RowKey, List<Value>> rows) {
        var layout = new RowLayout(schema);
        Batch batch = Samples.batch(schema, List.copyOf(rows.values()));
        try (var writer =
                new SegmentWriter(
                        files, id, schema, layout, rows.size(), rows.firstKey(), rows.lastKey())) {
            int row = 0;
            for (Map.Entry<RowKey, List<Value>> entry : rows.entrySet()) {
                writer.add(entry.getKey(), layout.encode(batch, row++));
            }
            return writer.finish();
        }
    }
}
