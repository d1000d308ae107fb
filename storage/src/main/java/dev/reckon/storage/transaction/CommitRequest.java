package dev.reckon.storage.transaction;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.state.ReadSet;
import dev.reckon.storage.state.StateEditor;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.wal.RecordWriter;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One transaction on its way through the [Committer]. Its thread waits; another may do the work.
final class CommitRequest {
    /// A record that is surely shorter than this is encoded by its own thread, before it queues.
    private static final int SMALL_BYTE_COUNT = 256 << 10;

    private final boolean mark;
    private final WriteSet.Version writes;
    private final ReadSet reads;
    private final long snapshotSequence;
    private final Thread thread = Thread.currentThread();
    private final @Nullable RecordWriter encoded;

    /// Written by the leader before `state`.
    private long sequence;

    private @Nullable Throwable error;
    private volatile State state = State.WAITING;

    private enum State {
        WAITING,
        LEADING,
        DONE
    }

    CommitRequest(WriteSet.Version writes, ReadSet reads, long snapshotSequence) {
        this(false, writes, reads, snapshotSequence);
    }

    private CommitRequest(
            boolean mark, WriteSet.Version writes, ReadSet reads, long snapshotSequence) {
        this.mark = mark;
        this.writes = writes;
        this.reads = reads;
        this.snapshotSequence = snapshotSequence;
        long estimate = 1024;
        for (TableWrites table : writes.tables().values()) {
            estimate += table.rows().byteCount() + 12L * table.rows().count();
        }
        estimate += writes.catalog().definitions().byteCount();
        if (estimate < SMALL_BYTE_COUNT) {
            RecordWriter out = new RecordWriter((int) estimate);
            CommitRecord.write(writes, out, (_, _) -> {});
            this.encoded = out;
        } else {
            this.encoded = null;
        }
    }

    /// Makes a request for an empty record.
    static CommitRequest mark() {
        return new CommitRequest(true, WriteSet.Version.NONE, ReadSet.NONE, 0);
    }

    boolean isMark() {
        return mark;
    }

    WriteSet.Version writes() {
        return writes;
    }

    ReadSet reads() {
        return reads;
    }

    long snapshotSequence() {
        return snapshotSequence;
    }

    long sequence() {
        return sequence;
    }

    void setSequence(long number) {
        sequence = number;
    }

    /// Hands out the record, in one part or many.
    void encode(RecordWriter buffer, CommitRecord.PartSink sink) {
        if (encoded != null) {
            sink.part(encoded, true);
        } else {
            buffer.clear();
            CommitRecord.write(writes, buffer, sink);
        }
    }

    /// Returns whether other segments exist after this commit than before.
    boolean changesFiles() {
        return !writes.segments().isEmpty()
                || !writes.catalog().dropped().isEmpty()
                || !writes.catalog().truncated().isEmpty();
    }

    void apply(StateEditor editor) {
        writes.catalog().dropped().forEach(editor::dropTable);
        writes.catalog().truncated().forEach(editor::truncateTable);
        writes.catalog().created().values().forEach(editor::createTable);
        CommitRecord.applyDefinitions(writes.catalog().definitions(), editor);
        writes.segments().forEach(editor::addSegments);
        writes.tables().forEach(editor::write);
    }

    /// Waits until done, and returns true; or until this thread is to lead, and returns false.
    boolean await() {
        boolean interrupted = false;
        while (state == State.WAITING) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // A commit on its way cannot be called back.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return state == State.DONE;
    }

    void lead() {
        state = State.LEADING;
        LockSupport.unpark(thread);
    }

    /// Says that it is committed; its thread learns of it when it is woken.
    void succeed() {
        state = State.DONE;
    }

    /// Says what kept it from being committed; as [#succeed].
    void fail(Throwable cause) {
        error = cause;
        state = State.DONE;
    }

    /// Wakes its thread, if that is another.
    void wake() {
        if (!Thread.currentThread().equals(thread)) {
            LockSupport.unpark(thread);
        }
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /// Throws what the commit failed with, if it did.
    void throwIfFailed() {
        switch (error) {
            case null -> {}
            case DatabaseException cause ->
                    // A new one for each thread: exceptions are not shared.
                    throw copy(cause);
            case Error cause -> throw cause;
            case Throwable cause -> throw new IllegalStateException("commit failed", cause);
        }
    }

    private static DatabaseException copy(DatabaseException cause) {
        DatabaseException copy =
                new DatabaseException(cause.sqlState(), String.valueOf(cause.getMessage()), cause);
        cause.fields().forEach(copy::with);
        return copy;
    }
}
