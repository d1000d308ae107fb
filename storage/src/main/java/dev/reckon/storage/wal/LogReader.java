package dev.reckon.storage.wal;

import static dev.reckon.storage.wal.LogFormat.FILE_HEADER_BYTES;
import static dev.reckon.storage.wal.LogFormat.FRAME_ALIGNMENT;
import static dev.reckon.storage.wal.LogFormat.FRAME_HEADER_BYTES;
import static dev.reckon.storage.wal.LogFormat.INT;
import static dev.reckon.storage.wal.LogFormat.LONG;

import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads the log back after a crash. For one thread.
///
/// The end is where the first frame is missing or torn. It is damage, never an end, when later
/// bytes prove that the frame was durable once: a later file exists, or a later frame says so (each
/// names the offset up to which the file was durable when it was written). Of the very last frame
/// nothing proves that; so a store that comes to rest writes an empty record behind it.
public final class LogReader {
    private final FileSystem files;
    private final Visitor visitor;
    private long nextSequence;

    /// Whether the last part handed out does not complete its record.
    private boolean inRecord;

    /// Receives records in order. The bytes belong to the reader and are good during the call.
    public interface Visitor {
        /// Receives a record, or a part of a long one.
        ///
        /// @param begins whether this is the first part of the record: if the one before was not
        ///   complete it was never committed
        /// @param complete whether this is the last part
        /// @param timeMicros when it was written, in microseconds since 1970
        void record(
                long sequence,
                byte[] bytes,
                int start,
                int end,
                boolean begins,
                boolean complete,
                long timeMicros);
    }

    /// What was found.
    ///
    /// @param lastSequence of the last record, or what was asked for when there is none after
    /// @param files the log files, the oldest first
    /// @param spares names of files to use again
    public record Result(long lastSequence, List<FoundFile> files, List<String> spares) {}

    /// A log file.
    ///
    /// @param firstSequence of the record that begins or goes on at its start
    /// @param insideRecord whether the file before has the beginning of that record
    public record FoundFile(long number, long byteCount, long firstSequence, boolean insideRecord) {
        /// Returns the name of the file.
        public String name() {
            return LogFormat.fileName(number);
        }

        /// Returns whether no file before this one has a record that begins at or after `sequence`.
        boolean beginsAtOrBefore(long sequence) {
            return firstSequence < sequence || (firstSequence == sequence && !insideRecord);
        }
    }

    private LogReader(FileSystem files, long afterSequence, Visitor visitor) {
        this.files = files;
        this.visitor = visitor;
        this.nextSequence = afterSequence + 1;
    }

    /// Reads all records after a sequence number.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 naming file and offset when the log
    ///   is damaged
    public static Result read(FileSystem files, long afterSequence, Visitor visitor)
            throws IOException {
        return new LogReader(files, afterSequence, visitor).read();
    }

    private Result read() throws IOException {
        List<FoundFile> found = new ArrayList<>();
        List<String> spares = new ArrayList<>();
        for (String name : files.list()) {
            Optional<Long> number = LogFormat.fileNumber(name);
            if (number.isPresent()) {
                found.add(readHeader(name, number.get()));
            } else if (name.startsWith(LogFormat.SPARE_PREFIX)) {
                spares.add(name);
            }
        }
        found.sort(Comparator.comparingLong(FoundFile::number));
        for (int i = 0; i < found.size(); i++) {
            Optional<FoundFile> following =
                    i + 1 < found.size() ? Optional.of(found.get(i + 1)) : Optional.empty();
            if (following.isEmpty() || !following.get().beginsAtOrBefore(nextSequence)) {
                readFile(found.get(i), following);
            }
        }
        return new Result(nextSequence - 1, found, spares);
    }

    private FoundFile readHeader(String name, long number) throws IOException {
        byte[] header = files.readStart(name, LogFormat.FILE_HEADER_BYTES);
        long byteCount = files.size(name);
        Optional<String> problem = LogFormat.fileProblem(header, number, byteCount);
        if (problem.isPresent()) {
            throw DiskErrors.damaged(files.describe(name), 0, problem.get());
        }
        return new FoundFile(
                number,
                byteCount,
                LogFormat.firstSequence(header),
                LogFormat.isInsideRecord(header));
    }

    private void readFile(FoundFile found, Optional<FoundFile> following) throws IOException {
        if (found.firstSequence() > nextSequence) {
            throw damaged(found, 0, "log file with record %d missing".formatted(nextSequence));
        }
        byte[] file = files.read(found.name());
        long salt = LogFormat.salt(file);
        int offset = FILE_HEADER_BYTES;
        int previousCrc = 0;
        long sequence = found.firstSequence();
        inRecord = inRecord && found.insideRecord();
        while (isNextFrame(file, offset, salt, previousCrc, sequence)) {
            int length = (int) INT.get(file, offset + LogFormat.LENGTH);
            int flags = (int) INT.get(file, offset + LogFormat.FLAGS);
            boolean begins = (flags & LogFormat.BEGINS) != 0;
            boolean complete = (flags & LogFormat.CONTINUES) == 0;
            if (sequence >= nextSequence) {
                if (!begins && !inRecord) {
                    throw damaged(found, offset, "record %d has no beginning".formatted(sequence));
                }
                int start = offset + FRAME_HEADER_BYTES;
                long time = (long) LONG.get(file, offset + LogFormat.TIME);
                visitor.record(sequence, file, start, start + length, begins, complete, time);
                inRecord = !complete;
            }
            previousCrc = (int) INT.get(file, offset + LogFormat.HEADER_CRC);
            offset += LogFormat.frameByteCount(length);
            if (complete) {
                nextSequence = Math.max(nextSequence, sequence + 1);
                sequence++;
            }
        }
        checkEnd(found, file, offset, salt, following);
    }

    private static boolean isNextFrame(
            byte[] file, int offset, long salt, int previousCrc, long sequence) {
        return LogFormat.isFrameHeader(file, offset, salt)
                && (int) INT.get(file, offset + LogFormat.PREVIOUS_CRC) == previousCrc
                && (long) LONG.get(file, offset + LogFormat.SEQUENCE) == sequence
                && LogFormat.isPayloadValid(file, offset);
    }

    private void checkEnd(
            FoundFile found, byte[] file, int offset, long salt, Optional<FoundFile> following) {
        if (following.isPresent()) {
            // A record may go on in the next file.
            if (following.get().firstSequence() != nextSequence) {
                throw damaged(found, offset, "record %d expected".formatted(nextSequence));
            }
            return;
        }
        int later = offset + FRAME_ALIGNMENT;
        for (; later + FRAME_HEADER_BYTES <= file.length; later += FRAME_ALIGNMENT) {
            if (LogFormat.isFrameHeader(file, later, salt)
                    && (long) LONG.get(file, later + LogFormat.DURABLE_END) > offset
                    && LogFormat.isPayloadValid(file, later)) {
                String what =
                        "record %d expected%s, a later one is at offset %d"
                                .formatted(nextSequence, inRecord ? " to go on" : "", later);
                throw damaged(found, offset, what);
            }
        }
    }

    private RuntimeException damaged(FoundFile file, long offset, String what) {
        return DiskErrors.damaged(files.describe(file.name()), offset, what);
    }
}
