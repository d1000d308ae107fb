package dev.reckon.storage.transaction;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.StateEditor;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.wal.LogEnd;
import dev.reckon.storage.wal.LogReader;
import dev.reckon.storage.wal.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Repeats what the log has after a manifest. For one thread.
public final class Recovery implements LogReader.Visitor {
    /// Many records are applied by one edit of the state; this many bytes of them.
    private static final long EDIT_BYTE_COUNT = 64 << 20;

    private final FileSystem files;
    private final Map<Long, Long> counters;
    private StoreState state;
    private StateEditor editor;
    private long editorByteCount;
    private boolean editorUsed;

    /// The parts of a record that is not complete yet.
    private final List<byte[]> parts = new ArrayList<>();

    private final List<Segment> opened;
    private final LogEnd end;

    /// The last record applied, and whether the end was met.
    private long lastSequence;

    private boolean ended;

    private Recovery(
            FileSystem files,
            StoreState state,
            Map<Long, Long> counters,
            List<Segment> opened,
            LogEnd end) {
        this.files = files;
        this.opened = opened;
        this.end = end;
        this.lastSequence = state.sequence();
        this.state = state;
        this.counters = counters;
        this.editor = new StateEditor(state, state.sequence());
    }

    /// The state after the last durable record, and what the log continues from.
    ///
    /// @param metEnd whether a record was found that is not wanted any more
    public record Result(StoreState state, LogReader.Result log, boolean metEnd) {}

    /// Repeats all records after `manifest`'s sequence number.
    ///
    /// @param counters updated with the values found
    /// @param opened gets every segment that is opened; the caller closes them
    /// @param end what of the log is wanted
    public static Result run(
            FileSystem files,
            StoreState manifest,
            Map<Long, Long> counters,
            List<Segment> opened,
            LogEnd end)
            throws IOException {
        Recovery recovery = new Recovery(files, manifest, counters, opened, end);
        LogReader.Result log = LogReader.read(files, manifest.sequence(), recovery);
        recovery.finishEdit(recovery.lastSequence);
        return new Result(recovery.state, log, recovery.ended);
    }

    @Override
    public void record(
            long sequence,
            byte[] bytes,
            int start,
            int stop,
            boolean begins,
            boolean complete,
            long timeMicros) {
        ended |= !end.includes(sequence, timeMicros);
        if (ended) {
            return;
        }
        if (begins) {
            parts.clear(); // Of a record that was never completed.
        }
        if (!complete) {
            parts.add(Arrays.copyOfRange(bytes, start, stop));
            return;
        }
        beginRecord(sequence);
        for (byte[] part : parts) {
            replay(new RecordReader(part));
        }
        parts.clear();
        replay(new RecordReader(bytes, start, stop));
        editorByteCount += stop - start;
        lastSequence = sequence;
    }

    private void beginRecord(long sequence) {
        if (editorByteCount > EDIT_BYTE_COUNT) {
            finishEdit(sequence - 1);
        }
        if (!editorUsed) {
            editor = new StateEditor(state, sequence);
            editorUsed = true;
        }
    }

    private void finishEdit(long sequence) {
        if (editorUsed) {
            state = editor.build();
        }
        state = state.withSequence(sequence);
        editorUsed = false;
        editorByteCount = 0;
    }

    private void replay(RecordReader record) {
        CommitRecord.replay(record, editor, counters, this::openSegment);
    }

    private Segment openSegment(TableState table, long segmentId) {
        Segment segment = Segment.open(files, segmentId, table.schema(), table.layout());
        opened.add(segment);
        return segment;
    }
}
