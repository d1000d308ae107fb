package dev.reckon.storage.wal;

import static dev.reckon.storage.wal.LogFormat.FILE_HEADER_BYTES;
import static dev.reckon.storage.wal.LogFormat.FRAME_HEADER_BYTES;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.DiskFullException;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.wal.LogReader.FoundFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Writes the log. For one thread at a time: who leads a group of commits.
///
/// Files have their full size from the start, so that a sync writes the bytes and nothing else; old
/// ones are used again. A sync that fails ends the log's life: what is durable is unknown from then
/// on, and only recovery can tell.
public final class Log implements AutoCloseable {
    /// The usual size of a file.
    public static final int FILE_BYTE_COUNT = 16 << 20;

    /// A record longer than this is written as several frames.
    public static final int FRAME_BYTE_COUNT_MAX = 1 << 20;

    private static final long NOT_OPEN = -1;
    private static final int SPARE_COUNT_MAX = 4;

    /// So many files at most are prepared before they are wanted.
    private static final int PREPARED_COUNT_MAX = 4;

    private static final int ZEROS_BYTE_COUNT = 1 << 18;

    private final FileSystem files;
    private final int fileByteCount;
    private final LongSupplier salts;
    private final LongSupplier clock;

    /// All files, the oldest first, including the current one. Guarded by itself, because a
    /// checkpoint removes some while commits go on.
    private final Deque<FoundFile> logFiles = new ArrayDeque<>();

    /// Names of files to use again; guarded by `logFiles`.
    private final List<String> spares = new ArrayList<>();

    private int spareNumber;

    /// How many files were begun, in all and when [#prepareFiles] was called last; guarded by
    /// `logFiles`.
    private int begunCount;

    private int begunCountSeen;

    /// Whether a file will soon be wanted that nobody has prepared.
    private volatile boolean needsFile;

    private volatile long fileNumber;

    /// Files with greater numbers stay.
    private volatile long removableNumber = Long.MAX_VALUE;

    private Optional<WritableFile> current = Optional.empty();
    private long currentByteCount;
    private long salt;

    /// Where everything appended ends, and where everything durable does.
    private long end;

    private long durableEnd;
    private int previousCrc;
    private int durableCrc;
    private long durableSequence;
    private long lastSequence;

    /// The number of the record of which only parts are appended.
    private long openSequence = NOT_OPEN;

    /// Frames appended but not written yet: the bytes before `end`.
    private byte[] buffer = new byte[1 << 16];

    private int bufferLength;

    private final LongAdder recordCount = new LongAdder();
    private final LongAdder writtenByteCount = new LongAdder();
    private volatile Optional<DatabaseException> failure = Optional.empty();

    /// Continues a log after recovery; writes nothing until something is appended.
    ///
    /// @param recovered what recovery found
    /// @param fileByteCount the size of a file
    /// @param lastFileNumber no file so far had a greater number than this, or than those found
    /// @param salts gives each use of a file a number of its own, so that its old bytes don't count
    /// @param clock the time in microseconds since 1970, which each record gets
    public Log(
            FileSystem files,
            LogReader.Result recovered,
            int fileByteCount,
            long lastFileNumber,
            LongSupplier salts,
            LongSupplier clock) {
        this.files = files;
        this.fileNumber = lastFileNumber;
        this.clock = clock;
        this.fileByteCount = fileByteCount;
        this.salts = salts;
        this.lastSequence = recovered.lastSequence();
        this.durableSequence = lastSequence;
        logFiles.addAll(recovered.files());
        if (!logFiles.isEmpty()) {
            fileNumber = Math.max(lastFileNumber, logFiles.getLast().number());
        }
        for (String spare : recovered.spares()) {
            spares.add(spare);
            spareNumber =
                    Math.max(
                            spareNumber,
                            Integer.parseInt(spare.substring(LogFormat.SPARE_PREFIX.length())) + 1);
        }
    }

    /// Appends a record of one frame; durable after [#sync]. Its number follows the last one's.
    ///
    /// @throws DatabaseException 53100 when the disk is full: then nothing since the last sync was
    ///   appended; 58030 when the log has failed
    public void append(byte[] payload, int length, long sequence) {
        appendFrame(payload, length, sequence, false);
    }

