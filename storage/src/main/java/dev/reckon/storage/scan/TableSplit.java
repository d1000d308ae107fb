package dev.reckon.storage.scan;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Divides ranges of keys at equal depth, by positions.
public final class TableSplit {
    /// So many keys stand for all, or so many for each part.
    private static final int SAMPLES_MIN = 256;

    private static final int SAMPLES_A_PART = 8;

    private TableSplit() {}

    /// Divides some ranges into at most `partCount` lists of ranges that have about equal numbers
    /// of rows, and together the same rows. Both are disjoint and ascending.
    ///
    /// Some hundred keys, at equal distances in each of the places where rows are, stand for the
    /// others: a part can have an eighth of its size more or less for each place.
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
        long step = Math.max(1, total / Math.max(SAMPLES_MIN, SAMPLES_A_PART * partCount));
        var parts = new ArrayList<List<KeyRange>>();
        var part = new ArrayList<KeyRange>();
        long before = 0;
        int boundary = 1;
        for (KeyRange range : ranges) {
            KeyRange rest = range;
            for (Sample sample : samples(state, range, step)) {
                if (boundary < partCount && before >= total * boundary / partCount) {
                    while (boundary < partCount && before >= total * boundary / partCount) {
                        boundary++;
                    }
                    KeyRange first = new KeyRange(rest.lower(), Optional.of(sample.key.bytes()));
                    if (!first.isEmpty()) {
                        part.add(first);
                        rest = new KeyRange(sample.key.bytes(), rest.upper());
                    }
                    if (!part.isEmpty()) {
                        parts.add(List.copyOf(part));
                        part.clear();
                    }
                }
                before += sample.rowCount;
            }
            part.add(rest);
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    /// The first of some neighbours in one place.
    private record Sample(RowKey key, long rowCount) {}

    /// Returns every `step`th key of a range in each place, in key order.
    private static List<Sample> samples(TableState state, KeyRange range, long step) {
        var samples = new ArrayList<Sample>();
        for (SegmentState source : state.segments()) {
            int first = TableCounts.lowerBound(source.segment(), range.lower());
            int end = TableCounts.end(source.segment(), range);
            if (first < end) {
                DeletedPositions deleted = source.deleted();
                long firstRank = deleted.liveCount(0, first);
                long endRank = firstRank + deleted.liveCount(first, end);
                for (long rank = firstRank; rank < endRank; rank += step) {
                    RowKey key = source.segment().key(deleted.livePosition((int) rank));
                    samples.add(new Sample(key, Math.min(step, endRank - rank)));
                }
            }
        }
        MemTree memtable = state.memtable();
        long endRank = TableCounts.rankEnd(memtable, range);
        for (long rank = memtable.rank(range.lower()); rank < endRank; rank += step) {
            RowKey key = MemCursor.atRank(memtable, (int) rank).key();
            samples.add(new Sample(key, Math.min(step, endRank - rank)));
        }
        samples.sort(Comparator.comparing(Sample::key));
        return samples;
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
