package dev.reckon.storage.scan;

import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Divides ranges of keys at equal depth, by positions.
public final class TableSplit {
    private TableSplit() {}

    /// Divides some ranges into at most `partCount` lists of ranges that have about equal numbers
    /// of rows, and together the same rows. Both are disjoint and ascending.
    public static List<List<KeyRange>> split(
            TableState state, List<KeyRange> ranges, int partCount) {
        var counts = new TableCounts(state);
        long total = 0;
        for (KeyRange range : ranges) {
            total += counts.rowCount(range);
        }
        if (partCount <= 1 || total <= 1) {
            return List.of(List.copyOf(ranges));
        }
        var parts = new ArrayList<List<KeyRange>>();
        var part = new ArrayList<KeyRange>();
        long before = 0;
        int boundary = 1;
        for (KeyRange range : ranges) {
            KeyRange rest = range;
            long end = before + counts.rowCount(range);
            long firstRank = counts.rank(range.lower());
            while (boundary < partCount && total * boundary / partCount < end) {
                long inRange = total * boundary / partCount - before;
                boundary++;
                RowKey cut = counts.keyAt(firstRank + inRange).orElseThrow();
                KeyRange first = new KeyRange(rest.lower(), Optional.of(cut.bytes()));
                if (!first.isEmpty()) {
                    part.add(first);
                    rest = new KeyRange(cut.bytes(), rest.upper());
                }
                if (!part.isEmpty()) {
                    parts.add(List.copyOf(part));
                    part.clear();
                }
            }
            part.add(rest);
            before = end;
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    /// Moves the boundaries between parts of [#split] back to where the first bytes of the keys
    /// change, so that keys with the same first bytes are in one part. Parts can become unequal,
    /// and fewer.
    ///
    /// @param prefixByteCount how many bytes those are
    public static List<List<KeyRange>> aligned(List<List<KeyRange>> parts, int prefixByteCount) {
        var ranges = new ArrayList<KeyRange>();
        parts.forEach(part -> part.forEach(range -> addOrExtend(ranges, range)));
        var aligned = new ArrayList<List<KeyRange>>();
        var part = new ArrayList<KeyRange>();
        int next = 1;
        for (KeyRange range : ranges) {
            KeyRange rest = range;
            while (next < parts.size()) {
                byte[] first = parts.get(next).getFirst().lower();
                byte[] cut = Arrays.copyOf(first, Math.min(first.length, prefixByteCount));
                KeyRange after = rest.intersect(new KeyRange(cut, Optional.empty()));
                if (after.isEmpty()) {
                    break;
                }
                KeyRange before = rest.intersect(new KeyRange(new byte[0], Optional.of(cut)));
                if (!before.isEmpty()) {
                    part.add(before);
                }
                if (!part.isEmpty()) {
                    aligned.add(List.copyOf(part));
                    part.clear();
                }
                rest = after;
                next++;
            }
            part.add(rest);
        }
        aligned.add(List.copyOf(part));
        return aligned;
    }

    private static void addOrExtend(List<KeyRange> ranges, KeyRange range) {
        if (!ranges.isEmpty()
                && ranges.getLast()
                        .upper()
                        .filter(end -> Arrays.equals(end, range.lower()))
                        .isPresent()) {
            ranges.set(ranges.size() - 1, new KeyRange(ranges.getLast().lower(), range.upper()));
        } else {
            ranges.add(range);
        }
    }
}
