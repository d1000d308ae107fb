package dev.reckon.storage.scan;

import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.OrderCode;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.segment.DistinctSketch;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentColumn;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of a column's values without reading them: sketches and zone maps of segments, and
/// a sample of the memtable. Estimates; deleted rows are counted as if they were there.
public final class ColumnSummary {
    private static final int SAMPLE_ROWS = 1_000;

    /// A memtable with a smaller part of the rows than this is taken to be like the segments.
    private static final double NEGLIGIBLE = 0.05;

    private final TableState state;
    private final int column;
    private final DataType type;
    private final Optional<OrderCode> order;

    /// Rows in segments, and rows that the memtable stands for.
    private double segmentRows;

    private final double memtableRows;
    private double nullRows;
    private final Sample sample;

    /// Summarizes one column of a table.
    public ColumnSummary(TableState state, int column) {
        this.state = state;
        this.column = column;
        this.type = state.schema().column(column).type();
        this.order = OrderCode.of(type);
        for (SegmentState segment : state.segments()) {
            Segment file = segment.segment();
            segmentRows += file.rowCount();
            for (int block = 0; block < file.blockCount(); block++) {
                nullRows += file.column(column).nullCount(block);
            }
        }
        int count = state.memtable().count();
        boolean negligible = count < NEGLIGIBLE * segmentRows;
        memtableRows = negligible ? 0 : count;
        sample = Sample.of(state, column, negligible ? 0 : Math.min(count, SAMPLE_ROWS));
        nullRows += sample.nullFraction() * memtableRows;
    }

    private double rows() {
        return segmentRows + memtableRows;
    }

    /// Returns the part of the rows that is NULL, from 0 to 1.
    public double nullFraction() {
        return rows() == 0 ? 0 : nullRows / rows();
    }

    /// Returns about how many distinct values there are, NULL not counted.
    public double distinctCount() {
        List<KeyColumn> key = state.schema().key();
        if (key.size() == 1 && key.getFirst().column() == column) {
            return rows();
        }
        var sketch = new DistinctSketch();
        for (SegmentState segment : state.segments()) {
            segment.segment().column(column).addTo(sketch);
        }
        double inSegments = segmentRows == 0 ? 0 : sketch.count();
        double known = rows() - nullRows;
        return Math.min(known, Math.max(inSegments, sample.distinctCount(memtableRows)));
    }

    /// Returns about which part of all rows is between two values, both inclusive, from 0 to 1; 1
    /// when the type has no order, or an end is of another type.
    ///
    /// @param lower `Value.Null` when there is no lower end
    /// @param upper `Value.Null` when there is no upper end
    public double fractionBetween(Value lower, Value upper) {
        if (order.isEmpty() || rows() == 0 || !fits(lower) || !fits(upper)) {
            return 1;
        }
        long least = lower.isNull() ? 0 : order.get().of(lower);
        long greatest = upper.isNull() ? -1L : order.get().of(upper);
        if (Long.compareUnsigned(least, greatest) > 0) {
            return 0;
        }
        double matching = sample.fractionBetween(order.get(), least, greatest) * memtableRows;
        for (SegmentState segment : state.segments()) {
            matching += matchingRows(segment.segment(), least, greatest);
        }
        return Math.min(1, matching / rows());
    }

    private boolean fits(Value end) {
        return end.isNull() || order.orElseThrow().fits(end);
    }

    private double matchingRows(Segment segment, long least, long greatest) {
        SegmentColumn values = segment.column(column);
        double matching = 0;
        for (int block = 0; block < segment.blockCount(); block++) {
            if (values.mayContain(block, least, greatest)) {
                int rows = segment.blockRowCount(block) - values.nullCount(block);
                matching += rows * overlap(values, block, least, greatest);
            }
        }
        return matching;
    }

    /// Returns which part of a block's zone is between two codes.
    private double overlap(SegmentColumn values, int block, long least, long greatest) {
        long zoneLeast = values.leastCode(block);
        long zoneGreatest = values.greatestCode(block);
        long from = Long.compareUnsigned(least, zoneLeast) > 0 ? least : zoneLeast;
        long to = Long.compareUnsigned(greatest, zoneGreatest) < 0 ? greatest : zoneGreatest;
        double zone = distance(zoneLeast, zoneGreatest);
        return zone == 0 ? 1 : distance(from, to) / zone;
    }

    private double distance(long from, long to) {
        OrderCode code = order.orElseThrow();
        // Between integers, both ends count.
        double both = type.physical().isFixedWidth() && !isReal() ? 1 : 0;
        return code.magnitude(to) - code.magnitude(from) + both;
    }

    private boolean isReal() {
        return type.physical() == PhysicalType.FLOAT4 || type.physical() == PhysicalType.FLOAT8;
    }

    /// Values of rows all over a memtable.
    private record Sample(Map<Value, Integer> counts, int rowCount, int nullCount) {
        /// 2^32 divided by the golden ratio: its multiples are spread evenly (Knuth, volume 3,
        /// 6.4).
        private static final int GOLDEN_RATIO = 0x9E3779B9;

        static Sample of(TableState state, int column, int rowCount) {
            MemTree tree = state.memtable();
            byte[][] rows = new byte[rowCount][];
            for (int row = 0; row < rowCount; row++) {
                int first = (int) ((long) row * tree.count() / rowCount);
                int end = (int) ((row + 1L) * tree.count() / rowCount);
                rows[row] = MemCursor.atRank(tree, between(first, end, row)).row();
            }
            ColumnVector values = state.layout().decode(rows, rowCount, column);
            var counts = new HashMap<Value, Integer>();
            int nullCount = 0;
            for (int row = 0; row < rowCount; row++) {
                if (values.isNull(row)) {
                    nullCount++;
                } else {
                    counts.merge(values.value(row), 1, Integer::sum);
                }
            }
            return new Sample(counts, rowCount, nullCount);
        }

        /// Any rank, so that values that repeat at even distances don't mislead.
        private static int between(int first, int end, int row) {
            int scrambled = (row * GOLDEN_RATIO) >>> 1;
            return first + (int) (((long) scrambled * (end - first)) >>> 31);
        }

        double nullFraction() {
            return rowCount == 0 ? 0 : (double) nullCount / rowCount;
        }

        /// Haas and Stokes (1998), "Duj1", as PostgreSQL's ANALYZE estimates it.
        double distinctCount(double tableRows) {
            int sampled = rowCount - nullCount;
            double rows = tableRows * (1 - nullFraction());
            if (sampled == 0 || rows <= sampled) {
                return counts.size();
            }
            long once = counts.values().stream().filter(count -> count == 1).count();
            double denominator = sampled - once + once * sampled / rows;
            return Math.min(rows, sampled * (double) counts.size() / denominator);
        }

        double fractionBetween(OrderCode order, long least, long greatest) {
            int matching = 0;
            for (Map.Entry<Value, Integer> entry : counts.entrySet()) {
                long code = order.of(entry.getKey());
                if (Long.compareUnsigned(code, least) >= 0
                        && Long.compareUnsigned(code, greatest) <= 0) {
                    matching += entry.getValue();
                }
            }
            return rowCount == 0 ? 0 : (double) matching / rowCount;
        }
    }
}
