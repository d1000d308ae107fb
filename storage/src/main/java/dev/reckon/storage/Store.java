package dev.reckon.storage;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.DirectoryInUseException;
import dev.reckon.storage.file.FileSystem.DirectoryLock;
import dev.reckon.storage.maintenance.Archive;
import dev.reckon.storage.maintenance.Check;
import dev.reckon.storage.maintenance.Checkpoint;
import dev.reckon.storage.maintenance.Maintenance;
import dev.reckon.storage.maintenance.Orphans;
import dev.reckon.storage.maintenance.StoreCopy;
import dev.reckon.storage.maintenance.WriteCounts;
import dev.reckon.storage.manifest.ManifestReader;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.SegmentFiles;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.transaction.Committer;
import dev.reckon.storage.transaction.ConflictHistory;
import dev.reckon.storage.transaction.Counters;
import dev.reckon.storage.transaction.LoadedKeys;
import dev.reckon.storage.transaction.LockParty;
import dev.reckon.storage.transaction.LockTable;
import dev.reckon.storage.transaction.Recovery;
import dev.reckon.storage.transaction.WriteSet;
import dev.reckon.storage.wal.Log;
import dev.reckon.storage.wal.LogEnd;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// A database directory, opened by one process. Safe for use by many threads.
public final class Store implements AutoCloseable {
    /// The first number that [#allocateId] gives: PostgreSQL's first for objects of users.
    public static final long FIRST_ID = 16_384;

    /// The counter of the ids given out; others have ids of their own from [#allocateId].
    private static final long ID_COUNTER = 0;

    /// So many ids are reserved in the log at once; a crash loses at most as many.
    private static final long ID_RESERVE = 4096;

    private final FileSystem files;
    private final StoreOptions options;
    private final DirectoryLock directoryLock;
    private final Log log;
    private final Committer committer;
    private final Counters counters;
    private final ConflictHistory history = new ConflictHistory();
    private final LockTable locks = new LockTable();
    private final LoadedKeys loadedKeys = new LoadedKeys();
    private final SegmentFiles segmentFiles = new SegmentFiles();
    private final Maintenance maintenance;
    private final LongSupplier clock;
    private final Set<Transaction> transactions = ConcurrentHashMap.newKeySet();
    private final WriteCounts writeCounts = new WriteCounts();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong privateDefinitionVersions = new AtomicLong();

    /// Guards the two below it.
    private final Object idLock = new Object();

    private long nextId;
    private long reservedIdEnd;

    private Store(
            FileSystem files,
            StoreOptions options,
            DirectoryLock directoryLock,
            Log log,
            ManifestReader.Result manifest,
            Recovery.Result recovered,
            Map<Long, Long> counterValues,
            List<Long> loadedIds,
            Surroundings surroundings)
            throws IOException {
        this.clock = surroundings.clock();
        this.files = files;
        this.options = options;
        this.directoryLock = directoryLock;
        this.counters = new Counters();
        counters.restore(counterValues);
        this.nextId = counters.value(ID_COUNTER, FIRST_ID);
        this.reservedIdEnd = nextId;
        this.log = log;
        StoreState state =
                recovered.state().with(segmentFiles.generation(recovered.state().tables()));
        this.committer = new Committer(log, segmentFiles, history, counters, state);
        Optional<Archive> archive = Optional.empty();
        if (surroundings.archive().isPresent()) {
            FileSystem target = surroundings.archive().get();
            archive = Optional.of(new Archive(files, target, segmentFiles, log, loadedIds));
        }
        Checkpoint checkpoint =
                new Checkpoint(
                        files,
                        committer,
                        counters,
                        segmentFiles,
                        log,
                        clock,
                        archive,
                        writeCounts,
                        manifest.number(),
                        manifest.state().sequence());
        this.maintenance =
                new Maintenance(
                        files,
                        committer,
                        segmentFiles,
                        log,
                        checkpoint,
                        new Maintenance.Limits(
                                options.memtableRowCountMax(),
                                options.memtableByteCountMax(),
                                options.logByteCountMax(),
                                options.mergeBytesPerSecondMax()),
                        writeCounts,
                        this::allocateId);
    }

