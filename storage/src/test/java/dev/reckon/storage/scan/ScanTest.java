package dev.reckon.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.Lending;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.row.ValueOrder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tables of random shape, read in every way, against a `TreeMap`.
final class ScanTest {
    private static final long SEED = Long.getLong("seed", 3);

    @TempDir Path directory;

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    @SuppressWarnings("ImmutableEnumChecker") // A type is a value.
    enum Shape {
        /// A sequence: segments one after the other.
        APPENDED(false, DataType.INT8),
        /// Random keys: all segments overlap.
        RANDOM(false, DataType.INT4),
        DESCENDING(true, DataType.INT8),
        TEXT(false, DataType.TEXT),
        /// Long keys that differ late, so that codes tie.
        LONG_TEXT(true, DataType.TEXT),
        COMPOSITE(false, DataType.INT8, DataType.INT4),
        TEXT_AND_NUMBER(false, DataType.TEXT, DataType.INT8);

        private final boolean descending;
        private final DataType first;
        private final Optional<DataType> second;

        Shape(boolean descending, DataType... types) {
            this.descending = descending;
            this.first = types[0];
            this.second = types.length > 1 ? Optional.of(types[1]) : Optional.empty();
        }

        List<Value> key(Random random, int index) {
            return switch (this) {
                case APPENDED -> List.of(new Value.Int(index));
                case RANDOM, DESCENDING -> List.of(new Value.Int(random.nextInt(20_000) - 10_000));
                case TEXT -> List.of(Value.text(Integer.toString(random.nextInt(20_000))));
                case LONG_TEXT ->
                        List.of(Value.text("a long beginning of all " + random.nextInt(20_000)));
                case COMPOSITE ->
                        List.of(
                                new Value.Int(random.nextInt(3000)),
                                new Value.Int(random.nextInt(5)));
                case TEXT_AND_NUMBER ->
                        List.of(
                                Value.text("group number " + random.nextInt(3)),
                                new Value.Int(random.nextInt(6000)));
            };
        }

        TableSchema schema() {
            var columns = new ArrayList<ColumnSchema>();
            columns.add(new ColumnSchema("n", DataType.INT4, -1, false));
            columns.add(new ColumnSchema("k0", first, -1, true));
            var key = new ArrayList<KeyColumn>();
            key.add(new KeyColumn(1, descending, false));
            columns.add(new ColumnSchema("t", DataType.TEXT, -1, false));
            second.ifPresent(type -> {
                columns.add(new ColumnSchema("k1", type, -1, true));
                key.add(new KeyColumn(3, descending, false));
            });
            columns.add(new ColumnSchema("r", DataType.FLOAT8, -1, false));
            columns.add(new ColumnSchema("d", DataType.NUMERIC, -1, false));
            columns.add(new ColumnSchema("i", DataType.INTERVAL, -1, false));
            return new TableSchema(9, "t", columns, key);
        }