    /// Appends a part of a record that the next call continues or ends, with the same number.
    public void appendPart(byte[] payload, int length, long sequence) {
        appendFrame(payload, length, sequence, true);
    }

    private void appendFrame(byte[] payload, int length, long sequence, boolean continues) {
        requireWorking();
        boolean begins = sequence != openSequence;
        int frameByteCount = LogFormat.frameByteCount(length);
        try {
            if (current.isEmpty() || end + frameByteCount > currentByteCount) {
                beginFile(sequence, frameByteCount);
            }
            if (bufferLength + frameByteCount > buffer.length) {
                writeBuffer();
                if (frameByteCount > buffer.length) {
                    buffer = new byte[Math.max(frameByteCount, 2 * buffer.length)];
                }
            }
        } catch (IOException e) {
            throw failed("write to the log", e);
        }
        int start = bufferLength;
        System.arraycopy(payload, 0, buffer, start + FRAME_HEADER_BYTES, length);
        int padding = start + FRAME_HEADER_BYTES + length;
        Arrays.fill(buffer, padding, start + frameByteCount, (byte) 0);
        LogFormat.sealFrame(
                buffer,
                start,
                length,
                (begins ? LogFormat.BEGINS : 0) | (continues ? LogFormat.CONTINUES : 0),
                sequence,
                salt,
                durableEnd,
                previousCrc,
                clock.getAsLong());
        previousCrc = (int) LogFormat.INT.get(buffer, start + LogFormat.HEADER_CRC);
        bufferLength += frameByteCount;
        noteHalf(end, end + frameByteCount);
        end += frameByteCount;
        writtenByteCount.add(frameByteCount);
        recordCount.add(continues ? 0 : 1);
        openSequence = continues ? sequence : NOT_OPEN;
        if (!continues) {
            lastSequence = sequence;
        }
    }

    /// Asks for the next file when the half of the current one is passed.
    private void noteHalf(long before, long after) {
        long half = currentByteCount / 2;
        if (before <= half && after > half) {
            synchronized (logFiles) {
                needsFile = spares.isEmpty();
            }
        }
    }

    /// Returns whether [#prepareFiles] has something to do.
    public boolean needsFile() {
        return needsFile;
    }

    /// Prepares the file that will be wanted next, or several if many were begun since the last
    /// call, so that who appends need not wait for its zeros. Safe to call while another thread
    /// appends; not by two threads. Does nothing while the disk is full.
    public void prepareFiles() throws IOException {
        int wanted;
        synchronized (logFiles) {
            int recent = begunCount - begunCountSeen;
            begunCountSeen = begunCount;
            if (!needsFile || isDead()) {
                return;
            }
            needsFile = false;
            wanted = Math.min(PREPARED_COUNT_MAX, 1 + recent) - spares.size();
        }
        for (; wanted > 0; wanted--) {
            String name = newSpareName();
            try (WritableFile file = files.create(name)) {
                writeZeros(file, 0, fileByteCount);
                file.sync();
            } catch (DiskFullException e) {
                files.delete(name);
                return; // Who needs the file will say so.
            }
            synchronized (logFiles) {
                spares.add(name);
            }
        }
    }

    private static void writeZeros(WritableFile file, int start, int byteCount) throws IOException {
        byte[] zeros = new byte[ZEROS_BYTE_COUNT];
        for (long offset = start; offset < byteCount; offset += zeros.length) {
            file.write(offset, zeros, 0, (int) Math.min(zeros.length, byteCount - offset));
        }
    }

    /// Forgets a record of which only parts were appended: its number is used again.
    public void abandonRecord() {
        openSequence = NOT_OPEN;
    }

    /// Ends the log's life, because memory does not agree with it any more.
    public void kill(String reason, Throwable cause) {
        failure =
                Optional.of(
                        new DatabaseException(
                                SqlState.IO_ERROR, "could not apply a commit: " + reason, cause));
    }