    /// Opens a directory, creates the store when it is empty, and recovers what was committed.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException F0001 when another process has it open,
    ///   XX001 when a file is damaged, 58030 when the disk fails
    public static Store open(FileSystem files, StoreOptions options) {
        return open(files, options, Optional.empty());
    }

    /// Opens a store as [#open(FileSystem, StoreOptions)] does.
    ///
    /// @param archive another directory that gets a copy of each finished log file, and keeps it:
    ///   with a backup, what [StoreFiles#restore] needs to go to any later commit
    /// @throws dev.reckon.storage.error.DatabaseException F0000 when the archive is another store's
    public static Store open(FileSystem files, StoreOptions options, Optional<FileSystem> archive) {
        return open(
                files,
                options,
                new Surroundings(
                        archive, Log.FILE_BYTE_COUNT, new SplittableRandom(), Store::micros));
    }

    /// Returns the time in microseconds since 1970.
    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /// Opens a store as [#open(FileSystem, StoreOptions)] does, with log files of another size and
    /// given randomness, so that a test can be repeated.
    static Store open(
            FileSystem files, StoreOptions options, int logFileByteCount, SplittableRandom random) {
        return open(
                files,
                options,
                new Surroundings(Optional.empty(), logFileByteCount, random, () -> 0));
    }

    /// What a store works with beside its directory.
    ///
    /// @param clock the time in microseconds since 1970
    record Surroundings(
            Optional<FileSystem> archive,
            int logFileByteCount,
            SplittableRandom random,
            LongSupplier clock) {}

    static Store open(FileSystem files, StoreOptions options, Surroundings surroundings) {
        DirectoryLock lock = lock(files);
        List<Segment> opened = new ArrayList<>();
        try {
            StoreCopy.requireFinished(files);
            ManifestReader.Result manifest = ManifestReader.read(files, opened);
            Set<Long> manifestIds = ids(opened);
            Map<Long, Long> counterValues = new HashMap<>(manifest.counters());
            Recovery.Result recovered =
                    Recovery.run(files, manifest.state(), counterValues, opened, LogEnd.NONE);
            Orphans.delete(files, ids(opened));
            Log log =
                    new Log(
                            files,
                            recovered.log(),
                            surroundings.logFileByteCount(),
                            counterValues.getOrDefault(Checkpoint.LOG_FILE_COUNTER, 0L),
                            surroundings.random()::nextLong,
                            surroundings.clock());
            Store store =
                    new Store(
                            files,
                            options,
                            lock,
                            log,
                            manifest,
                            recovered,
                            counterValues,
                            opened.stream()
                                    .map(Segment::id)
                                    .filter(id -> !manifestIds.contains(id))
                                    .toList(),
                            surroundings);
            store.closeUnused(opened, store.state().files().segments());
            if (options.backgroundMaintenance()) {
                store.maintenance.start();
            }
            return store;
        } catch (IOException e) {
            abandon(lock, opened, e);
            throw DiskErrors.asDatabaseException("open the store", e);
        } catch (RuntimeException | Error e) {
            abandon(lock, opened, e);
            throw e;
        }
    }

    private static Set<Long> ids(List<Segment> segments) {
        Set<Long> ids = new HashSet<>();
        segments.forEach(segment -> ids.add(segment.id()));
        return ids;
    }

    /// Closes the segments of tables that the log says are gone. The manifest still names their
    /// files, so that they are deleted by the next checkpoint.
    private void closeUnused(List<Segment> opened, List<Segment> used) {
        Set<Long> usedIds = ids(used);
        for (Segment segment : opened) {
            if (!usedIds.contains(segment.id())) {
                segment.close();
                segmentFiles.giveBack(List.of(segment.id()));
            }
        }
    }

