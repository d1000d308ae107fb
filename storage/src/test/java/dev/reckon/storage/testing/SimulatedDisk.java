package dev.reckon.storage.testing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.MappedFile;
import dev.reckon.storage.file.NativeMemory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A disk in memory that is as bad as a real one may be: [#crash] loses, tears and reorders what
/// was not synced, and any operation fails on command. Everything follows from the seeds given.
///
/// Safe for use by many threads.
public final class SimulatedDisk implements FileSystem {
    private static final int SECTOR_BYTES = 512;

    /// What an operation does when it is its turn to fail.
    public enum Fault {
        /// An input/output error.
        ERROR,
        /// No space left.
        FULL,
        /// The power fails: this and every later operation throws [PowerFailure].
        POWER
    }

    /// The process is dead: nobody may catch this but the test.
    public static final class PowerFailure extends Error {
        private static final long serialVersionUID = 1L;

        PowerFailure() {
            super("power failure");
        }
    }

    private record Write(int offset, byte[] bytes) {}

    /// The content of a file, whatever its name.
    private static final class Inode {
        private byte[] bytes = {};
        private byte[] durable = {};
        private final List<Write> unsynced = new ArrayList<>();

        /// Writes whose sync failed: they may be on the disk or not, and no later sync helps.
        private final List<Write> limbo = new ArrayList<>();

        void write(int offset, byte[] source) {
            bytes = apply(bytes, new Write(offset, source));
            unsynced.add(new Write(offset, source));
        }

        static byte[] apply(byte[] old, Write write) {
            byte[] changed =
                    Arrays.copyOf(old, Math.max(old.length, write.offset + write.bytes.length));
            System.arraycopy(write.bytes, 0, changed, write.offset, write.bytes.length);
            return changed;
        }

        /// Returns what the disk has after a power failure: of each unsynced write, any sectors.
        Inode afterCrash(Random random) {
            Inode survivor = new Inode();
            byte[] left = durable;
            List<Write> uncertain = new ArrayList<>(limbo);
            uncertain.addAll(unsynced);
            int fate = random.nextInt(3);
            for (Write write : uncertain) {
                for (int start = 0; start < write.bytes.length; ) {
                    int sectorEnd = (write.offset + start) / SECTOR_BYTES * SECTOR_BYTES;
                    int end = Math.min(write.bytes.length, sectorEnd + SECTOR_BYTES - write.offset);
                    if (fate == 0 || (fate == 1 && random.nextBoolean())) {
                        byte[] sector = Arrays.copyOfRange(write.bytes, start, end);
                        left = apply(left, new Write(write.offset + start, sector));
                    }
                    start = end;
                }
            }
            survivor.bytes = left;
            survivor.durable = left;
            return survivor;
        }
    }

    /// A change of the directory that is not durable.
    private record Rename(String from, String to, Inode inode) {}

    private Map<String, Inode> names = new LinkedHashMap<>();
    private Map<String, Inode> durableNames = new LinkedHashMap<>();

    /// A creation has no `from`, a deletion no `to`.
    private final List<Rename> unsyncedNames = new ArrayList<>();

    private long operationCount;
    private long faultAt = Long.MAX_VALUE;
    private Fault fault = Fault.ERROR;
    private boolean repeated;
    private boolean dead;
    private boolean locked;
    private int readerCount;
    private volatile Runnable pause = () -> {};

    /// Makes operation number `operation` (the next one is number 1) fail.
    ///
    /// @param repeatedly whether all later ones fail too
    public synchronized void failAt(long operation, Fault kind, boolean repeatedly) {
        operationCount = 0;
        faultAt = operation;
        fault = kind;
        repeated = repeatedly;
    }

    /// Has every write and sync of a file begin with something: a pause that lets others run.
    public void pauseWith(Runnable pauseOfEach) {
        pause = pauseOfEach;
    }

    /// Lets everything work from now on.
    public synchronized void repair() {
        faultAt = Long.MAX_VALUE;
    }

    /// Returns the names of all files, even when the disk is dead.
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    /// Returns how many operations there were since [#failAt].
    public synchronized long operationCount() {
        return operationCount;
    }

    /// Returns the disk as the next start of the machine finds it.
    public synchronized SimulatedDisk crash(Random random) {
        dead = true;
        Map<String, Inode> left = new LinkedHashMap<>(durableNames);
        for (Rename rename : unsyncedNames) {
            if (random.nextBoolean()) {
                apply(left, rename);
            }
        }
        SimulatedDisk next = new SimulatedDisk();
        Map<Inode, Inode> survivors = new LinkedHashMap<>();
        left.forEach((name, inode) ->
                next.names.put(
                        name, survivors.computeIfAbsent(inode, old -> old.afterCrash(random))));
        next.durableNames = new LinkedHashMap<>(next.names);
        return next;
    }

    private static void apply(Map<String, Inode> names, Rename rename) {
        if (!rename.from.isEmpty()) {
            names.remove(rename.from, rename.inode);
        }
        if (!rename.to.isEmpty()) {
            names.put(rename.to, rename.inode);
        }
    }

    /// Flips one bit of a file, for good.
    public synchronized void flipBit(String name, long bit) throws IOException {
        Inode inode = inode(name);
        inode.bytes = inode.bytes.clone();
        inode.bytes[(int) (bit >>> 3)] ^= (byte) (1 << (bit & 7));
        inode.durable = inode.bytes;
    }

    /// Cuts a file, for good.
    public synchronized void cut(String name, int byteCount) throws IOException {
        Inode inode = inode(name);
        inode.bytes = Arrays.copyOf(inode.bytes, byteCount);
        inode.durable = inode.bytes;
    }

    /// Returns a copy in which everything is durable.
    public synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        names.forEach((name, inode) -> {
            Inode same = new Inode();
            same.bytes = inode.bytes;
            same.durable = inode.bytes;
            copy.names.put(name, same);
        });
        copy.durableNames = new LinkedHashMap<>(copy.names);
        return copy;
    }

    private void operate(String what) throws IOException {
        if (dead) {
            throw new PowerFailure();
        }
        operationCount++;
        if (operationCount == faultAt || (repeated && operationCount > faultAt)) {
            switch (fault) {
                case ERROR -> throw new IOException("injected fault: " + what);
                case FULL -> {
                    // Deleting and syncing need no room.
                    if (what.startsWith("write") || what.startsWith("create")) {
                        throw new DiskFullException("injected: no space left: " + what);
                    }
                }
                case POWER -> {
                    dead = true;
                    throw new PowerFailure();
                }
            }
        }
    }

    private Inode inode(String name) throws IOException {
        Inode inode = names.get(name);
        if (inode == null) {
            throw new FileNotFoundException(name);
        }
        return inode;
    }

    private void change(Rename rename) {
        apply(names, rename);
        unsyncedNames.add(rename);
    }

    @Override
    @MustBeClosed
    public synchronized WritableFile create(String name) throws IOException {
        operate("create " + name);
        Inode inode = new Inode();
        change(new Rename("", name, inode));
        return new SimulatedFile(name, inode);
    }

    @Override
    @MustBeClosed
    public synchronized WritableFile open(String name) throws IOException {
        operate("open " + name);
        return new SimulatedFile(name, inode(name));
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        operate("read " + name);
        return inode(name).bytes.clone();
    }

    @Override
    public synchronized byte[] readStart(String name, int byteCount) throws IOException {
        operate("read " + name);
        byte[] bytes = inode(name).bytes;
        return Arrays.copyOf(bytes, Math.min(byteCount, bytes.length));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosed") // The mapped file owns the memory.
    public synchronized MappedFile map(String name) throws IOException {
        operate("map " + name);
        byte[] bytes = inode(name).bytes;
        NativeMemory memory = new NativeMemory();
        MemorySegment copy = memory.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return new MappedFile(name, memory, copy);
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return inode(name).bytes.length;
    }

    @Override
    public synchronized List<String> list() throws IOException {
        operate("list");
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        operate("rename " + from);
        change(new Rename(from, to, inode(from)));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operate("delete " + name);
        Inode inode = names.get(name);
        if (inode != null) {
            change(new Rename(name, "", inode));
        }
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        operate("sync directory");
        durableNames = new LinkedHashMap<>(names);
        unsyncedNames.clear();
    }

    @Override
    public synchronized DirectoryLock lock() throws IOException {
        operate("lock");
        if (locked || readerCount > 0) {
            throw new DirectoryInUseException("directory \"simulated\" is in use by process 1");
        }
        locked = true;
        return () -> {
            synchronized (this) {
                locked = false;
            }
        };
    }

    @Override
    public synchronized DirectoryLock lockForReading() throws IOException {
        operate("lock for reading");
        if (locked) {
            throw new DirectoryInUseException("directory \"simulated\" is in use by process 1");
        }
        readerCount++;
        return () -> {
            synchronized (this) {
                readerCount--;
            }
        };
    }

    @Override
    public boolean link(String name, FileSystem target) {
        return false;
    }

    @Override
    public String describe(String name) {
        return "simulated/" + name;
    }

    private final class SimulatedFile implements WritableFile {
        private final String name;
        private final Inode inode;

        SimulatedFile(String name, Inode inode) {
            this.name = name;
            this.inode = inode;
        }

        @Override
        public void write(long offset, byte[] bytes, int start, int end) throws IOException {
            pause.run();
            synchronized (SimulatedDisk.this) {
                try {
                    operate("write " + name);
                } catch (IOException | PowerFailure e) {
                    // How much was written is unknown: some of it.
                    byte[] some = Arrays.copyOfRange(bytes, start, start + (end - start) / 2);
                    inode.write((int) offset, some);
                    throw e;
                }
                inode.write((int) offset, Arrays.copyOfRange(bytes, start, end));
            }
        }

        @Override
        public void sync() throws IOException {
            pause.run();
            synchronized (SimulatedDisk.this) {
                try {
                    operate("sync " + name);
                } catch (IOException e) {
                    inode.limbo.addAll(inode.unsynced);
                    inode.unsynced.clear();
                    throw e;
                }
                for (Write write : inode.unsynced) {
                    inode.durable = Inode.apply(inode.durable, write);
                }
                inode.unsynced.clear();
            }
        }

        @Override
        public void close() {}
    }
}