    /// Returns once everything appended survives a power failure.
    ///
    /// @throws DatabaseException 53100 or 58030 as [#append]; after a failed sync the outcome of
    ///   what was appended is unknown until recovery
    public void sync() {
        requireWorking();
        try {
            writeBuffer();
        } catch (IOException e) {
            throw failed("write to the log", e);
        }
        syncCurrent();
    }

    private void syncCurrent() {
        if (current.isPresent() && durableEnd != end) {
            try {
                current.get().sync();
            } catch (IOException e) {
                throw dead("sync the log", e);
            }
            durableEnd = end;
        }
        durableCrc = previousCrc;
        durableSequence = lastSequence;
    }

    private void writeBuffer() throws IOException {
        if (bufferLength > 0) {
            current.orElseThrow().write(end - bufferLength, buffer, 0, bufferLength);
            bufferLength = 0;
        }
    }

    /// Forgets what was appended since the last sync, if the file allows it; otherwise the log is
    /// dead. The bytes will be written over: a reader tells the old ones by the chain of checksums.
    private DatabaseException failed(String action, IOException cause) {
        if (!(cause instanceof DiskFullException)) {
            return dead(action, cause);
        }
        bufferLength = 0;
        end = durableEnd;
        previousCrc = durableCrc;
        lastSequence = durableSequence;
        openSequence = NOT_OPEN;
        return DiskErrors.asDatabaseException(action, cause);
    }

    private DatabaseException dead(String action, IOException cause) {
        DatabaseException error =
                new DatabaseException(
                                SqlState.IO_ERROR,
                                "could not %s: %s".formatted(action, cause.getMessage()),
                                cause)
                        .withDetail(
                                "Whether the transaction is committed is known only after a"
                                        + " restart.")
                        .withHint("Writing is off until the store is opened again.");
        failure = Optional.of(error);
        return error;
    }

    private void requireWorking() {
        Optional<DatabaseException> error = failure;
        if (error.isPresent()) {
            throw new DatabaseException(
                            SqlState.IO_ERROR,
                            "the log is out of use since an earlier failure",
                            error.get())
                    .withHint("Writing is off until the store is opened again.");
        }
    }

    /// Returns the number of the last record that is durable for certain: after an exception, what
    /// was appended up to there is committed nevertheless.
    public long durableSequence() {
        return durableSequence;
    }

    /// Returns whether nothing can be written any more.
    public boolean isDead() {
        return failure.isPresent();
    }

    /// Begins a new file for a frame that doesn't fit into the current one, which becomes durable
    /// first: a file's existence proves that the one before is whole.
    @SuppressWarnings("MustBeClosed") // Closed by the next file, or by close().
    private void beginFile(long sequence, int frameByteCount) throws IOException {
        writeBuffer();
        syncCurrent();
        if (current.isPresent()) {
            current.get().close();
            current = Optional.empty();
        }
        int byteCount = Math.max(fileByteCount, FILE_HEADER_BYTES + frameByteCount);
        long number = fileNumber + 1;
        long newSalt = salts.getAsLong();
        boolean insideRecord = sequence == openSequence;
        String prepared =
                prepareFile(
                        byteCount,
                        LogFormat.fileHeader(number, byteCount, newSalt, sequence, insideRecord));
        String name = LogFormat.fileName(number);
        files.rename(prepared, name);
        files.syncDirectory();
        current = Optional.of(files.open(name));
        currentByteCount = byteCount;
        fileNumber = number;
        salt = newSalt;
        end = FILE_HEADER_BYTES;
        durableEnd = end;
        previousCrc = 0;
        durableCrc = 0;
        synchronized (logFiles) {
            logFiles.add(new FoundFile(number, byteCount, sequence, insideRecord));
            begunCount++;
        }
    }

