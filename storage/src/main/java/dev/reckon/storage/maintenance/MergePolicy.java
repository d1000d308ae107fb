package dev.reckon.storage.maintenance;

import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Chooses which segments to merge.
///
/// What a reader pays for is depth: how many segments can hold one key. Segments in ascending order
/// of keys that don't overlap have depth one, however many they are, and are never merged. Where
/// the depth passes the limit, the smallest segments there are merged, so that a row is rewritten
/// about once for each doubling of its segment (O'Neil and others, "The log-structured merge-tree",
/// 1996; the variant that merges runs of like sizes). A segment of which half is deleted is
/// rewritten alone.
final class MergePolicy {
    /// The usual limit of depth.
    static final int DEPTH_MAX = 4;

    private MergePolicy() {}

    /// Returns the segments to merge next, empty when all is well.
    static List<SegmentState> choose(TableState table, int depthMax) {
        for (SegmentState segment : table.segments()) {
            if (2L * segment.deleted().count() > segment.segment().rowCount()) {
                return List.of(segment);
            }
        }
        List<SegmentState> deepest = deepest(table.segments());
        if (deepest.size() <= depthMax) {
            return List.of();
        }
        deepest.sort(Comparator.comparingInt(SegmentState::liveRowCount));
        int surplus = deepest.size() - depthMax;
        int count = surplus + 1;
        long rowCount = 0;
        for (int i = 0; i < count; i++) {
            rowCount += deepest.get(i).liveRowCount();
        }
        // A segment that is not much larger than those below it together comes along now, or it
        // would have to very soon.
        while (count < deepest.size() && deepest.get(count).liveRowCount() <= 2 * rowCount) {
            rowCount += deepest.get(count).liveRowCount();
            count++;
        }
        return List.copyOf(deepest.subList(0, count));
    }

    /// Returns the most segments whose ranges of keys have a key in common.
    private static List<SegmentState> deepest(List<SegmentState> segments) {
        List<SegmentState> byFirst = new ArrayList<>(segments);
        byFirst.sort(Comparator.comparing(state -> state.segment().firstKey()));
        List<SegmentState> open = new ArrayList<>();
        List<SegmentState> deepest = new ArrayList<>();
        for (SegmentState next : byFirst) {
            RowKey first = next.segment().firstKey();
            open.removeIf(state -> state.segment().lastKey().compareTo(first) < 0);
            open.add(next);
            if (open.size() > deepest.size()) {
                deepest = new ArrayList<>(open);
            }
        }
        return deepest;
    }
}
