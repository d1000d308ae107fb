package dev.reckon.sql.system;

import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a sample of a column's values says of all of them, as PostgreSQL's ANALYZE concludes it:
/// values that are more common than others, bounds of parts with equally many of the rest, and how
/// far the order of the values is that of the rows. Immutable.
///
/// @param common the most common values, the most frequent first
/// @param bounds the least value of each part, and the greatest of the last; empty when there are
///   not two values left
/// @param correlation from -1 to 1; NaN for less than two values
record ColumnSample(List<Common> common, List<Value> bounds, double correlation) {
    /// PostgreSQL's `default_statistics_target`.
    static final int TARGET = 100;

    /// A value and which part of the rows has it.
    record Common(Value value, double frequency) {}

    private record Placed(Value value, int place) {}

    private record Group(Value value, int count) {}

    /// @param values those that are not NULL, in the order of the rows
    /// @param sampleCount the rows of the sample, with those that are NULL
    /// @param rowCount the rows of the table
    /// @param distinctCount about how many values the table has
    static ColumnSample of(
            List<Value> values,
            ValueOrder order,
            int sampleCount,
            long rowCount,
            double distinctCount) {
        var placed = new ArrayList<Placed>(values.size());
        for (Value value : values) {
            placed.add(new Placed(value, placed.size()));
        }
        placed.sort(Comparator.comparing(Placed::value, order).thenComparingInt(Placed::place));
        List<Group> groups = groups(placed, order);
        var common = new ArrayList<>(groups);
        boolean listsAll =
                groups.size() <= TARGET
                        && distinctCount <= groups.size()
                        && distinctCount <= rowCount / 10.0;
        if (!listsAll) {
            common.removeIf(group -> group.count < 2);
        }
        common.sort(Comparator.comparingInt(Group::count).reversed());
        if (common.size() > TARGET) {
            common.subList(TARGET, common.size()).clear();
        }
        if (!listsAll && sampleCount < rowCount) {
            int nullCount = sampleCount - values.size();
            keepRemarkable(common, sampleCount, nullCount, rowCount, distinctCount);
        }
        return new ColumnSample(
                common.stream()
                        .map(group -> new Common(group.value, (double) group.count / sampleCount))
                        .toList(),
                bounds(placed, common, order),
                correlation(placed));
    }

    private static List<Group> groups(List<Placed> sorted, ValueOrder order) {
        var groups = new ArrayList<Group>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size()
                    || order.compare(sorted.get(start).value, sorted.get(i).value) != 0) {
                groups.add(new Group(sorted.get(start).value, i - start));
                start = i;
            }
        }
        return groups;
    }

    /// Drops the rarest as long as they are not clearly more frequent than the values that are not
    /// listed would be: by two standard deviations of drawing without putting back.
    private static void keepRemarkable(
            List<Group> common,
            int sampleCount,
            int nullCount,
            long rowCount,
            double distinctCount) {
        int listed = common.stream().mapToInt(Group::count).sum();
        while (!common.isEmpty()) {
            int count = common.getLast().count;
            double others = distinctCount - common.size() + 1;
            double share =
                    Math.max(0, 1 - (double) (listed - count + nullCount) / sampleCount)
                            / Math.max(1, others);
            double expected = (double) rowCount * count / sampleCount;
            double variance =
                    sampleCount
                            * expected
                            * (rowCount - expected)
                            * (rowCount - sampleCount)
                            / ((double) rowCount * rowCount * (rowCount - 1));
            if (count > share * sampleCount + 2 * Math.sqrt(variance) + 0.5) {
                return;
            }
            listed -= count;
            common.removeLast();
        }
    }

    private static List<Value> bounds(List<Placed> sorted, List<Group> common, ValueOrder order) {
        var rest = new ArrayList<Value>(sorted.size());
        List<Group> left = new ArrayList<>(common);
        left.sort(Comparator.comparing(Group::value, order));
        int next = 0;
        int distinctCount = 0;
        for (Placed each : sorted) {
            while (next < left.size() && order.compare(left.get(next).value, each.value) < 0) {
                next++;
            }
            if (next == left.size() || order.compare(left.get(next).value, each.value) != 0) {
                if (rest.isEmpty() || order.compare(rest.getLast(), each.value) != 0) {
                    distinctCount++;
                }
                rest.add(each.value);
            }
        }
        int boundCount = Math.min(distinctCount, TARGET + 1);
        var bounds = new ArrayList<Value>();
        for (int i = 0; boundCount >= 2 && i < boundCount; i++) {
            bounds.add(rest.get((int) ((long) i * (rest.size() - 1) / (boundCount - 1))));
        }
        return bounds;
    }

    private static double correlation(List<Placed> sorted) {
        double count = sorted.size();
        double productSum = 0;
        for (int i = 0; i < sorted.size(); i++) {
            productSum += (double) i * sorted.get(i).place;
        }
        double sum = (count - 1) * count / 2;
        double squareSum = (count - 1) * count * (2 * count - 1) / 6;
        return (count * productSum - sum * sum) / (count * squareSum - sum * sum);
    }
}
