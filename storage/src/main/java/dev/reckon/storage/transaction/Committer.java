package dev.reckon.storage.transaction;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.state.FileGeneration;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.SegmentFiles;
import dev.reckon.storage.state.StateEditor;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.wal.Log;
import dev.reckon.storage.wal.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/// The one path by which the committed state changes. Safe for use by many threads.
///
/// Who comes to an idle committer leads: writes its own record and those that queued meanwhile,
/// syncs once, makes the next state of all of them, publishes it, lets the first of those that came
/// during that lead next, and wakes the others. So a lone client pays one sync and no change of
/// threads, and many share a sync.
public final class Committer {
    private static final byte[] NO_BYTES = {};

    private final Log log;
    private final SegmentFiles files;
    private final ConflictHistory history;
    private final Counters counters;
    private final ConcurrentLinkedQueue<CommitRequest> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean leading = new AtomicBoolean();

    /// Held while the next state is made from the last, so that none is lost.
    private final Object change = new Object();

    private volatile StoreState state;
    private volatile boolean closed;

    /// The number of the last empty record.
    private volatile long markedSequence;

    /// Used by the leader alone.
    private final RecordWriter buffer = new RecordWriter(1 << 16);

    public Committer(
            Log log,
            SegmentFiles files,
            ConflictHistory history,
            Counters counters,
            StoreState recovered) {
        this.log = log;
        this.files = files;
        this.history = history;
        this.counters = counters;
        this.state = recovered;
    }

    /// Returns what is committed now, without keeping its files open: see [#use].
    public StoreState state() {
        return state;
    }

    /// Returns what is committed now, with its generation of files in use; the caller releases it.
    public StoreState use() {
        while (true) {
            StoreState current = state;
            if (current.files().tryUse()) {
                return current;
            }
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
        }
    }

    /// Commits, and returns once the changes are durable and visible.
    ///
    /// @param reads what must not have changed since `snapshotSequence`
    /// @throws DatabaseException 40001, 53100, 58030
    public void commit(WriteSet.Version writes, ReadSet reads, long snapshotSequence) {
        commit(new CommitRequest(writes, reads, snapshotSequence));
    }

    private void commit(CommitRequest request) {
        queue.add(request);
        if (leading.compareAndSet(false, true)) {
            lead();
        }
        while (!request.isDone()) {
            if (!request.await()) {
                lead();
            }
        }
        request.throwIfFailed();
    }

    /// Makes durable what changed outside transactions.
    public void syncCounters() {
        commit(WriteSet.Version.NONE, ReadSet.NONE, 0);
    }

    /// Writes an empty record, unless the last one is: it proves to recovery that all before it was
    /// durable, so that damage there is not taken for the torn end of the log.
    public void mark() {
        if (state.sequence() != markedSequence) {
            commit(CommitRequest.mark());
        }
    }

    private void lead() {
        List<CommitRequest> group = new ArrayList<>();
        try {
            for (CommitRequest request = queue.poll(); request != null; request = queue.poll()) {
                group.add(request);
            }
            commitGroup(group);
        } catch (RuntimeException | Error e) {
            log.kill("unexpected failure", e);
            for (CommitRequest request : group) {
                if (!request.isDone()) {
                    request.fail(e);
                }
            }
        } finally {
            // First of all: while the next group is written and synced, the clients of this one are
            // told.
            handOver();
            group.forEach(CommitRequest::wake);
        }
    }

    private void handOver() {
        while (true) {
            CommitRequest next = queue.peek();
            if (next != null) {
                next.lead();
                return;
            }
            leading.set(false);
            // Who queued between the two lines above saw a leader, and waits.
            if (queue.isEmpty() || !leading.compareAndSet(false, true)) {
                return;
            }
        }
    }

