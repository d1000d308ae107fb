package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.Committer;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/// Makes one run of segments of several, without their deleted rows, while commits go on. For one
/// thread at a time.
final class Merge {
    /// A longer run is several segments, so that a later merge need not rewrite all of it.
    private static final int ROW_COUNT_MAX = 4 << 20;

    /// Rows between two pauses.
    private static final int PART_ROW_COUNT = 1 << 14;

    private final FileSystem files;
    private final Committer committer;
    private final LongSupplier segmentIds;
    private final WriteCounts counts;

    Merge(FileSystem files, Committer committer, LongSupplier segmentIds, WriteCounts counts) {
        this.files = files;
        this.committer = committer;
        this.segmentIds = segmentIds;
        this.counts = counts;
    }

    /// What is done between two parts of a merge, which takes long.
    interface Rest {
        /// Is called with about what was written since the last time.
        void after(long byteCount);
    }

    /// Merges segments of a table whose files are in use.
    ///
    /// @param rest called after every few thousand rows, on this thread
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; nothing has changed then
    void run(TableState table, List<SegmentState> inputs, Rest rest) {
        List<Segment> outputs = write(table, inputs, rest);
        boolean[] installed = {false};
        try {
            committer.rearrange(state -> {
                Optional<StoreState> next = install(state, table.schema().id(), inputs, outputs);
                installed[0] = next.isPresent();
                return next.orElse(state);
            });
        } finally {
            if (!installed[0]) {
                NewSegments.discard(files, outputs);
            }
        }
    }

    private List<Segment> write(TableState table, List<SegmentState> inputs, Rest pause) {
        PriorityQueue<MergeInput> queue = new PriorityQueue<>();
        long rest = 0;
        RowKey last = inputs.getFirst().segment().lastKey();
        for (SegmentState input : inputs) {
            rest += input.liveRowCount();
            RowKey lastOfInput = input.segment().lastKey();
            last = lastOfInput.compareTo(last) > 0 ? lastOfInput : last;
            MergeInput start = new MergeInput(input);
            if (start.hasRow()) {
                queue.add(start);
            }
        }
        List<Segment> outputs = new ArrayList<>();
        try {
            while (!queue.isEmpty()) {
                int rowCount = (int) Math.min(rest, ROW_COUNT_MAX);
                outputs.add(writeOne(table, queue, rowCount, last, pause));
                rest -= rowCount;
            }
        } catch (RuntimeException | Error e) {
            NewSegments.discard(files, outputs);
            throw e;
        }
        NewSegments.syncDirectory(files, outputs);
        return outputs;
    }

    private Segment writeOne(
            TableState table,
            PriorityQueue<MergeInput> queue,
            int rowCount,
            RowKey last,
            Rest pause) {
        RowKey first = queue.element().key();
        try (SegmentWriter writer =
                new SegmentWriter(
                        files,
                        segmentIds.getAsLong(),
                        table.schema(),
                        table.layout(),
                        rowCount,
                        first,
                        last)) {
            int rest = rowCount;
            long byteCount = 0;
            int untilPause = PART_ROW_COUNT;
            while (rest > 0) {
                MergeInput least = queue.remove();
                Optional<RowKey> limit = Optional.ofNullable(queue.peek()).map(MergeInput::key);
                int copied = least.copyTo(writer, limit, Math.min(rest, untilPause));
                rest -= copied;
                untilPause -= copied;
                byteCount += copied * least.bytesPerRow();
                if (least.hasRow()) {
                    queue.add(least);
                }
                if (untilPause == 0) {
                    pause.after(byteCount);
                    byteCount = 0;
                    untilPause = PART_ROW_COUNT;
                }
            }
            Segment segment = writer.finish();
            counts.merged().add(segment);
            return segment;
        }
    }

    /// Returns the state with the new segments in place of the old ones, rows deleted meanwhile
    /// marked. Empty when one of the old ones is gone, with its table or a TRUNCATE.
    private static Optional<StoreState> install(
            StoreState state, long tableId, List<SegmentState> inputs, List<Segment> outputs) {
        Optional<TableState> found = state.tables().find(tableId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableState newest = found.get();
        Map<Long, SegmentState> newestInputs = new HashMap<>();
        List<SegmentState> segments = new ArrayList<>();
        for (SegmentState segment : newest.segments()) {
            if (contains(inputs, segment.segment().id())) {
                newestInputs.put(segment.segment().id(), segment);
            } else {
                segments.add(segment);
            }
        }
        if (newestInputs.size() != inputs.size()) {
            return Optional.empty();
        }
        List<DeletedPositions.Editor> deleted =
                outputs.stream().map(_ -> DeletedPositions.NONE.edit()).toList();
        long lastSequence = 0;
        for (SegmentState input : inputs) {
            SegmentState now = newestInputs.get(input.segment().id());
            if (now != null) {
                carryDeletions(input, now, outputs, deleted);
            }
            lastSequence = Math.max(lastSequence, input.lastSequence());
        }
        for (int i = 0; i < outputs.size(); i++) {
            segments.add(new SegmentState(outputs.get(i), deleted.get(i).build(), lastSequence));
        }
        TableState next = newest.with(newest.memtable(), segments);
        return Optional.of(state.with(state.tables().with(next)));
    }

    private static boolean contains(List<SegmentState> segments, long id) {
        for (SegmentState segment : segments) {
            if (segment.segment().id() == id) {
                return true;
            }
        }
        return false;
    }

    private static void carryDeletions(
            SegmentState before,
            SegmentState now,
            List<Segment> outputs,
            List<DeletedPositions.Editor> deleted) {
        if (now.deleted().count() == before.deleted().count()) {
            return;
        }
        int position = now.deleted().next(0);
        for (; position != Integer.MAX_VALUE; position = now.deleted().next(position + 1)) {
            if (!before.deleted().contains(position)) {
                markDeleted(now.segment().key(position), outputs, deleted);
            }
        }
    }

    private static void markDeleted(
            RowKey key, List<Segment> outputs, List<DeletedPositions.Editor> deleted) {
        for (int i = 0; i < outputs.size(); i++) {
            if (key.compareTo(outputs.get(i).lastKey()) <= 0) {
                deleted.get(i).add(outputs.get(i).position(key));
                return;
            }
        }
        throw new IllegalStateException("row lost in a merge: " + key);
    }
}
