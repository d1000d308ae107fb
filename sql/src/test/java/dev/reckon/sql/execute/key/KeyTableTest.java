package dev.reckon.sql.execute.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