        List<Value> row(Random random, int index) {
            List<Value> key = key(random, index);
            var row = new ArrayList<Value>();
            row.add(random.nextInt(5) == 0 ? Value.Null.NULL : new Value.Int(index / 10));
            row.add(key.getFirst());
            row.add(
                    random.nextInt(5) == 0
                            ? Value.Null.NULL
                            : Value.text("text " + random.nextInt(50)));
            if (key.size() > 1) {
                row.add(key.get(1));
            }
            row.add(Samples.nullable(DataType.FLOAT8, random, 5));
            row.add(Samples.decimal(random.nextInt(1000), random.nextInt(100) == 0 ? 1 : 2));
            row.add(Samples.nullable(DataType.INTERVAL, random, 5));
            return row;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyWayToReadAgreesWithTheModel(Shape shape) throws IOException {
        for (int round = 0; round < 6; round++) {
            var random = new Random(SEED * 1000 + round);
            try (var table = new ModelTable(new LocalFileSystem(directory), shape.schema())) {
                fill(table, shape, random, round);
                check(table, shape, random);
            }
        }
    }

    private static void fill(ModelTable table, Shape shape, Random random, int round) {
        int segmentCount = round % 4;
        int index = 0;
        for (int part = 0; part <= segmentCount; part++) {
            int rowCount = part == segmentCount ? random.nextInt(200) : random.nextInt(7000);
            for (int row = 0; row < rowCount; row++) {
                table.put(shape.row(random, index++));
            }
            if (part < segmentCount) {
                table.flush();
            }
            deleteSome(table, random);
        }
        if (round >= 3) {
            // Own writes: new rows, changed ones, deleted ones, and a row put again.
            int writeCount = random.nextInt(round == 5 ? 9000 : 300);
            for (int write = 0; write < writeCount; write++) {
                table.write(shape.row(random, random.nextInt(index + 100)));
            }
            var keys = new ArrayList<>(table.model.keySet());
            Collections.shuffle(keys, random);
            for (RowKey key : keys.subList(0, Math.min(keys.size(), writeCount / 3))) {
                List<Value> row = table.row(key);
                table.writeDeletion(key);
                if (random.nextInt(3) == 0) {
                    table.write(row);
                }
            }
        }
    }

    private static void deleteSome(ModelTable table, Random random) {
        var keys = new ArrayList<>(table.model.keySet());
        // Sometimes a whole stretch, so that blocks are left without rows.
        int start = random.nextInt(keys.size() + 1);
        int length = random.nextInt(3) == 0 ? Math.min(5000, keys.size() - start) : 0;
        Set<RowKey> deleted = new HashSet<>(keys.subList(start, start + length));
        for (RowKey key : keys) {
            if (deleted.contains(key) || random.nextInt(15) == 0) {
                table.delete(key);
            }
        }
    }

    private static void check(ModelTable table, Shape shape, Random random) {
        var lookup = new TableLookup(table.state, table.writes, random.nextBoolean());
        checkLookups(table, lookup, shape, random);
        for (int trial = 0; trial < 15; trial++) {
            List<KeyRange> ranges = trial == 0 ? List.of(KeyRange.ALL) : ranges(table, random);
            TableState visible = VisibleState.of(table.state, table.writes, ranges);
            checkCounts(table, visible, ranges, random);
            checkScans(table, visible, ranges, shape, random);
        }
    }

    private static List<KeyRange> ranges(ModelTable table, Random random) {
        int count = random.nextInt(4);
        var bounds = new ArrayList<byte[]>();
        var keys = new ArrayList<>(table.model.keySet());
        while (bounds.size() < 2 * count && !keys.isEmpty()) {
            byte[] key = keys.get(random.nextInt(keys.size())).bytes();
            bounds.add(
                    random.nextInt(4) == 0
                            ? Arrays.copyOf(key, random.nextInt(key.length + 2))
                            : key);
        }
        bounds.sort(Arrays::compareUnsigned);
        var ranges = new ArrayList<KeyRange>();
        for (int index = 0; index + 1 < bounds.size(); index += 2) {
            boolean open = index + 2 == bounds.size() && random.nextInt(3) == 0;
            ranges.add(
                    new KeyRange(
                            bounds.get(index),
                            open ? Optional.empty() : Optional.of(bounds.get(index + 1))));
        }
        return ranges;
    }

    private static NavigableMap<RowKey, List<Value>> rows(ModelTable table, List<KeyRange> ranges) {
        var rows = new TreeMap<RowKey, List<Value>>();
        table.model.forEach((key, row) -> {
            if (ranges.stream().anyMatch(range -> range.contains(key.bytes()))) {
                rows.put(key, row);
            }
        });
        return rows;
    }

    private static void checkLookups(
            ModelTable table, TableLookup lookup, Shape shape, Random random) {
        List<Integer> columns = List.of(2, 0, 1);
        var keys = new ArrayList<>(table.model.keySet());
        for (int index = 0; index < 500; index++) {
            keys.add(table.key(shape.row(random, index - 50)));
        }
        Collections.shuffle(keys, random);
        for (RowKey key : keys) {
            Batch found = lookup.find(key, columns);
            List<Value> expected = table.model.get(key);
            assertThat(found.selectedCount()).as("%s", key).isEqualTo(expected == null ? 0 : 1);
            if (expected != null) {
                assertThat(values(found, 0)).isEqualTo(project(expected, columns));
            }
        }
        RowKey[] array = keys.toArray(RowKey[]::new);
        int[] matches = new int[array.length];
        int count = array.length - 10;
        Batch found = lookup.find(array, count, columns, matches);
        var seen = new HashSet<Integer>();
        for (int row = 0; row < found.selectedCount(); row++) {
            assertThat(matches[row]).isLessThan(count);
            assertThat(values(found, found.row(row)))
                    .isEqualTo(project(table.row(array[matches[row]]), columns));
            seen.add(matches[row]);
        }
        for (int index = 0; index < count; index++) {
            assertThat(seen.contains(index)).isEqualTo(table.model.containsKey(array[index]));
        }
    }

    private static List<Value> values(Batch batch, int row) {
        return batch.columns().stream().map(column -> column.value(row)).toList();
    }

    private static List<Value> project(List<Value> row, List<Integer> columns) {
        return columns.stream().map(row::get).toList();
    }

    private static void checkCounts(
            ModelTable table, TableState visible, List<KeyRange> ranges, Random random) {
        var counts = new TableCounts(visible);
        for (KeyRange range : ranges) {
            assertThat(counts.rowCount(range)).isEqualTo(rows(table, List.of(range)).size());
        }
        if (ranges.equals(List.of(KeyRange.ALL))) {
            var keys = new ArrayList<>(table.model.keySet());
            assertThat(visible.rowCount()).isEqualTo(keys.size());
            assertThat(table.state.rowCount() + table.writes.rowCountChange())
                    .isEqualTo(keys.size());
            for (int trial = 0; trial < 200 && !keys.isEmpty(); trial++) {
                int rank = random.nextInt(keys.size());
                assertThat(counts.keyAt(rank)).contains(keys.get(rank));
                assertThat(counts.rank(keys.get(rank).bytes())).isEqualTo(rank);
            }
            assertThat(counts.keyAt(keys.size())).isEmpty();
            assertThat(counts.keyAt(-1)).isEmpty();
        }
        for (int partCount : new int[] {1, 2, 7}) {
            List<List<KeyRange>> parts = TableSplit.split(visible, ranges, partCount);
            assertThat(parts.size()).isLessThanOrEqualTo(partCount);
            var all = new ArrayList<RowKey>();
            int largest = 0;
            for (List<KeyRange> part : parts) {
                var keys = rows(table, part).keySet();
                all.addAll(keys);
                largest = Math.max(largest, keys.size());
            }
            assertThat(all).isEqualTo(List.copyOf(rows(table, ranges).keySet()));
            int places = visible.segments().size() + 1;
            int step = all.size() / Math.max(256, 8 * partCount) + 1;
            assertThat(largest).isLessThanOrEqualTo(all.size() / partCount + (places + 1) * step);
            checkAligned(table, parts, all, random.nextInt(9));
        }
    }

    /// Aligned parts have the same rows, and no two of them the same first bytes of a key.
    private static void checkAligned(
            ModelTable table, List<List<KeyRange>> parts, List<RowKey> keys, int prefixByteCount) {
        var all = new ArrayList<RowKey>();
        var prefixes = new HashSet<String>();
        for (List<KeyRange> part : TableSplit.aligned(parts, prefixByteCount)) {
            var ofPart = new HashSet<String>();
            for (RowKey key : rows(table, part).keySet()) {
                all.add(key);
                String bytes = key.toString();
                ofPart.add(bytes.substring(0, Math.min(bytes.length(), 2 * prefixByteCount)));
            }
            assertThat(Collections.disjoint(prefixes, ofPart)).isTrue();
            prefixes.addAll(ofPart);
        }
        assertThat(all).isEqualTo(keys);
    }

    private static void checkScans(
            ModelTable table,
            TableState visible,
            List<KeyRange> ranges,
            Shape shape,
            Random random) {
        Map<RowKey, List<Value>> expected = rows(table, ranges);
        List<Integer> columns = columns(shape, random);
        Lending lent = List.of(Lending.values()).get(random.nextInt(3));
        int first = random.nextInt(4) * random.nextInt(200);
        var noZones = new ScanColumns(columns, List.of(), List.of(), lent);
        List<List<Value>> forward =
                collect(TableScan.inKeyOrder(visible, ranges, noZones, false, first));
        List<List<Value>> wanted =
                expected.values().stream().map(row -> project(row, columns)).toList();
        assertThat(forward).isEqualTo(wanted);
        assertThat(collect(TableScan.inKeyOrder(visible, ranges, noZones, true, first)))
                .isEqualTo(wanted.reversed());
        List<List<Value>> any = collect(TableScan.inAnyOrder(visible, ranges, noZones));
        assertThat(counts(any)).isEqualTo(counts(wanted));
        checkZones(visible, ranges, expected.values(), shape, random);
        for (int trial = 0; trial < 4; trial++) {
            checkConditions(visible, ranges, expected.values(), shape, random);
        }
    }

    /// A scan hands out the rows that meet all conditions, in every order, whatever else it reads.
    private static void checkConditions(
            TableState visible,
            List<KeyRange> ranges,
            Iterable<List<Value>> rows,
            Shape shape,
            Random random) {
        var conditions = new ArrayList<RandomCondition>();
        for (int number = random.nextInt(3); number >= 0; number--) {
            conditions.add(RandomCondition.of(shape.schema(), random));
        }
        List<Integer> columns = columns(shape, random);
        Lending lent = List.of(Lending.values()).get(random.nextInt(3));
        int first = random.nextInt(2) * random.nextInt(200);
        var scan = new ScanColumns(columns, List.of(), List.copyOf(conditions), lent);
        var wanted = new ArrayList<List<Value>>();
        for (List<Value> row : rows) {
            if (conditions.stream().allMatch(each -> each.test(row.get(each.column())))) {
                wanted.add(project(row, columns));
            }
        }
        assertThat(collect(TableScan.inKeyOrder(visible, ranges, scan, false, first)))
                .as("%s", conditions)
                .isEqualTo(wanted);
        assertThat(collect(TableScan.inKeyOrder(visible, ranges, scan, true, first)))
                .as("%s", conditions)
                .isEqualTo(wanted.reversed());
        assertThat(counts(collect(TableScan.inAnyOrder(visible, ranges, scan))))
                .as("%s", conditions)
                .isEqualTo(counts(wanted));
    }

    private static List<Integer> columns(Shape shape, Random random) {
        int columnCount = shape.schema().columns().size();
        var columns = new ArrayList<Integer>();
        for (int column = 0; column < columnCount; column++) {
            if (random.nextInt(3) > 0) {
                columns.add(column);
            }
        }
        Collections.shuffle(columns, random);
        return columns;
    }

    private static Map<List<Value>, Integer> counts(List<List<Value>> rows) {
        var counts = new java.util.HashMap<List<Value>, Integer>();
        rows.forEach(row -> counts.merge(row, 1, Integer::sum));
        return counts;
    }

    /// Rows that meet the bounds must not be skipped; others may be.
    private static void checkZones(
            TableState visible,
            List<KeyRange> ranges,
            Iterable<List<Value>> rows,
            Shape shape,
            Random random) {
        TableSchema schema = shape.schema();
        int column = random.nextInt(schema.columns().size());
        DataType type = schema.column(column).type();
        Value one = Samples.nullable(type, random, 4);
        Value other = column == 0 ? new Value.Int(random.nextInt(500)) : one;
        ScanColumns.Zone zone = ScanColumns.Zone.of(schema, column, one, other).orElseThrow();
        var zoned = new ScanColumns(List.of(column, 1), List.of(zone));
        Map<List<Value>, Integer> seen =
                counts(collect(TableScan.inAnyOrder(visible, ranges, zoned)));
        List<List<Value>> ordered =
                collect(TableScan.inKeyOrder(visible, ranges, zoned, random.nextBoolean(), 0));
        assertThat(counts(ordered)).isEqualTo(seen);
        var wanted = new ArrayList<List<Value>>();
        for (List<Value> row : rows) {
            Value value = row.get(column);
            if (!value.isNull()
                    && (one.isNull() || ValueOrder.compare(type, one, value) <= 0)
                    && (other.isNull() || ValueOrder.compare(type, value, other) <= 0)) {
                wanted.add(project(row, List.of(column, 1)));
            }
        }
        counts(wanted).forEach((row, count) -> assertThat(seen).containsEntry(row, count));
    }

    private static List<List<Value>> collect(RowStream stream) {
        var rows = new ArrayList<List<Value>>();
        for (Optional<Batch> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
            assertThat(batch.get().selectedCount()).isPositive();
            for (int index = 0; index < batch.get().selectedCount(); index++) {
                int row = batch.get().row(index);
                if (index > 0 && !batch.get().isDense()) {
                    assertThat(row).isGreaterThan(batch.get().row(index - 1));
                }
                rows.add(values(batch.get(), row));
            }
        }
        return rows;
    }
}
