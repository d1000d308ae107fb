package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.state.SegmentFiles;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.Committer;
import dev.reckon.storage.wal.Log;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Flushes, merges and writes checkpoints: on a thread of its own named `Maintenance`, or when
/// asked. Safe for use by many threads.
public final class Maintenance implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Maintenance.class.getName());

    /// How long the thread rests after the disk has failed it.
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// How often it looks around without being woken: a merge may be worth it, or a file be free.
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /// Writers wait when a memtable is this many times as large as it should be.
    private static final int BACKLOG_MAX = 4;

    /// A memtable with fewer rows stays one even when maintenance is asked for.
    private static final int SMALL_ROW_COUNT = 4096;

    private final Committer committer;
    private final SegmentFiles segmentFiles;
    private final Log log;
    private final Checkpoint checkpoint;
    private final Flush flush;
    private final Merge merge;
    private final Shrink shrink;
    private final Limits limits;

    /// Held while anything is done, so that it is done by one thread.
    private final Object work = new Object();

    /// The last commit at the end of the last step; guarded by `work`.
    private long sequenceSeen;

    /// Guards the fields below; writers and the thread wait on it.
    private final Object signal = new Object();

    private boolean wanted;
    private boolean closed;
    private Optional<Thread> thread = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    /// When there is something to do.
    ///
    /// @param rowCountMax rows of a memtable
    /// @param byteCountMax bytes of a memtable
    /// @param logByteCountMax bytes of log
    public record Limits(int rowCountMax, long byteCountMax, long logByteCountMax) {
        boolean isOver(TableState table) {
            return table.memtable().count() > rowCountMax
                    || table.memtable().byteCount() > byteCountMax;
        }

        boolean isFarOver(TableState table) {
            return table.memtable().count() / BACKLOG_MAX > rowCountMax
                    || table.memtable().byteCount() / BACKLOG_MAX > byteCountMax;
        }
    }

    /// Makes maintenance that works only when asked, until [#start].
    ///
    /// @param segmentIds gives numbers that no segment ever had
    public Maintenance(
            FileSystem files,
            Committer committer,
            SegmentFiles segmentFiles,
            Log log,
            Checkpoint checkpoint,
            Limits limits,
            LongSupplier segmentIds) {
        this.committer = committer;
        this.segmentFiles = segmentFiles;
        this.log = log;
        this.checkpoint = checkpoint;
        this.limits = limits;
        this.flush = new Flush(files, committer, segmentIds);
        this.merge = new Merge(files, committer, segmentIds);
        this.shrink =
                new Shrink(
                        committer,
                        Math.min(limits.rowCountMax(), SMALL_ROW_COUNT),
                        limits.byteCountMax());
    }

    /// Starts the thread.
    public void start() {
        synchronized (signal) {
            Thread started = Thread.ofPlatform().name("Maintenance").daemon().unstarted(this::loop);
            thread = Optional.of(started);
            started.start();
        }
    }

    private void loop() {
        while (waitForWork()) {
            try {
                step();
                setFailure(Optional.empty());
            } catch (InternalError e) {
                fail(DiskErrors.asDatabaseException(e));
            } catch (RuntimeException e) {
                fail(e);
            }
        }
    }

    private void fail(RuntimeException e) {
        report(e);
        setFailure(Optional.of(e));
    }

    /// Writes a failure to the log of the program, the first of a row of failures only.
    private void report(RuntimeException e) {
        boolean first;
        synchronized (signal) {
            first = failure.isEmpty();
        }
        if (first) {
            LOGGER.log(System.Logger.Level.WARNING, "maintenance failed, and will try again", e);
        }
    }

    /// Returns false when the thread is to end.
    private boolean waitForWork() {
        synchronized (signal) {
            boolean failed = failure.isPresent();
            long deadline = System.nanoTime() + (failed ? RETRY_NANOS : PAUSE_NANOS);
            while (!closed && (failed || !wanted)) {
                long rest = deadline - System.nanoTime();
                if (rest <= 0) {
                    break;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(signal, rest);
                } catch (InterruptedException e) {
                    return false; // Nobody but a debugger interrupts this thread.
                }
            }
            wanted = false;
            return !closed;
        }
    }

    private void setFailure(Optional<RuntimeException> found) {
        synchronized (signal) {
            failure = found;
            signal.notifyAll();
        }
    }

    /// Says that a table was written to, after the commit: wakes the thread when the table is due.
    public void written(TableState table) {
        if (limits.isOver(table)) {
            synchronized (signal) {
                wanted = true;
                signal.notifyAll();
            }
        }
    }

    /// Returns at once, unless maintenance is far behind with a table: then waits until it has
    /// caught up, or cannot.
    public void awaitRoom(long tableId) {
        while (isFarBehind(tableId)) {
            synchronized (signal) {
                if (thread.isEmpty() || closed || failure.isPresent()) {
                    return;
                }
                wanted = true;
                signal.notifyAll();
                try {
                    TimeUnit.NANOSECONDS.timedWait(signal, PAUSE_NANOS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private boolean isFarBehind(long tableId) {
        Optional<TableState> table = committer.state().tables().find(tableId);
        return table.isPresent() && limits.isFarOver(table.get());
    }

    /// Does what is due now: what the thread does each time it is woken. When nothing was committed
    /// since the last step, marks the end of the log.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; what was committed stays
    ///   as it was
    public void step() {
        synchronized (work) {
            boolean rearranged = flushAll(limits.rowCountMax(), limits.byteCountMax());
            rearranged |= shrinkAll();
            rearranged |= mergeAll(MergePolicy.DEPTH_MAX);
            if (rearranged
                    || segmentFiles.hasUnused()
                    || log.byteCount() > limits.logByteCountMax()) {
                checkpoint();
            }
            if (committer.state().sequence() == sequenceSeen && !log.isDead()) {
                committer.mark();
            }
            sequenceSeen = committer.state().sequence();
            archiveLog();
        }
    }

    /// Does all that can be done: flushes all but small memtables, merges each table to one run,
    /// writes a checkpoint, and gives back the room of log files that are kept for later.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; what was committed stays
    ///   as it was
    public void complete() {
        synchronized (work) {
            flushAll(Math.min(limits.rowCountMax(), SMALL_ROW_COUNT), limits.byteCountMax());
            shrinkAll();
            mergeAll(1);
            checkpoint();
            removeSpareLogs();
        }
    }

    private boolean flushAll(int rowCountMax, long byteCountMax) {
        boolean flushed = false;
        StoreState state = committer.use();
        try {
            for (TableState table : state.tables().all()) {
                if (table.memtable().count() > rowCountMax
                        || table.memtable().byteCount() > byteCountMax) {
                    flush.run(table);
                    flushed = true;
                    synchronized (signal) {
                        signal.notifyAll(); // Writers may be waiting for room.
                    }
                }
            }
        } finally {
            state.files().release();
        }
        return flushed;
    }

    private boolean shrinkAll() {
        boolean shrunk = false;
        StoreState state = committer.use();
        try {
            for (TableState table : state.tables().all()) {
                shrunk |= shrink.run(table);
            }
        } finally {
            state.files().release();
        }
        return shrunk;
    }

    private boolean mergeAll(int depthMax) {
        boolean merged = false;
        while (mergeOne(depthMax)) {
            merged = true;
            // A merge takes long; meanwhile memtables grow.
            flushAll(limits.rowCountMax(), limits.byteCountMax());
        }
        return merged;
    }

    private boolean mergeOne(int depthMax) {
        StoreState state = committer.use();
        try {
            for (TableState table : state.tables().all()) {
                List<SegmentState> inputs = MergePolicy.choose(table, depthMax);
                if (!inputs.isEmpty()) {
                    merge.run(table, inputs);
                    return true;
                }
            }
            return false;
        } finally {
            state.files().release();
        }
    }

    private void checkpoint() {
        try {
            checkpoint.run();
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("write a checkpoint", e);
        }
    }

    private void removeSpareLogs() {
        try {
            log.removeSpares();
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("remove unused log files", e);
        }
    }

    private void archiveLog() {
        try {
            checkpoint.archiveLog(false);
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("archive the log", e);
        }
    }

    /// Archives all of the closed log.
    public void archiveClosedLog() throws IOException {
        synchronized (work) {
            checkpoint.archiveLog(true);
        }
    }

    /// Writes a checkpoint, if anything was committed since the last.
    public void checkpointIfNeeded() {
        synchronized (work) {
            if (committer.state().sequence() > checkpoint.manifestSequence()) {
                checkpoint();
            }
        }
    }

    /// Stops the thread, and waits for what it does now.
    @Override
    public void close() {
        Optional<Thread> running;
        synchronized (signal) {
            closed = true;
            signal.notifyAll();
            running = thread;
        }
        boolean interrupted = false;
        while (running.isPresent() && running.get().isAlive()) {
            try {
                running.get().join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