    /// Returns the name of a durable file of the size, with the header, and no frame that counts.
    private String prepareFile(int byteCount, byte[] header) throws IOException {
        Optional<String> spare = byteCount == fileByteCount ? takeSpare() : Optional.empty();
        String name = spare.orElseGet(this::newSpareName);
        try (WritableFile file = spare.isPresent() ? files.open(name) : files.create(name)) {
            file.write(0, header, 0, header.length);
            if (spare.isEmpty()) {
                writeZeros(file, header.length, byteCount);
            }
            file.sync();
        } catch (DiskFullException e) {
            files.delete(name); // Gives the room back; a file cut short is of no use.
            throw e;
        }
        return name;
    }

    /// Removes the files that are kept to be used again. Safe to call while another thread appends.
    public void removeSpares() throws IOException {
        List<String> removed;
        synchronized (logFiles) {
            removed = List.copyOf(spares);
            spares.clear();
        }
        for (String name : removed) {
            files.delete(name);
        }
    }

    private Optional<String> takeSpare() throws IOException {
        while (true) {
            String name;
            synchronized (logFiles) {
                if (spares.isEmpty()) {
                    return Optional.empty();
                }
                name = spares.removeLast();
            }
            if (files.size(name) == fileByteCount) {
                return Optional.of(name);
            }
            files.delete(name); // Half written when the process ended, or of another size.
        }
    }

    private String newSpareName() {
        synchronized (logFiles) {
            return LogFormat.SPARE_PREFIX + spareNumber++;
        }
    }

    /// Keeps files from being removed until they are archived: only those up to a number can go.
    public void keepAfter(long archivedNumber) {
        removableNumber = archivedNumber;
    }

    /// Returns the files that nothing is written to any more, the oldest first.
    ///
    /// @param closed whether that includes the last one, because the log is closed
    public List<FoundFile> finishedFiles(boolean closed) {
        synchronized (logFiles) {
            List<FoundFile> all = List.copyOf(logFiles);
            return closed || all.isEmpty() ? all : all.subList(0, all.size() - 1);
        }
    }

    /// Returns the number of a log file; empty when the name is not one's.
    public Optional<Long> fileNumber(String name) {
        return LogFormat.fileNumber(name);
    }

    /// Returns the number of the newest file ever.
    public long fileNumber() {
        return fileNumber;
    }

    /// Removes the files that hold no record after `sequence`, which a durable manifest contains.
    /// Safe to call while another thread appends; not by two threads.
    public void removeBefore(long sequence) throws IOException {
        removeFiles(sequence, 1);
    }

    /// Removes all files of the closed log if `sequence` is its last record's number: nothing is
    /// left to recover, or to be damaged.
    public void removeAll(long sequence) throws IOException {
        if (lastSequence <= sequence) {
            removeFiles(sequence, 0);
        }
    }

    private void removeFiles(long sequence, int fileCountMin) throws IOException {
        List<String> reusable = new ArrayList<>();
        while (true) {
            FoundFile oldest;
            int spareCount;
            synchronized (logFiles) {
                if (logFiles.size() <= fileCountMin
                        || logFiles.getFirst().number() > removableNumber) {
                    break;
                }
                oldest = logFiles.removeFirst();
                if (!logFiles.isEmpty() && !logFiles.getFirst().beginsAtOrBefore(sequence + 1)) {
                    logFiles.addFirst(oldest);
                    break;
                }
                spareCount = spares.size() + reusable.size();
            }
            if (oldest.byteCount() == fileByteCount && spareCount < SPARE_COUNT_MAX) {
                String name = newSpareName();
                files.rename(oldest.name(), name);
                reusable.add(name);
            } else {
                files.delete(oldest.name());
            }
        }
        // A spare may be written over only when it cannot come back under its old name.
        files.syncDirectory();
        synchronized (logFiles) {
            spares.addAll(reusable);
        }
    }

    /// Returns how many records were appended since the log was opened.
    public long recordCount() {
        return recordCount.sum();
    }

    /// Returns how many bytes of records were appended since the log was opened.
    public long writtenByteCount() {
        return writtenByteCount.sum();
    }

    /// Returns about how many bytes of log recovery would have to read.
    public long byteCount() {
        synchronized (logFiles) {
            long sum = 0;
            for (FoundFile file : logFiles) {
                sum += file.byteCount();
            }
            return sum;
        }
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
            current = Optional.empty();
        }
    }
}
