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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The one path by which the committed state changes. Safe for use by many threads.
///
/// Who comes to an idle committer leads: writes its own record, syncs, makes the next state and
/// publishes it. If others have queued meanwhile, a thread of the committer's own leads from there
/// on, group after group, until nobody queues any more. So a lone client pays one sync and no
/// change of threads, and many share a sync, and the next one does not wait for a thread to wake.
///
/// Of a group only the first is woken. The others can have left with their requests what is to be
/// done afterwards, and the first does it for them, while the next group is written: threads that
/// need not wait for the disk need not be woken either.
public final class Committer {
    private static final byte[] NO_BYTES = {};

    private final Log log;
    private final SegmentFiles files;
    private final ConflictHistory history;
    private final Counters counters;

    /// Stands for an empty queue while somebody leads.
    private final CommitRequest nobody = CommitRequest.mark();

    /// The last that queued, each with the one before it; null while nobody leads.
    private final AtomicReference<@Nullable CommitRequest> last = new AtomicReference<>();

    /// Leads while commits come faster than they are written. Made, and called, by who leads.
    private volatile @Nullable Thread writer;

    private volatile boolean isWriterCalled;

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
        begin(request);
        request.throwIfFailed();
    }

    /// Commits as [#commit] does, but fails silently: the request knows the outcome.
    ///
    /// @return whether it is done; false when another thread does it, and then what the request has
    ///   left to be done, perhaps already now
    public boolean begin(CommitRequest request) {
        boolean isFirst = enqueue(request);
        if (!isFirst && request.hasRest()) {
            return false;
        }
        request.await(isFirst);
        if (isFirst) {
            request.tellOthers();
        }
        return true;
    }

    /// Queues a request, and leads at once if nobody does.
    ///
    /// @return whether it is the first of its group, which tells the others
    private boolean enqueue(CommitRequest request) {
        while (true) {
            CommitRequest before = last.get();
            boolean isFirst = before == null || before.equals(nobody);
            request.setNeighbour(isFirst ? null : before);
            if (last.compareAndSet(before, request)) {
                if (before == null) {
                    commitGroup();
                    if (!rest()) {
                        callWriter();
                    }
                }
                return isFirst;
            }
        }
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

    /// Commits all that queued, and has the first of them tell the others.
    private void commitGroup() {
        CommitRequest first = takeGroup();
        try {
            List<CommitRequest> group = new ArrayList<>();
            for (CommitRequest each = first; each != null; each = each.neighbour()) {
                group.add(each);
            }
            commitGroup(group);
        } catch (RuntimeException | Error e) {
            log.kill("unexpected failure", e);
            for (CommitRequest each = first; each != null; each = each.neighbour()) {
                if (!each.isDone()) {
                    each.fail(e);
                }
            }
        }
        first.tell();
    }

    /// Ends leading, unless others have queued; returns whether it has.
    private boolean rest() {
        return last.compareAndSet(nobody, null);
    }

    /// Lets the writer lead, so that the calling thread can tell its group.
    private void callWriter() {
        Thread called = writer;
        if (log.isDead()) {
            LockSupport.unpark(called); // It ends.
            commitAll(); // There is nothing to wait for any more.
            return;
        }
        isWriterCalled = true;
        if (called != null) {
            LockSupport.unpark(called);
            return;
        }
        try {
            called = Thread.ofPlatform().name("Committer").daemon().unstarted(this::write);
            called.start();
            writer = called;
        } catch (OutOfMemoryError noThread) {
            commitAll();
        }
    }

    /// What the writer does: leads whenever it is called, as long as anything can be written.
    private void write() {
        while (!closed && !log.isDead()) {
            if (isWriterCalled) {
                isWriterCalled = false;
                commitAll();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void commitAll() {
        do {
            commitGroup();
        } while (!rest());
    }

    /// Takes all that queued, and returns the first of them; each knows the next.
    private CommitRequest takeGroup() {
        CommitRequest each = Objects.requireNonNull(last.getAndSet(nobody));
        CommitRequest next = null;
        while (true) {
            CommitRequest before = each.neighbour();
            each.setNeighbour(next);
            if (before == null) {
                return each;
            }
            next = each;
            each = before;
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
        LockSupport.unpark(writer);
        state.files().release();
    }
}
