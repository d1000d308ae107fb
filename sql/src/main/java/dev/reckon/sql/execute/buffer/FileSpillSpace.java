package dev.reckon.sql.execute.buffer;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.DiskFullException;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.MappedFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Temporary files in a directory. Safe for use by many threads.
///
/// They are never synced. Those that a crash leaves behind are called like [#isTemporary] says.
public final class FileSpillSpace implements SpillSpace {
    private static final String PREFIX = "spill-";
    private static final String SUFFIX = ".tmp";

    private final FileSystem files;
    private final AtomicLong nextNumber = new AtomicLong();

    public FileSpillSpace(FileSystem files) {
        this.files = files;
    }

    /// Returns whether a file of that name is one of these, so that it can go at start.
    public static boolean isTemporary(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    @Override
    public SpillFile create() {
        String name = PREFIX + nextNumber.getAndIncrement() + SUFFIX;
        try {
            return new File(name, files.create(name));
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private DatabaseException failure(String name, IOException cause) {
        SqlState state =
                cause instanceof DiskFullException ? SqlState.DISK_FULL : SqlState.IO_ERROR;
        return new DatabaseException(
                state,
                "could not use temporary file \""
                        + files.describe(name)
                        + "\": "
                        + cause.getMessage(),
                cause);
    }

    private final class File implements SpillFile {
        private final String name;
        private Optional<FileSystem.WritableFile> writer;
        private Optional<MappedFile> mapped = Optional.empty();
        private long byteCount;
        private boolean isClosed;

        File(String name, FileSystem.WritableFile writer) {
            this.name = name;
            this.writer = Optional.of(writer);
        }

        @Override
        public void write(byte[] bytes, int count) {
            try {
                writer.orElseThrow().write(byteCount, bytes, 0, count);
            } catch (IOException e) {
                throw failure(name, e);
            }
            byteCount += count;
        }

        @Override
        public void read(long offset, byte[] target, int count) {
            MemorySegment.copy(mapped().bytes(), ValueLayout.JAVA_BYTE, offset, target, 0, count);
        }

        private MappedFile mapped() {
            if (mapped.isEmpty()) {
                try {
                    closeWriter();
                    mapped = Optional.of(files.map(name));
                } catch (IOException e) {
                    throw failure(name, e);
                }
            }
            return mapped.get();
        }

        private void closeWriter() throws IOException {
            if (writer.isPresent()) {
                FileSystem.WritableFile open = writer.get();
                writer = Optional.empty();
                open.close();
            }
        }

        @Override
        public void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            try {
                closeWriter();
                mapped.ifPresent(MappedFile::close);
                files.delete(name);
            } catch (IOException e) {
                throw failure(name, e);
            }
        }
    }
}