    private void commitGroup(List<CommitRequest> group) {
        Map<Long, Long> changedCounters = counters.takeChanged();
        List<CommitRequest> appended = new ArrayList<>(group.size());
        long sequence = state.sequence();
        long counterSequence = 0;
        Optional<DatabaseException> error = Optional.empty();
        try {
            if (!changedCounters.isEmpty()) {
                counterSequence = ++sequence;
                appendCounters(changedCounters, counterSequence);
            }
            for (CommitRequest request : group) {
                if (request.isMark()) {
                    if (sequence == markedSequence) {
                        request.setSequence(sequence); // Another was quicker.
                    } else {
                        markedSequence = ++sequence;
                        log.append(NO_BYTES, 0, sequence);
                        request.setSequence(sequence);
                    }
                    appended.add(request);
                } else if (request.writes().isEmpty()) {
                    request.setSequence(sequence);
                    appended.add(request);
                } else if (isValid(request, appended) && append(request, sequence + 1)) {
                    request.setSequence(++sequence);
                    appended.add(request);
                }
            }
            log.sync();
        } catch (DatabaseException e) {
            error = Optional.of(e);
        }
        // A sync that came between, for a new file, counts even if what followed failed.
        long durable = error.isEmpty() ? sequence : log.durableSequence();
        if (counterSequence > durable) {
            counters.giveBack(changedCounters);
        }
        List<CommitRequest> committed =
                appended.stream().filter(request -> request.sequence() <= durable).toList();
        publish(committed, durable);
        committed.forEach(CommitRequest::succeed);
        for (CommitRequest request : group) {
            if (!request.isDone()) {
                request.fail(error.orElseThrow());
            }
        }
    }

    private void appendCounters(Map<Long, Long> values, long sequence) {
        buffer.clear();
        values.forEach((id, value) -> CommitRecord.writeCounter(id, value, buffer));
        log.append(buffer.bytes(), buffer.length(), sequence);
    }

    /// Returns whether nothing that the transaction has read was written since; fails it otherwise.
    private boolean isValid(CommitRequest request, List<CommitRequest> earlier) {
        ReadSet reads = request.reads();
        if (!reads.isRecording()) {
            return true;
        }
        boolean valid = !history.wroteSince(request.snapshotSequence(), reads);
        for (CommitRequest other : earlier) {
            valid = valid && !ConflictHistory.meets(other.writes(), reads);
        }
        if (!valid) {
            request.fail(
                    new DatabaseException(
                                    SqlState.SERIALIZATION_FAILURE,
                                    "could not serialize access due to read/write dependencies"
                                            + " among transactions")
                            .withHint("The transaction might succeed if retried."));
        }
        return valid;
    }

    /// Appends a record; a bug in making it fails that transaction alone, and returns false.
    private boolean append(CommitRequest request, long sequence) {
        try {
            request.encode(
                    buffer,
                    (part, complete) -> {
                        if (complete) {
                            log.append(part.bytes(), part.length(), sequence);
                        } else {
                            log.appendPart(part.bytes(), part.length(), sequence);
                        }
                    });
            return true;
        } catch (DatabaseException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            log.abandonRecord();
            request.fail(e);
            return false;
        }
    }

    private void publish(List<CommitRequest> committed, long durable) {
        synchronized (change) {
            if (durable <= state.sequence()) {
                return;
            }
            StateEditor editor = new StateEditor(state, durable);
            boolean filesChanged = false;
            for (CommitRequest request : committed) {
                request.apply(editor);
                request.writes().segments().values().forEach(files::loaded);
                filesChanged |= request.changesFiles();
            }
            for (CommitRequest request : committed) {
                if (!request.writes().isEmpty()) {
                    history.add(request.sequence(), request.writes());
                }
            }
            publish(editor.build(), filesChanged);
        }
    }

    private void publish(StoreState next, boolean filesChanged) {
        FileGeneration old = state.files();
        if (!filesChanged) {
            state = next;
            return;
        }
        state = next.with(files.generation(next.tables()));
        old.release();
    }

    /// Changes where rows are, without a commit: what flush and merge do. The change sees the
    /// newest state and returns the next, or the same to change nothing.
    public void rearrange(UnaryOperator<StoreState> step) {
        synchronized (change) {
            StoreState next = step.apply(state);
            if (!next.equals(state)) {
                publish(next, true);
            }
        }
    }

    /// Gives up the current state's files. Nothing may be used afterwards.
    public void close() {
        closed = true;
        state.files().release();
    }
}
