package dev.reckon.sql.execute.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KeyTableTest {
    static List<List<DataType>> types() {
        return List.of(
                List.of(),
                List.of(DataType.INT4),
                List.of(DataType.INT8),
                List.of(DataType.BOOL),
                List.of(DataType.FLOAT8),
                List.of(DataType.NUMERIC),
                List.of(DataType.TEXT),
                List.of(DataType.INTERVAL),
                List.of(DataType.INT4, DataType.INT4),
                List.of(DataType.TEXT, DataType.INT4, DataType.BOOL),
                List.of(DataType.INT8, DataType.INT8),
                List.of(DataType.FLOAT8, DataType.NUMERIC, DataType.TEXT, DataType.INTERVAL));
    }

    @ParameterizedTest
    @MethodSource("types")
    void numbersKeysAsAMapDoes(List<DataType> types) {
        for (int distinct : new int[] {3, 200, 100_000}) {
            var random = new Random(RandomRows.seed() + distinct);
            for (boolean nullsEqual : new boolean[] {true, false}) {
                check(new RandomRows(random, types, 20_000, distinct), random, nullsEqual);
            }
        }
    }

    /// Keys that come in order are a way of their own, until one doesn't, or is looked for.
    @Test
    void numbersAscendingKeysAndWhatComesAfterThem() {
        var random = new Random(RandomRows.seed());
        for (int round = 0; round < 60; round++) {
            boolean nullsEqual = round % 4 != 3;
            var table = new KeyTable(List.of(DataType.INT8, DataType.INT4), nullsEqual);
            KeyTable.Lookup lookup = table.newLookup();
            Map<Object, Integer> model = new HashMap<>();
            long first = random.nextInt(100) - 50L;
            for (int batch = 0; batch < 8; batch++) {
                boolean isSorted = batch < 5 || round % 3 == 0;
                boolean finds = !isSorted && random.nextInt(3) == 0;
                int count = random.nextInt(500);
                Value[] firsts = new Value[count];
                Value[] seconds = new Value[count];
                for (int row = 0; row < count; row++) {
                    first += random.nextInt(6) == 0 ? random.nextInt(1 + 100 * (round % 3)) : 0;
                    long number = isSorted ? first : random.nextInt(3_000) - 100L;
                    firsts[row] =
                            !isSorted && random.nextInt(9) == 0
                                    ? Value.Null.NULL
                                    : new Value.Int(number);
                    seconds[row] = new Value.Int(round % 2 == 0 ? 7 : number);
                }
                Batch rows =
                        new Batch(
                                List.of(
                                        vector(PhysicalType.INT8, firsts),
                                        vector(PhysicalType.INT4, seconds)),
                                count);
                int[] groups = new int[count];
                if (finds) {
                    lookup.find(rows.columns(), rows, groups);
                } else {
                    lookup.assign(rows.columns(), rows, groups);
                }
                for (int row = 0; row < count; row++) {
                    boolean hasKey = nullsEqual || !firsts[row].isNull();
                    List<Value> key = List.of(firsts[row], seconds[row]);
                    if (hasKey && !finds) {
                        model.putIfAbsent(key, model.size());
                    }
                    int expected = hasKey ? model.getOrDefault(key, -1) : -1;
                    assertThat(groups[row]).isEqualTo(expected);
                }
                assertThat(table.keyCount()).isEqualTo(model.size());
            }
        }
    }

    /// Entries of dictionaries are numbered once, until other dictionaries come, or too large ones.
    @Test
    void numbersEntriesOfDictionariesAsItNumbersStrings() {
        var random = new Random(RandomRows.seed());
        for (int round = 0; round < 40; round++) {
            int columnCount = 1 + round % 5;
            var table = new KeyTable(Collections.nCopies(columnCount, DataType.TEXT), true);
            KeyTable.Lookup lookup = table.newLookup();
            Map<Object, Integer> model = new HashMap<>();
            List<List<String>> dictionaries = List.of();
            for (int batch = 0; batch < 12; batch++) {
                if (batch % 3 == 0) {
                    dictionaries = dictionaries(random, columnCount);
                }
                Batch rows = coded(random, dictionaries);
                int[] groups = new int[rows.selectedCount()];
                int before = model.size();
                List<Integer> newRows = new ArrayList<>();
                int newCount = lookup.assign(rows.columns(), rows, groups);
                for (int index = 0; index < groups.length; index++) {
                    int row = rows.row(index);
                    List<Value> key = rows.columns().stream().map(each -> each.value(row)).toList();
                    if (model.putIfAbsent(key, model.size()) == null) {
                        newRows.add(row);
                    }
                    assertThat(groups[index]).isEqualTo(model.get(key));
                }
                assertThat(table.keyCount()).isEqualTo(model.size());
                assertThat(newCount).isEqualTo(model.size() - before);
                assertThat(Arrays.stream(lookup.newRows(), 0, newCount).boxed().toList())
                        .isEqualTo(newRows);
            }
        }
    }

    /// Makes dictionaries of which later ones share strings with earlier ones.
    private static List<List<String>> dictionaries(Random random, int count) {
        List<List<String>> dictionaries = new ArrayList<>();
        for (int column = 0; column < count; column++) {
            List<String> words = new ArrayList<>();
            for (int word = 0; word < 12; word++) {
                words.add("word ".repeat(word % 3) + word);
            }
            Collections.shuffle(words, random);
            dictionaries.add(words.subList(0, 1 + random.nextInt(random.nextInt(12) + 1)));
        }
        return dictionaries;
    }

    private static Batch coded(Random random, List<List<String>> dictionaries) {
        int rowCount = 1 + random.nextInt(1_000);
        List<ColumnVector> columns = new ArrayList<>();
        for (List<String> words : dictionaries) {
            byte[] bytes = String.join("", words).getBytes(StandardCharsets.UTF_8);
            int[] ends = new int[words.size() + 1];
            for (int word = 0; word < words.size(); word++) {
                ends[word + 1] = ends[word] + words.get(word).length();
            }
            int[] codes = random.ints(rowCount, 0, words.size()).toArray();
            long[] nulls = Nulls.NONE;
            if (random.nextInt(8) == 0) {
                nulls = Nulls.allocate(rowCount);
                Nulls.set(nulls, random.nextInt(rowCount));
            }
            columns.add(BytesVector.coded(bytes, ends, codes, nulls, rowCount));
        }
        var rows = new Batch(columns, rowCount);
        int[] some = random.ints(rowCount / 2, 0, rowCount).distinct().sorted().toArray();
        return random.nextBoolean() ? rows : rows.select(some, some.length);
    }

    private static ColumnVector vector(PhysicalType physical, Value... values) {
        var builder = new VectorBuilder(physical, values.length);
        for (Value value : values) {
            builder.append(value);
        }
        return builder.build();
    }

    private static void check(RandomRows rows, Random random, boolean nullsEqual) {
        var table = new KeyTable(rows.types(), nullsEqual);
        KeyTable.Lookup lookup = table.newLookup();
        Map<Object, Integer> model = new HashMap<>();
        var source = rows.operator();
        int next = 0;
        for (Optional<Batch> batch = source.next(); batch.isPresent(); batch = source.next()) {
            Batch each = batch.get();
            int[] groups = new int[each.selectedCount()];
            boolean adds = random.nextInt(4) > 0;
            int before = table.keyCount();
            if (adds) {
                int added = lookup.assign(each.columns(), each, groups);
                assertThat(table.keyCount()).isEqualTo(before + added);
            } else {
                lookup.find(each.columns(), each, groups);
            }
            int newCount = 0;
            for (int i = 0; i < groups.length; i++) {
                List<Value> row = rows.rows().get(next++);
                boolean hasKey = nullsEqual || row.stream().noneMatch(Value::isNull);
                Object key = RandomRows.canonical(row);
                int expected = -1;
                if (hasKey && model.containsKey(key)) {
                    expected = model.get(key);
                } else if (hasKey && adds) {
                    expected = model.size();
                    model.put(key, expected);
                    assertThat(lookup.newRows()[newCount++]).isEqualTo(each.row(i));
                }
                assertThat(groups[i]).as("row %s of %s", row, rows.types()).isEqualTo(expected);
            }
        }
        assertThat(table.keyCount()).isEqualTo(model.size());
    }
}
