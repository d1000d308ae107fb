package dev.reckon.storage.file;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A real directory.
public final class LocalFileSystem implements FileSystem {
    private static final String LOCK_NAME = "lock";
    private static final int PROCESS_ID_DIGITS = 20;

    private final Path directory;

    /// Opens a directory, and creates it when it is absent.
    public LocalFileSystem(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    @Override
    @MustBeClosed
    public WritableFile create(String name) throws IOException {
        return new ChannelFile(
                directory.resolve(name),
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    @MustBeClosed
    public WritableFile open(String name) throws IOException {
        return new ChannelFile(directory.resolve(name), StandardOpenOption.WRITE);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public byte[] readStart(String name, int byteCount) throws IOException {
        try (InputStream file = Files.newInputStream(directory.resolve(name))) {
            return file.readNBytes(byteCount);
        }
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // The mapped file owns the memory.
    public MappedFile map(String name) throws IOException {
        NativeMemory memory = new NativeMemory();
        try (FileChannel channel = FileChannel.open(directory.resolve(name))) {
            return new MappedFile(name, memory, memory.map(channel));
        } catch (IOException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK_NAME))
                    .toList();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    @Override
    public DirectoryLock lock() throws IOException {
        return HeldDirectories.take(directory, false, this::lockForWriting)
                .orElseThrow(this::inUseHere);
    }

    private DirectoryLock lockForWriting() throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            directory.resolve(LOCK_NAME),
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE);
        } catch (IOException e) {
            throw classify(e);
        }
        try {
            takeSystemLock(channel, false);
            byte[] processId =
                    (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(processId), 0);
        } catch (IOException e) {
            channel.close();
            throw classify(e);
        }
        return channel::close; // Releases the lock; the file stays, as it may be held.
    }

    @Override
    public DirectoryLock lockForReading() throws IOException {
        return HeldDirectories.take(directory, true, this::lockShared).orElseThrow(this::inUseHere);
    }

    private DirectoryLock lockShared() throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory.resolve(LOCK_NAME));
        } catch (NoSuchFileException e) {
            return () -> {}; // Nobody ever had it open.
        }
        try {
            takeSystemLock(channel, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return channel::close;
    }

    private void takeSystemLock(FileChannel channel, boolean shared) throws IOException {
        if (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
            byte[] processId = new byte[PROCESS_ID_DIGITS];
            int length = Math.max(0, channel.read(ByteBuffer.wrap(processId), 0));
            throw inUse(new String(processId, 0, length, StandardCharsets.US_ASCII).strip());
        }
    }

    private DirectoryInUseException inUseHere() {
        return inUse(String.valueOf(ProcessHandle.current().pid()));
    }

    private DirectoryInUseException inUse(String processId) {
        return new DirectoryInUseException(
                "directory \"%s\" is in use by process %s".formatted(directory, processId));
    }

    @Override
    public boolean link(String name, FileSystem target) throws IOException {
        if (!(target instanceof LocalFileSystem other)) {
            return false;
        }
        try {
            Files.createLink(other.directory.resolve(name), directory.resolve(name));
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // Another disk, or one without links.
        }
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    /// Tells a full disk, which the JDK reports only by the system's text.
    private static IOException classify(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String reason =
                e instanceof FileSystemException file
                        ? String.valueOf(file.getReason()).toLowerCase(Locale.ROOT)
                        : message;
        boolean full =
                Stream.of("no space left", "quota exceeded", "not enough space")
                        .anyMatch(text -> message.contains(text) || reason.contains(text));
        return full ? new DiskFullException(message) : e;
    }

    /// A file behind a channel that survives interrupts: the JDK closes a channel whose thread is
    /// interrupted, which must not look like a broken disk.
    private static final class ChannelFile implements WritableFile {
        private final Path path;
        private FileChannel channel;

        ChannelFile(Path path, OpenOption... options) throws IOException {
            this.path = path;
            try {
                this.channel = FileChannel.open(path, options);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (IOException e) {
                throw classify(e);
            }
        }

        @Override
        public void write(long offset, byte[] bytes, int start, int end) throws IOException {
            uninterrupted(() -> {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, start, end - start);
                while (buffer.hasRemaining()) {
                    channel.write(buffer, offset + buffer.position() - start);
                }
            });
        }

        @Override
        public void sync() throws IOException {
            uninterrupted(() -> channel.force(false));
        }

        /// Repeats an operation whose channel an interrupt has closed; each can be repeated.
        private void uninterrupted(Operation operation) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try {
                        operation.run();
                        return;
                    } catch (ClosedByInterruptException e) {
                        interrupted |= Thread.interrupted();
                        channel = FileChannel.open(path, StandardOpenOption.WRITE);
                    }
                }
            } catch (IOException e) {
                throw classify(e);
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private interface Operation {
            void run() throws IOException;
        }
    }
}
