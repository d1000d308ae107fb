package dev.reckon.storage.file;

import dev.reckon.storage.file.FileSystem.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Which directories this process has open. The system's locks on files don't keep a process from
/// itself, and are lost when it closes any channel of the file: so this is asked first, and readers
/// share one lock.
final class HeldDirectories {
    /// Guarded by itself.
    private static final Map<Path, Held> HELD = new HashMap<>();

    private HeldDirectories() {}

    private static final class Held {
        final boolean shared;
        final DirectoryLock systemLock;
        int useCount = 1;

        Held(boolean shared, DirectoryLock systemLock) {
            this.shared = shared;
            this.systemLock = systemLock;
        }
    }

    /// Takes the system's lock of a directory.
    interface SystemLock {
        DirectoryLock take() throws IOException;
    }

    /// Takes a directory that exists; empty when this process has it already in a way that does not
    /// go with that.
    ///
    /// @param systemLock called unless other readers of this process have the directory
    static Optional<DirectoryLock> take(Path directory, boolean shared, SystemLock systemLock)
            throws IOException {
        Path path = directory.toRealPath();
        synchronized (HELD) {
            Held held = HELD.get(path);
            if (held == null) {
                HELD.put(path, new Held(shared, systemLock.take()));
            } else if (shared && held.shared) {
                held.useCount++;
            } else {
                return Optional.empty();
            }
        }
        var released = new AtomicBoolean();
        return Optional.of(() -> {
            if (released.compareAndSet(false, true)) {
                release(path);
            }
        });
    }

    private static void release(Path path) throws IOException {
        synchronized (HELD) {
            Held held = HELD.get(path);
            if (held != null && --held.useCount == 0) {
                HELD.remove(path);
                held.systemLock.close();
            }
        }
    }
}
