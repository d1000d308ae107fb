package dev.reckon.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KeyEncoderTest {
    private static final long SEED = Long.getLong("seed", 42);

    static List<DataType> types() {
        return Samples.TYPES;
    }

    @ParameterizedTest
    @MethodSource("types")
    void bytesCompareAsValues(DataType type) {
        var random = new Random(SEED);
        var values = new ArrayList<Value>();
        for (int index = 0; index < 400; index++) {
            values.add(Samples.nullable(type, random, 20));
        }
        for (boolean descending : new boolean[] {false, true}) {
            for (boolean nullsFirst : new boolean[] {false, true}) {
                TableSchema schema = Samples.keyTable(List.of(type), false, descending, nullsFirst);
                checkOrder(schema, values, descending, nullsFirst);
            }
        }
    }

    private static void checkOrder(
            TableSchema schema, List<Value> values, boolean descending, boolean nullsFirst) {
        DataType type = schema.column(0).type();
        var encoder = new KeyEncoder(schema);
        Batch batch = Samples.batch(schema, values.stream().map(List::of).toList());
        List<RowKey> keys = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            keys.add(encoder.encode(batch, row));
            assertThat(encoder.encodePrefix(List.of(values.get(row))))
                    .as("as a value: %s", values.get(row))
                    .isEqualTo(keys.get(row).bytes());
            assertThat(encoder.encodeKeyColumns(batch, row)).isEqualTo(keys.get(row));
        }
        for (int left = 0; left < values.size(); left++) {
            for (int right = 0; right < values.size(); right++) {
                int expected =
                        compare(type, values.get(left), values.get(right), descending, nullsFirst);
                int actual = keys.get(left).compareTo(keys.get(right));
                if (Integer.signum(actual) != Integer.signum(expected)) {
                    throw new AssertionError(
                            "%s %s and %s: %s and %s (seed %d)"
                                    .formatted(
                                            type,
                                            values.get(left),
                                            values.get(right),
                                            keys.get(left),
                                            keys.get(right),
                                            SEED));
                }
            }
        }
    }

    private static int compare(
            DataType type, Value left, Value right, boolean descending, boolean nullsFirst) {
        if (left.isNull() || right.isNull()) {
            int nullsLast = Boolean.compare(left.isNull(), right.isNull());
            return nullsFirst ? -nullsLast : nullsLast;
        }
        int ascending = ValueOrder.compare(type, left, right);
        return descending ? -ascending : ascending;
    }

    @ParameterizedTest
    @MethodSource("types")
    void noKeyStartsWithAnother(DataType type) {
        var random = new Random(SEED);
        var encoder = new KeyEncoder(Samples.keyTable(List.of(type), true, false, false));
        var keys = new ArrayList<byte[]>();
        for (int index = 0; index < 300; index++) {
            keys.add(encoder.encodePrefix(List.of(Samples.value(type, random))));
        }
        for (byte[] key : keys) {
            for (byte[] other : keys) {
                if (key.length < other.length) {
                    assertThat(Arrays.equals(key, Arrays.copyOf(other, key.length))).isFalse();
                }
            }
        }
    }

    @Test
    void compositeKeysCompareColumnByColumnAndPrefixesSelectTheirRows() {
        var random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<DataType> types =
                    List.of(
                            Samples.TYPES.get(random.nextInt(Samples.TYPES.size())),
                            Samples.TYPES.get(random.nextInt(Samples.TYPES.size())),
                            DataType.INT4);
            boolean descending = random.nextBoolean();
            var encoder = new KeyEncoder(Samples.keyTable(types, false, descending, descending));
            var rows = new ArrayList<List<Value>>();
            for (int index = 0; index < 30; index++) {
                rows.add(types.stream().map(type -> Samples.nullable(type, random, 9)).toList());
            }
            List<RowKey> keys =
                    rows.stream().map(row -> new RowKey(encoder.encodePrefix(row))).toList();
            for (int left = 0; left < rows.size(); left++) {
                KeyRange range =
                        KeyRange.ofPrefix(encoder.encodePrefix(rows.get(left).subList(0, 2)));
                for (int right = 0; right < rows.size(); right++) {
                    int common = compareColumns(types, rows.get(left), rows.get(right), 2);
                    int all = compareColumns(types, rows.get(left), rows.get(right), 3);
                    assertThat(Integer.signum(keys.get(left).compareTo(keys.get(right))))
                            .isEqualTo(Integer.signum(descending ? -all : all));
                    assertThat(range.contains(keys.get(right).bytes())).isEqualTo(common == 0);
                }
            }
        }
    }

    private static int compareColumns(
            List<DataType> types, List<Value> left, List<Value> right, int count) {
        for (int column = 0; column < count; column++) {
            int byColumn =
                    ValueOrder.compareNullsLast(
                            types.get(column), left.get(column), right.get(column));
            if (byColumn != 0) {
                return byColumn;
            }
        }
        return 0;
    }

    @Test
    void fixedWidthColumnsTakeTheirBytesAlone() {
        List<DataType> types =
                List.of(
                        DataType.BOOL,
                        DataType.INT2,
                        DataType.INT4,
                        DataType.INT8,
                        DataType.FLOAT4,
                        DataType.FLOAT8,
                        DataType.UUID);
        var random = new Random(SEED);
        var encoder = new KeyEncoder(Samples.keyTable(types, true, false, false));
        List<Value> row = types.stream().map(type -> Samples.value(type, random)).toList();
        assertThat(encoder.encodePrefix(row)).hasSize(1 + 2 + 4 + 8 + 4 + 8 + 16);
    }

    @Test
    void equalValuesThatLookDifferentHaveEqualKeys() {
        assertEqualKeys(DataType.NUMERIC, numeric("1.5"), numeric("1.50"));
        assertEqualKeys(DataType.NUMERIC, numeric("0"), numeric("0.000"));
        assertEqualKeys(DataType.NUMERIC, numeric("1000"), numeric("1000.0"));
        assertEqualKeys(DataType.FLOAT8, new Value.Real(0.0), new Value.Real(-0.0));
        assertEqualKeys(DataType.FLOAT4, new Value.Real(0.0), new Value.Real(-0.0));
        assertEqualKeys(DataType.BPCHAR, Value.text("ab"), Value.text("ab   "));
        assertEqualKeys(
                DataType.INTERVAL, new Value.Interval(1, 0, 0), new Value.Interval(0, 30, 0));
        assertEqualKeys(
                DataType.INTERVAL,
                new Value.Interval(0, 1, 0),
                new Value.Interval(0, 0, 86_400_000_000L));
    }

    private static Value numeric(String digits) {
        return new Value.Numeric(new BigDecimal(digits));
    }

    private static void assertEqualKeys(DataType type, Value left, Value right) {
        var encoder = new KeyEncoder(Samples.keyTable(List.of(type), true, false, false));
        assertThat(encoder.encodePrefix(List.of(left)))
                .isEqualTo(encoder.encodePrefix(List.of(right)));
    }

    @Test
    void codesOfSingleIntegersConvertBothWays() {
        var random = new Random(SEED);
        for (DataType type :
                List.of(
                        DataType.BOOL,
                        DataType.INT2,
                        DataType.INT4,
                        DataType.INT8,
                        DataType.PG_LSN)) {
            for (boolean descending : new boolean[] {false, true}) {
                var encoder =
                        new KeyEncoder(Samples.keyTable(List.of(type), true, descending, false));
                assertThat(encoder.isSingleLong()).isTrue();
                for (int index = 0; index < 200; index++) {
                    Value.Int value = (Value.Int) Samples.value(type, random);
                    var key = new RowKey(encoder.encodePrefix(List.of(value)));
                    assertThat(encoder.code(value.value())).isEqualTo(key.code());
                    assertThat(encoder.value(key.code())).isEqualTo(value.value());
                }
            }
        }
        assertThat(
                        new KeyEncoder(
                                        Samples.keyTable(
                                                List.of(DataType.INT8), false, false, false))
                                .isSingleLong())
                .isFalse();
        assertThat(
                        new KeyEncoder(Samples.keyTable(List.of(DataType.TEXT), true, false, false))
                                .isSingleLong())
                .isFalse();
    }

    @Test
    void unsignedTypesCompareUnsigned() {
        var encoder =
                new KeyEncoder(Samples.keyTable(List.of(DataType.PG_LSN), true, false, false));
        var top = new RowKey(encoder.encodePrefix(List.of(new Value.Int(-1))));
        var one = new RowKey(encoder.encodePrefix(List.of(new Value.Int(1))));
        assertThat(top).isGreaterThan(one);
    }

    @Test
    void refusesTypesWithoutOrderAndNullsWhereThereAreNone() {
        assertThatThrownBy(() ->
                        new KeyEncoder(
                                Samples.keyTable(List.of(DataType.JSON), true, false, false)))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("a key column of type json is not supported");
        var encoder = new KeyEncoder(Samples.keyTable(List.of(DataType.INT4), true, false, false));
        assertThatThrownBy(() -> encoder.encodePrefix(List.of(Value.Null.NULL)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.encodePrefix(List.of(Value.text("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a key column of type integer");
    }
}
