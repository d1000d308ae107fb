package dev.reckon.storage.file;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A view of files as they are: whatever is written, renamed or deleted here stays in memory, so
/// that a store can be opened, checked and recovered without any change to its directory. Safe for
/// use by many threads.
public final class UnchangedFiles implements FileSystem {
    private static final int SMALLEST_CAPACITY = 256;

    private final FileSystem base;

    /// By name; guarded by this.
    private final Map<String, Content> contents = new HashMap<>();

    /// How many read the view, or -1 while one has it for writing; guarded by this.
    private int lockCount;

    private sealed interface Content {
        /// A file that nobody changes.
        record Source(FileSystem files, String name) implements Content {}

        /// A file that was written here.
        final class Written implements Content {
            byte[] bytes = new byte[SMALLEST_CAPACITY];
            int byteCount;
        }
    }

    /// Views a directory, which must not change meanwhile: see [FileSystem#lockForReading].
    public UnchangedFiles(FileSystem base) throws IOException {
        this.base = base;
        add(base, _ -> true);
    }

    /// Shows further files, those of another directory that are wanted and whose names are free.
    public synchronized void add(FileSystem files, Predicate<String> wanted) throws IOException {
        for (String name : files.list()) {
            if (wanted.test(name)) {
                contents.putIfAbsent(name, new Content.Source(files, name));
            }
        }
    }

    private Content content(String name) throws NoSuchFileException {
        Content content = contents.get(name);
        if (content == null) {
            throw new NoSuchFileException(base.describe(name));
        }
        return content;
    }

    @Override
    @MustBeClosed
    public synchronized WritableFile create(String name) {
        var written = new Content.Written();
        contents.put(name, written);
        return new File(written);
    }

    @Override
    @MustBeClosed
    public synchronized WritableFile open(String name) throws IOException {
        return switch (content(name)) {
            case Content.Written written -> new File(written);
            case Content.Source source -> {
                var copy = new Content.Written();
                copy.bytes = source.files.read(source.name);
                copy.byteCount = copy.bytes.length;
                contents.put(name, copy);
                yield new File(copy);
            }
        };
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        return switch (content(name)) {
            case Content.Written written -> Arrays.copyOf(written.bytes, written.byteCount);
            case Content.Source source -> source.files.read(source.name);
        };
    }

    @Override
    public synchronized byte[] readStart(String name, int byteCount) throws IOException {
        return switch (content(name)) {
            case Content.Written written ->
                    Arrays.copyOf(written.bytes, Math.min(byteCount, written.byteCount));
            case Content.Source source -> source.files.readStart(source.name, byteCount);
        };
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // The mapped file owns the memory.
    public synchronized MappedFile map(String name) throws IOException {
        return switch (content(name)) {
            case Content.Written written -> {
                NativeMemory memory = new NativeMemory();
                MemorySegment copy = memory.allocate(written.byteCount);
                MemorySegment.copy(
                        written.bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, written.byteCount);
                yield new MappedFile(name, memory, copy);
            }
            case Content.Source source -> source.files.map(source.name);
        };
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return switch (content(name)) {
            case Content.Written written -> written.byteCount;
            case Content.Source source -> source.files.size(source.name);
        };
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(contents.keySet());
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        Content content = content(from);
        contents.remove(from);
        contents.put(to, content);
    }

    @Override
    public synchronized void delete(String name) {
        contents.remove(name);
    }

    @Override
    public void syncDirectory() {
        // Nothing here survives the process anyway.
    }

    @Override
    public boolean link(String name, FileSystem target) throws IOException {
        Content content;
        synchronized (this) {
            content = content(name);
        }
        return content instanceof Content.Source source && source.files.link(source.name, target);
    }

    /// Takes the view, not the directory behind it.
    @Override
    public synchronized DirectoryLock lock() throws IOException {
        return lock(lockCount == 0, -1);
    }

    @Override
    public synchronized DirectoryLock lockForReading() throws IOException {
        return lock(lockCount >= 0, 1);
    }

    private DirectoryLock lock(boolean isFree, int change) throws DirectoryInUseException {
        if (!isFree) {
            throw new DirectoryInUseException(
                    "the view of \"%s\" is in use by process %d"
                            .formatted(base.describe(""), ProcessHandle.current().pid()));
        }
        lockCount += change;
        return () -> {
            synchronized (this) {
                lockCount -= change;
            }
        };
    }

    @Override
    public synchronized String describe(String name) {
        return contents.get(name) instanceof Content.Source source
                ? source.files.describe(source.name)
                : base.describe(name);
    }

    private final class File implements WritableFile {
        private final Content.Written written;

        File(Content.Written written) {
            this.written = written;
        }

        @Override
        public void write(long offset, byte[] bytes, int start, int end) throws IOException {
            int first = Math.toIntExact(offset);
            int last = Math.addExact(first, end - start);
            synchronized (UnchangedFiles.this) {
                if (last > written.bytes.length) {
                    written.bytes =
                            Arrays.copyOf(
                                    written.bytes,
                                    (int)
                                            Math.max(
                                                    last,
                                                    Math.min(2L * last, Integer.MAX_VALUE - 8)));
                }
                System.arraycopy(bytes, start, written.bytes, first, end - start);
                written.byteCount = Math.max(written.byteCount, last);
            }
        }

        @Override
        public void sync() {
            // See syncDirectory.
        }

        @Override
        public void close() {
            // The bytes stay.
        }
    }
}