    private static void abandon(DirectoryLock lock, List<Segment> opened, Throwable cause) {
        opened.forEach(Segment::close);
        try {
            lock.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static DirectoryLock lock(FileSystem files) {
        try {
            return files.lock();
        } catch (DirectoryInUseException e) {
            throw new DatabaseException(
                            SqlState.LOCK_FILE_EXISTS, String.valueOf(e.getMessage()), e)
                    .withHint("Stop that process, or open another directory.");
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("lock the directory", e);
        }
    }

    /// Returns the committed state as it is now; the caller closes it.
    public Snapshot snapshot() {
        StoreState state = committer.use();
        return new Snapshot(state, WriteSet.Version.NONE, ReadSet.NONE, state.definitionVersion());
    }

    /// Begins a transaction; the caller commits it or rolls it back.
    public Transaction begin(Isolation isolation) {
        return begin(isolation, new LockParty());
    }

    /// Begins a transaction whose waits for locks are those of a party.
    Transaction begin(Isolation isolation, LockParty party) {
        Transaction transaction = new Transaction(this, isolation, party);
        transactions.add(transaction);
        return transaction;
    }

    /// Changes a counter (a sequence's state) outside any transaction, and returns its new value.
    ///
    /// The change is logged with the next commit, so that it is durable no later than any commit
    /// that follows.
    ///
    /// @param initial the value that `next` gets when the counter doesn't exist
    public long updateCounter(long counterId, long initial, LongUnaryOperator next) {
        return counters.update(counterId, initial, next);
    }

    /// Returns a number that was never returned before in this store: ids of tables and
    /// definitions, keys of tables without a primary key.
    public long allocateId() {
        return allocateIds(1);
    }

    /// Returns the first of `count` consecutive numbers never returned before.
    public long allocateIds(int count) {
        synchronized (idLock) {
            long first = nextId;
            nextId += count;
            if (nextId > reservedIdEnd) {
                reservedIdEnd = nextId + ID_RESERVE;
                counters.update(ID_COUNTER, FIRST_ID, _ -> reservedIdEnd);
            }
            return first;
        }
    }

    /// Makes segments of recent rows, merges segments where that pays, and writes a manifest: what
    /// background maintenance does by itself, now. The work behind VACUUM and CHECKPOINT.
    public void maintain() {
        maintenance.complete();
    }

    /// Does of that what is due by the store's options, as the background thread would do it.
    public void maintainIfDue() {
        maintenance.step();
    }

    /// Verifies everything that is committed: each checksum, the order of keys, that each key is
    /// found and live in one place only. Reads all files once.
    ///
    /// @return what is wrong, a sentence each; empty when all is well
    public List<String> check() {
        StoreState state = committer.use();
        try {
            return Check.run(state);
        } finally {
            state.files().release();
        }
    }

    /// Copies the committed state to an empty directory, as a store of its own, while others read
    /// and write.
    ///
    /// @param link whether segments may share their bytes with the originals where both are on one
    ///   disk: quick and small, but no help when that disk breaks
    /// @return the number of the last commit in the copy
    /// @throws DatabaseException 58P02 when the directory is not empty, 53100 or 58030 when a disk
    ///   fails, XX001 when a segment turns out to be damaged
    public long backUp(FileSystem target, boolean link) {
        StoreState state = committer.use();
        try {
            Map<Long, Long> values = counters.all();
            values.put(Checkpoint.LOG_FILE_COUNTER, log.fileNumber());
            StoreCopy.write(state, values, clock.getAsLong(), files, target, link);
            return state.sequence();
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("write the backup", e);
        } finally {
            state.files().release();
        }
    }

    LockTable locks() {
        return locks;
    }

    /// Returns what is locked now and what is waited for.
    public List<LockView> lockViews() {
        return locks.seen().stream().map(LockView::of).toList();
    }

    LoadedKeys loadedKeys() {
        return loadedKeys;
    }

    ConflictHistory history() {
        return history;
    }

    StoreState state() {
        return committer.state();
    }

    /// Returns what is committed now, with its files in use; the caller releases them.
    ///
    /// @param remember whether to keep what is committed from then on in the history, until the
    ///   caller closes it there
    StoreState useNewest(boolean remember) {
        if (!remember) {
            return committer.use();
        }
        while (true) {
            long sequence = committer.state().sequence();
            history.open(sequence);
            StoreState state = committer.use();
            if (state.sequence() == sequence && history.covers(sequence)) {
                return state;
            }
            state.files().release();
            history.close(sequence);
            Thread.onSpinWait();
        }
    }

    long newPrivateDefinitionVersion() {
        return privateDefinitionVersions.decrementAndGet();
    }

    void commit(WriteSet.Version writes, ReadSet reads, long snapshotSequence) {
        writes.tables()
                .forEach((tableId, table) ->
                        maintenance.awaitRoom(tableId, table.rows().byteCount()));
        committer.commit(writes, reads, snapshotSequence);
        for (long tableId : writes.tables().keySet()) {
            committer.state().tables().find(tableId).ifPresent(maintenance::written);
        }
    }

    /// Returns how many rows the largest table has.
    public long largestTableRowCount() {
        return committer.state().tables().all().stream()
                .mapToLong(TableState::rowCount)
                .max()
                .orElse(0);
    }

    /// Changes how many bytes a second background merges write at most; 0 for no limit.
    public void limitMerges(long bytesPerSecond) {
        maintenance.limitMerges(bytesPerSecond);
    }

    /// Returns what was written since the store was opened.
    public WriteStatistics writeStatistics() {
        return new WriteStatistics(
                new WriteStatistics.Amount(log.recordCount(), 0, log.writtenByteCount()),
                amount(writeCounts.flushed()),
                amount(writeCounts.merged()),
                amount(writeCounts.loaded()),
                amount(writeCounts.checkpoints()),
                writeCounts.delayNanos());
    }

    private static WriteStatistics.Amount amount(WriteCounts.Kind kind) {
        return new WriteStatistics.Amount(kind.fileCount(), kind.rowCount(), kind.byteCount());
    }

    WriteCounts writeCounts() {
        return writeCounts;
    }

    /// Returns the directory, for segments that a transaction writes itself.
    FileSystem files() {
        return files;
    }

    StoreOptions options() {
        return options;
    }

    void ended(Transaction transaction) {
        transactions.remove(transaction);
    }

    /// Stops maintenance, syncs and closes all files. Transactions still open are rolled back.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            rollBackAll();
        } finally {
            closeFiles();
        }
    }

    /// Rolls back what is open, all of it even if the disk fails one.
    private void rollBackAll() {
        Optional<RuntimeException> exception = Optional.empty();
        Optional<Error> error = Optional.empty();
        for (Transaction transaction : transactions) {
            try {
                transaction.cancel();
                transaction.rollback();
            } catch (RuntimeException e) {
                exception = Optional.of(e);
            } catch (Error e) {
                error = Optional.of(e);
            }
        }
        if (error.isPresent()) {
            throw error.get();
        }
        if (exception.isPresent()) {
            throw exception.get();
        }
    }

    private void closeFiles() {
        maintenance.close();
        // In the reverse order: the lock goes last.
        try (directoryLock;
                log) {
            try {
                if (!log.isDead()) {
                    committer.syncCounters();
                    maintenance.checkpointIfNeeded();
                    log.close();
                    maintenance.archiveClosedLog();
                    log.removeAll(committer.state().sequence());
                }
            } finally {
                committer.close();
            }
        } catch (IOException e) {
            throw DiskErrors.asDatabaseException("close the store", e);
        }
    }
}
