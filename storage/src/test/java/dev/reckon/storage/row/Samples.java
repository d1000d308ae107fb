package dev.reckon.storage.row;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Random and awkward values of every type, and tables to put them in.
public final class Samples {
    private Samples() {}

    /// Types of every physical type and every boxed value.
    public static final List<DataType> TYPES =
            List.of(
                    DataType.BOOL,
                    DataType.INT2,
                    DataType.INT4,
                    DataType.INT8,
                    DataType.DATE,
                    DataType.TIMESTAMPTZ,
                    DataType.FLOAT4,
                    DataType.FLOAT8,
                    DataType.NUMERIC,
                    DataType.TEXT,
                    DataType.BPCHAR,
                    DataType.BYTEA,
                    DataType.UUID,
                    DataType.INTERVAL,
                    DataType.TIMETZ,
                    DataType.VARBIT,
                    DataType.INET,
                    DataType.builtIn("_int4").orElseThrow(),
                    DataType.builtIn("_text").orElseThrow(),
                    DataType.INT4RANGE,
                    DataType.NUMRANGE,
                    DataType.INT4MULTIRANGE,
                    DataType.RECORD);

    private static final List<Value> SPECIAL =
            List.of(
                    Value.SpecialNumeric.NEGATIVE_INFINITY,
                    Value.SpecialNumeric.POSITIVE_INFINITY,
                    Value.SpecialNumeric.NAN);

    /// Makes a table with one column of each type, all nullable, after a bigint key.
    public static TableSchema tableOfAllTypes() {
        var columns = new ArrayList<ColumnSchema>();
        columns.add(new ColumnSchema("id", DataType.INT8, -1, true));
        for (DataType type : TYPES) {
            columns.add(new ColumnSchema("c_" + type.name(), type, -1, false));
        }
        return new TableSchema(1, "all_types", columns, List.of(KeyColumn.ascending(0)));
    }

    /// Makes a table whose columns are its key.
    public static TableSchema keyTable(
            List<DataType> types, boolean notNull, boolean descending, boolean nullsFirst) {
        var columns = new ArrayList<ColumnSchema>();
        var key = new ArrayList<KeyColumn>();
        for (int index = 0; index < types.size(); index++) {
            columns.add(new ColumnSchema("k" + index, types.get(index), -1, notNull));
            key.add(new KeyColumn(index, descending, nullsFirst));
        }
        return new TableSchema(1, "keys", columns, key);
    }

    /// Makes a batch of rows of a table.
    public static Batch batch(TableSchema schema, List<List<Value>> rows) {
        var columns = new ArrayList<ColumnVector>();
        for (int column = 0; column < schema.columns().size(); column++) {
            var builder = new VectorBuilder(schema.column(column).type().physical(), rows.size());
            for (List<Value> row : rows) {
                builder.append(row.get(column));
            }
            columns.add(builder.build());
        }
        return new Batch(columns, rows.size());
    }

