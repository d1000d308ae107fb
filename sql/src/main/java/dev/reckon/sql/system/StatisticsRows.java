package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.compare.TypeOrder;
import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.ColumnStatistics;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// `pg_stats`: what is known of the values of columns, as of now; no ANALYZE is needed. Rows at
/// equal distances in the order of the key are looked up by their positions, so that the bounds of
/// a key's parts are exact, and the time does not depend on the number of rows. Counts of NULLs and
/// of distinct values of larger tables come from zone maps and sketches.
final class StatisticsRows {
    /// A tenth of PostgreSQL's, and one more, so that each bound of a part is a row of the sample.
    private static final int SAMPLE_ROWS = 30 * ColumnSample.TARGET + 1;

    /// From this part of the rows on, PostgreSQL takes the number of values to grow with them.
    private static final double GROWING = 0.1;

    private static final int SHORT_STRING_MAX = 126;
    private static final int DIGITS_IN_A_GROUP = 4;

    private StatisticsRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_stats", StatisticsRows::fill);
    }

    private static void fill(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        Rights rights = Rights.of(catalog, environment.currentUser());
        for (Relation relation : catalog.relations()) {
            if (relation instanceof Table table && !table.isPartitioned()) {
                List<Integer> positions =
                        IntStream.range(0, table.columns().size())
                                .filter(i -> rights.may(table, table.columns().get(i), 'r'))
                                .boxed()
                                .toList();
                snapshot.table(table.schema().id())
                        .filter(each -> each.size() > 0 && !positions.isEmpty())
                        .ifPresent(
                                each -> table(rows, catalog, table, each, positions, environment));
            }
        }
    }

    private static void table(
            SystemRows rows,
            Catalog catalog,
            Table table,
            TableSnapshot stored,
            List<Integer> positions,
            Environment environment) {
        Batch sample = sample(stored, positions, environment);
        for (int i = 0; i < positions.size(); i++) {
            TableColumn column = table.columns().get(positions.get(i));
            DataType type = catalog.baseType(column.type());
            rows.set("schemaname", catalog.schemaName(table.schemaOid()))
                    .set("tablename", table.name())
                    .set("attname", column.name())
                    .set("inherited", false);
            column(
                    rows,
                    sample.column(i),
                    sample.rowCount(),
                    stored.size(),
                    stored.statistics(positions.get(i)),
                    type,
                    environment);
            rows.add();
        }
    }

    /// Reads rows at equal distances, in the order of the key.
    private static Batch sample(
            TableSnapshot table, List<Integer> positions, Environment environment) {
        long rowCount = table.size();
        int count = (int) Math.min(rowCount, SAMPLE_ROWS);
        var keys = new RowKey[count];
        for (int i = 0; i < count; i++) {
            environment.checkCancelled();
            long rank = count == 1 ? 0 : i * (rowCount - 1) / (count - 1);
            keys[i] = table.keyAt(rank).orElseThrow();
        }
        int[] matches = new int[count];
        Batch found = table.find(keys, count, positions, matches);
        int[] inOrder = new int[found.selectedCount()];
        var rowOfKey = new int[count];
        for (int i = 0; i < found.selectedCount(); i++) {
            rowOfKey[matches[i]] = found.row(i);
        }
        System.arraycopy(rowOfKey, 0, inOrder, 0, inOrder.length);
        List<ColumnVector> columns =
                found.columns().stream()
                        .map(vector -> vector.gather(inOrder, inOrder.length))
                        .toList();
        return new Batch(columns, inOrder.length);
    }

    private static void column(
            SystemRows rows,
            ColumnVector sampled,
            int sampleCount,
            long rowCount,
            ColumnStatistics known,
            DataType type,
            Environment environment) {
        List<Value> values = new ArrayList<>(sampleCount);
        for (int row = 0; row < sampleCount; row++) {
            if (!sampled.isNull(row)) {
                values.add(sampled.value(row));
            }
        }
        boolean isWhole = sampleCount == rowCount;
        double nullFraction =
                isWhole ? 1 - (double) values.size() / sampleCount : known.nullFraction();
        rows.set("null_frac", nullFraction)
                .set("avg_width", (long) averageWidth(values, type, environment));
        if (values.isEmpty() || !TypeOrder.exists(type)) {
            rows.set("n_distinct", 0.0);
            return;
        }
        ValueOrder order = ValueOrder.of(type);
        double distinctCount =
                isWhole
                        ? distinctCount(values, order)
                        : Math.min(known.distinctCount(), rowCount * (1 - nullFraction));
        rows.set(
                "n_distinct",
                distinctCount > GROWING * rowCount ? -distinctCount / rowCount : distinctCount);
        ColumnSample sample = ColumnSample.of(values, order, sampleCount, rowCount, distinctCount);
        if (!sample.common().isEmpty()) {
            rows.set(
                            "most_common_vals",
                            texts(
                                    sample.common().stream()
                                            .map(ColumnSample.Common::value)
                                            .toList(),
                                    type,
                                    environment))
                    .set(
                            "most_common_freqs",
                            Value.Array.of(
                                    sample.common().stream()
                                            .<Value>map(each ->
                                                    new Value.Real((float) each.frequency()))
                                            .toList()));
        }
        if (!sample.bounds().isEmpty()) {
            rows.set("histogram_bounds", texts(sample.bounds(), type, environment));
        }
        if (!Double.isNaN(sample.correlation())) {
            rows.set("correlation", sample.correlation());
        }
    }

    private static double distinctCount(List<Value> values, ValueOrder order) {
        List<Value> sorted = values.stream().sorted(order).toList();
        return 1
                + IntStream.range(1, sorted.size())
                        .filter(i -> order.compare(sorted.get(i - 1), sorted.get(i)) != 0)
                        .count();
    }

    private static Value texts(List<Value> values, DataType type, Environment environment) {
        return Value.Array.of(
                values.stream()
                        .<Value>map(each -> Value.text(ValueFormat.text(each, type, environment)))
                        .toList());
    }

    /// Returns the average number of bytes that PostgreSQL would need for a value, nearly.
    private static double averageWidth(List<Value> values, DataType type, Environment environment) {
        return type.byteLength() > 0
                ? type.byteLength()
                : values.stream()
                        .mapToInt(value -> width(value, type, environment))
                        .average()
                        .orElse(0);
    }

    private static int width(Value value, DataType type, Environment environment) {
        return switch (value) {
            case Value.Bytes(byte[] bytes) -> withHeader(bytes.length);
            case Value.Numeric(BigDecimal number) -> {
                BigDecimal digits = number.stripTrailingZeros();
                int fraction = Math.max(0, digits.scale());
                int whole = Math.max(0, digits.precision() - digits.scale());
                int groups =
                        Math.ceilDiv(whole, DIGITS_IN_A_GROUP)
                                + Math.ceilDiv(fraction, DIGITS_IN_A_GROUP);
                yield withHeader(Short.BYTES * (1 + groups));
            }
            default -> withHeader(ValueFormat.text(value, type, environment).length());
        };
    }

    private static int withHeader(int byteCount) {
        return byteCount + (byteCount <= SHORT_STRING_MAX ? 1 : Integer.BYTES);
    }
}
