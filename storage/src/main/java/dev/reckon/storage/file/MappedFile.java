package dev.reckon.storage.file;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.foreign.MemorySegment;

/// The bytes of an immutable file, borrowed from the disk until closed. Safe for use by many
/// threads.
///
/// A disk that fails to deliver a page makes the reader throw `InternalError`, as the JDK defines;
/// [DiskErrors] tells that from a bug.
public final class MappedFile implements AutoCloseable {
    private final String name;
    private final NativeMemory memory;
    private final MemorySegment bytes;

    /// Makes a mapped file that owns `memory`, in which `bytes` are.
    @MustBeClosed
    public MappedFile(String name, NativeMemory memory, MemorySegment bytes) {
        this.name = name;
        this.memory = memory;
        this.bytes = bytes.asReadOnly();
    }

    public String name() {
        return name;
    }

    /// Returns all bytes of the file; nobody keeps them longer than this object is open.
    public MemorySegment bytes() {
        return bytes;
    }

    @Override
    public void close() {
        memory.close();
    }
}