    /// Returns a value that is not NULL: ordinary, extreme or awkward.
    public static Value value(DataType type, Random random) {
        return switch (type.physical()) {
            case BOOLEAN -> Value.bool(random.nextBoolean());
            case INT2 -> new Value.Int((short) integer(random, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT4 -> new Value.Int((int) integer(random, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT8 -> new Value.Int(integer(random, Long.MIN_VALUE, Long.MAX_VALUE));
            case FLOAT4 -> new Value.Real((float) real(random));
            case FLOAT8 -> new Value.Real(real(random));
            case NUMERIC -> numeric(random);
            case BYTES -> bytes(type, random);
            case OBJECT -> object(type, random);
        };
    }

    private static long integer(Random random, long min, long max) {
        return switch (random.nextInt(6)) {
            case 0 -> min;
            case 1 -> max;
            case 2 -> random.nextInt(5) - 2;
            case 3 -> random.nextInt(2000) - 1000;
            default -> random.nextLong();
        };
    }

    private static double real(Random random) {
        double[] awkward = {
            0.0,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1,
            -1,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Float.MAX_VALUE
        };
        return random.nextInt(3) == 0
                ? awkward[random.nextInt(awkward.length)]
                : random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
    }

    private static Value numeric(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> SPECIAL.get(random.nextInt(SPECIAL.size()));
            case 1 -> new Value.Numeric(BigDecimal.ZERO.setScale(random.nextInt(4)));
            case 2 ->
                    new Value.Numeric(
                            new BigDecimal(
                                    new BigInteger(random.nextInt(200), random)
                                            .multiply(BigInteger.valueOf(random.nextInt(3) - 1)),
                                    random.nextInt(60)));
            case 3 ->
                    new Value.Numeric(
                            BigDecimal.valueOf(random.nextInt(99) - 49, random.nextInt(300)));
            case 4 ->
                    new Value.Numeric(
                            BigDecimal.valueOf(random.nextInt(99) - 49)
                                    .scaleByPowerOfTen(random.nextInt(200))
                                    .setScale(random.nextInt(3)));
            case 5 -> new Value.Numeric(BigDecimal.valueOf(Long.MIN_VALUE, random.nextInt(20)));
            case 6 -> new Value.Numeric(BigDecimal.valueOf(random.nextLong(), random.nextInt(20)));
            default ->
                    new Value.Numeric(
                            BigDecimal.valueOf(random.nextInt(400) - 200, random.nextInt(4)));
        };
    }

    private static Value.Bytes bytes(DataType type, Random random) {
        if (type.equals(DataType.UUID)) {
            byte[] uuid = new byte[16];
            random.nextBytes(uuid);
            uuid[0] = (byte) random.nextInt(3);
            return new Value.Bytes(uuid);
        }
        boolean text = type.equals(DataType.TEXT);
        byte[] alphabet =
                text ? new byte[] {'a', 'b', ' ', (byte) 0xC3} : new byte[] {0, 1, 2, 32, -1};
        byte[] bytes = new byte[random.nextInt(10) == 0 ? 200 : random.nextInt(5)];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = alphabet[random.nextInt(alphabet.length)];
        }
        return new Value.Bytes(bytes);
    }

    private static Value object(DataType type, Random random) {
        if (type.isArray()) {
            return array(DataType.builtIn(type.elementOid()).orElseThrow(), random);
        }
        if (type.category() == TypeCategory.MULTIRANGE) {
            DataType range = DataType.builtIn(type.elementOid()).orElseThrow();
            var ranges = new ArrayList<Value.Range>();
            for (int count = random.nextInt(4); count > 0; count--) {
                ranges.add(range(DataType.builtIn(range.elementOid()).orElseThrow(), random));
            }
            return new Value.MultiRange(ranges);
        }
        if (type.elementOid() != 0) {
            return range(DataType.builtIn(type.elementOid()).orElseThrow(), random);
        }
        if (type.equals(DataType.INTERVAL)) {
            return random.nextInt(4) == 0
                    ? new Value.Interval(random.nextInt(), random.nextInt(), random.nextLong())
                    : new Value.Interval(
                            random.nextInt(3) - 1,
                            random.nextInt(70) - 35,
                            (random.nextInt(5) - 2) * 43_200_000_000L);
        }
        if (type.equals(DataType.TIMETZ)) {
            return new Value.TimeTz(
                    random.nextInt(3) * 3_600_000_000L, (random.nextInt(5) - 2) * 3600);
        }
        if (type.equals(DataType.INET)) {
            byte[] address = new byte[random.nextBoolean() ? 4 : 16];
            for (int index = 0; index < 3; index++) {
                address[index] = (byte) (random.nextInt(3) * 0x40);
            }
            return new Value.Inet(address, random.nextInt(address.length * 8 + 1));
        }
        if (type.equals(DataType.VARBIT)) {
            int bitCount = random.nextInt(12);
            byte[] bits = new byte[(bitCount + 7) / 8];
            for (int bit = 0; bit < bitCount; bit++) {
                bits[bit >> 3] |= (byte) (random.nextInt(2) << (7 - (bit & 7)));
            }
            return new Value.Bits(bitCount, bits);
        }
        return new Value.Row(
                Arrays.asList(
                        nullable(DataType.INT8, random, 4),
                        nullable(DataType.TEXT, random, 4),
                        nullable(DataType.NUMERIC, random, 4)));
    }

    private static Value.Array array(DataType element, Random random) {
        var elements = new ArrayList<Value>();
        int count = random.nextInt(4);
        for (int index = 0; index < count; index++) {
            elements.add(nullable(element, random, 4));
        }
        if (count == 2 && random.nextBoolean()) {
            return new Value.Array(List.of(1, 2), List.of(1, random.nextInt(3) - 1), elements);
        }
        return Value.Array.of(elements);
    }

    private static Value.Range range(DataType subtype, Random random) {
        if (random.nextInt(6) == 0) {
            return new Value.Range(true, Value.Null.NULL, false, Value.Null.NULL, false);
        }
        return new Value.Range(
                false,
                nullable(subtype, random, 4),
                random.nextBoolean(),
                nullable(subtype, random, 4),
                random.nextBoolean());
    }

    public static Value decimal(long unscaled, int scale) {
        return new Value.Numeric(BigDecimal.valueOf(unscaled, scale));
    }

    /// Returns NULL once in `nullOneIn` times, otherwise a value.
    public static Value nullable(DataType type, Random random, int nullOneIn) {
        return random.nextInt(nullOneIn) == 0 ? Value.Null.NULL : value(type, random);
    }
}
