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

    /// Writers stop when a memtable is this many times as large as it should be; long before that
    /// they are slowed down.
    private static final int BACKLOG_MAX = 4;

    /// Up to this part of the backlog nobody waits.
    private static final double BACKLOG_EASY = 0.5;

    /// A checkpoint writes the rows in memory once more. While writers go on, it waits until it
    /// frees so many times their bytes, of log and of segments.
    private static final int CHECKPOINT_GAIN = 4;

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
    private final WriteCounts counts;
    private final MergePace mergePace;

    /// Held while anything is done, so that it is done by one thread.
    private final Object work = new Object();

    /// The last commit at the end of the last step; guarded by `work`.
    private long sequenceSeen;

    /// Whether rows were moved since the last checkpoint; guarded by `work`.
    private boolean rearranged;

    /// Guards the fields below; writers and the thread wait on it.
    private final Object signal = new Object();

    private boolean wanted;
    private boolean closed;
    private Optional<Thread> thread = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private final WriterPace writerPace = new WriterPace();

    /// When there is something to do.
    ///
    /// @param rowCountMax rows of a memtable
    /// @param byteCountMax bytes of a memtable
    /// @param logByteCountMax bytes of log
    /// @param mergeBytesPerSecondMax what background merges write; 0 for no limit
    public record Limits(
            int rowCountMax, long byteCountMax, long logByteCountMax, long mergeBytesPerSecondMax) {
        boolean isOver(TableState table) {
            return table.memtable().count() > rowCountMax
                    || table.memtable().byteCount() > byteCountMax;
        }

        /// Returns how full memory is: 1 at the point where writers stop.
        double backlog(TableState table) {
            return Math.max(
                            table.memtable().count() / (double) rowCountMax,
                            table.memtable().byteCount() / (double) byteCountMax)
                    / BACKLOG_MAX;
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
            WriteCounts counts,
            LongSupplier segmentIds) {
        this.committer = committer;
        this.segmentFiles = segmentFiles;
        this.log = log;
        this.checkpoint = checkpoint;
        this.limits = limits;
        this.counts = counts;
        this.mergePace = new MergePace(System::nanoTime, limits.mergeBytesPerSecondMax());
        this.flush = new Flush(files, committer, segmentIds, counts);
        this.merge = new Merge(files, committer, segmentIds, counts);
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
                step(this::restBetweenMerges);
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
        if (limits.isOver(table) || log.needsFile()) {
            synchronized (signal) {
                wanted = true;
                signal.notifyAll();
            }
        }
    }

    /// Changes how many bytes a second background merges write at most; 0 for no limit.
    public void limitMerges(long bytesPerSecond) {
        mergePace.limit(bytesPerSecond);
    }

    /// Holds a writer up while flushes are behind with a table: not at all at first, then the
    /// longer the fuller memory is, at last until there is room or cannot be any.
    ///
    /// @param byteCount what is about to be committed
    public void awaitRoom(long tableId, long byteCount) {
        double backlog = backlog(tableId);
        if (backlog <= BACKLOG_EASY) {
            return;
        }
        long start = System.nanoTime();
        synchronized (signal) {
            long end = start + writerPace.waitNanos(byteCount, backlog, start);
            boolean interrupted = false;
            while (backlog > BACKLOG_EASY && !interrupted) {
                long rest = backlog > 1 ? PAUSE_NANOS : end - System.nanoTime();
                if (rest <= 0 || thread.isEmpty() || closed || failure.isPresent()) {
                    break;
                }
                if (!wanted) {
                    wanted = true;
                    signal.notifyAll();
                }
                interrupted = !await(rest);
                backlog = backlog(tableId);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        counts.delayed(System.nanoTime() - start);
    }

    /// Waits for the signal, and returns false when interrupted.
    private boolean await(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(signal, nanos);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private double backlog(long tableId) {
        return committer.state().tables().find(tableId).map(limits::backlog).orElse(0.0);
    }

    /// Does what is due now: what the thread does each time it is woken. When nothing was committed
    /// since the last step, marks the end of the log.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 53100 or 58030; what was committed stays
    ///   as it was
    public void step() {
        step(_ -> flushDue());
    }

    private void step(Merge.Rest rest) {
        synchronized (work) {
            prepareLogFiles();
            rearranged |= flushDue();
            rearranged |= shrinkAll();
            rearranged |= mergeAll(MergePolicy.DEPTH_MAX, rest);
            boolean resting = committer.state().sequence() == sequenceSeen;
            if (isCheckpointDue(resting)) {
                checkpoint();
            }
            if (resting && !log.isDead()) {
                committer.mark();
            }
            sequenceSeen = committer.state().sequence();
            archiveLog();
        }
    }

    /// @param resting whether nothing was committed since the last step
    private boolean isCheckpointDue(boolean resting) {
        if (log.byteCount() > limits.logByteCountMax()) {
            return true;
        }
        return (rearranged || segmentFiles.hasUnused())
                && (resting
                        || CHECKPOINT_GAIN * memtableByteCount()
                                <= log.byteCount() + segmentFiles.unusedByteCount());
    }

    private long memtableByteCount() {
        long sum = 0;
        for (TableState table : committer.state().tables().all()) {
            sum += table.memtable().byteCount();
        }
        return sum;
    }

    private void prepareLogFiles() {
        try {
            log.prepareFiles();
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("prepare a log file", e);
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
            mergeAll(1, _ -> flushDue());
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
                    long start = System.nanoTime();
                    flush.run(table);
                    flushed = true;
                    synchronized (signal) {
                        writerPace.flushed(table.memtable().byteCount(), System.nanoTime() - start);
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

    private boolean flushDue() {
        return flushAll(limits.rowCountMax(), limits.byteCountMax());
    }

    /// Spends the time until a background merge may go on, and flushes what is due meanwhile.
    private void restBetweenMerges(long byteCount) {
        long end = mergePace.next(byteCount);
        flushDue();
        while (true) {
            synchronized (signal) {
                long rest = end - System.nanoTime();
                if (closed || rest <= 0) {
                    return;
                }
                if (!wanted && !await(rest)) {
                    return; // Nobody but a debugger interrupts this thread.
                }
                wanted = false;
            }
            flushDue();
        }
    }

    private boolean mergeAll(int depthMax, Merge.Rest rest) {
        boolean merged = false;
        while (mergeOne(depthMax, rest)) {
            merged = true;
            flushDue();
        }
        return merged;
    }

    private boolean mergeOne(int depthMax, Merge.Rest rest) {
        StoreState state = committer.use();
        try {
            for (TableState table : state.tables().all()) {
                List<SegmentState> inputs = MergePolicy.choose(table, depthMax);
                if (!inputs.isEmpty()) {
                    merge.run(table, inputs, rest);
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
            rearranged = false;
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
