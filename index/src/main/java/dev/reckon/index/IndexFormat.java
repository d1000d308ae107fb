package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Writes and reads the bytes of an index; `docs/learned-index.md` draws them.
public final class IndexFormat {
    static final int HEADER_BYTES = 256;

    private static final int MAGIC = 0x58494B52; // "RKIX"
    private static final int VERSION = 4;

    /// Before this version grids and fences were laid out otherwise.
    private static final int VERSION_OF_GRIDS_AND_FENCES = 4;

    private static final int CRC_OFFSET = 4;
    private static final int CHECKED_FROM = 8;
    private static final int REASON_OFFSET = 72;
    private static final int REASON_MAX = HEADER_BYTES - REASON_OFFSET;

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private IndexFormat() {}

    /// Returns the size of the written index in bytes.
    public static long byteCount(LearnedIndex index) {
        return index.statistics().byteCount();
    }

    /// Writes the index to the start of `target`.
    ///
    /// @return how many bytes were written, always [#byteCount]
    /// @throws IndexOutOfBoundsException if `target` is shorter than that
    public static long write(LearnedIndex index, MemorySegment target) {
        MemorySegment model = index.structure().model();
        long length = HEADER_BYTES + model.byteSize();
        IndexStatistics statistics = index.statistics();
        target.asSlice(0, HEADER_BYTES).fill((byte) 0);
        target.set(INT, 0, MAGIC);
        target.set(INT, 8, VERSION);
        target.set(INT, 12, statistics.structure().code());
        target.set(LONG, 16, length);
        target.set(INT, 24, statistics.keyCount());
        target.set(INT, 28, statistics.pieces());
        target.set(INT, 32, statistics.errorMax());
        target.set(INT, 36, statistics.errorMeasuredMax());
        target.set(LONG, 40, Double.doubleToRawLongBits(statistics.errorMean()));
        byte[] reason = statistics.reason().getBytes(StandardCharsets.UTF_8);
        reason = Arrays.copyOf(reason, Math.min(reason.length, REASON_MAX));
        target.set(INT, 48, reason.length);
        MemorySegment.copy(reason, 0, target, ValueLayout.JAVA_BYTE, REASON_OFFSET, reason.length);
        MemorySegment.copy(model, 0, target, HEADER_BYTES, model.byteSize());
        target.set(INT, CRC_OFFSET, checksum(target, length));
        return length;
    }

    /// Returns the written index as a new array.
    public static byte[] write(LearnedIndex index) {
        byte[] bytes = new byte[Math.toIntExact(byteCount(index))];
        write(index, MemorySegment.ofArray(bytes));
        return bytes;
    }

    /// Returns the index written at the start of `source`, which may be longer and is borrowed for
    /// the call. Reads every byte, to check and to copy the model to the heap: plain arrays need no
    /// check at each load that the memory is still there, and a model is small.
    ///
    /// @throws CorruptIndexException if the bytes are cut, changed or not an index of this version
    public static LearnedIndex read(MemorySegment source) {
        if (source.byteSize() < HEADER_BYTES) {
            throw new CorruptIndexException("index cut at %d bytes".formatted(source.byteSize()));
        }
        if (source.get(INT, 0) != MAGIC) {
            throw new CorruptIndexException("not an index: wrong magic");
        }
        int version = source.get(INT, 8);
        long length = source.get(LONG, 16);
        if (length < HEADER_BYTES || length > source.byteSize()) {
            throw new CorruptIndexException(
                    "index of %d bytes in %d bytes".formatted(length, source.byteSize()));
        }
        if (source.get(INT, CRC_OFFSET) != checksum(source, length)) {
            throw new CorruptIndexException("index checksum does not match");
        }
        if (version < 1 || version > VERSION || isOutdated(source)) {
            throw new CorruptIndexException("index version %d is unknown".formatted(version));
        }
        return new LearnedIndex(
                open(
                        statistics(source, length),
                        source.asSlice(HEADER_BYTES, length - HEADER_BYTES)));
    }

    /// Returns whether the bytes look like an index that an earlier version wrote and that [#read]
    /// no longer reads, so that it has to be built again from its keys.
    public static boolean isOutdated(MemorySegment source) {
        if (source.byteSize() < HEADER_BYTES || source.get(INT, 0) != MAGIC) {
            return false;
        }
        int version = source.get(INT, 8);
        int structure = source.get(INT, 12);
        return version >= 1
                && version < VERSION_OF_GRIDS_AND_FENCES
                && structure != StructureKind.TREE.code()
                && structure != StructureKind.BINARY_SEARCH.code();
    }

    private static IndexStatistics statistics(MemorySegment source, long length) {
        int reasonLength = source.get(INT, 48);
        if (reasonLength < 0 || reasonLength > REASON_MAX) {
            throw new CorruptIndexException("index reason of %d bytes".formatted(reasonLength));
        }
        byte[] reason = new byte[reasonLength];
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, REASON_OFFSET, reason, 0, reasonLength);
        return new IndexStatistics(
                StructureKind.ofCode(source.get(INT, 12)),
                new String(reason, StandardCharsets.UTF_8),
                source.get(INT, 28),
                source.get(INT, 32),
                Double.longBitsToDouble(source.get(LONG, 40)),
                source.get(INT, 36),
                length,
                source.get(INT, 24));
    }

    private static Structure open(IndexStatistics statistics, MemorySegment model) {
        int keyCount = statistics.keyCount();
        if (keyCount < 0) {
            throw new CorruptIndexException("index over %d keys".formatted(keyCount));
        }
        return switch (statistics.structure()) {
            case BINARY_SEARCH -> {
                requireLength(model, 0);
                yield BinarySearch.read(statistics);
            }
            case FENCES -> {
                if (keyCount < EdgeSteps.WINDOW) {
                    throw new CorruptIndexException("fences over %d keys".formatted(keyCount));
                }
                yield FenceIndex.read(model, statistics);
            }
            case TREE -> {
                if (keyCount < TreeIndex.NODE_KEYS) {
                    throw new CorruptIndexException("tree over %d keys".formatted(keyCount));
                }
                requireLength(model, TreeLevels.byteCount(keyCount));
                yield TreeIndex.read(model, statistics);
            }
            case GRID, LINE -> {
                if (keyCount < 2 * KeyScan.LINE_KEYS) {
                    throw new CorruptIndexException("grid over %d keys".formatted(keyCount));
                }
                yield new GridIndex(GridModel.read(model), statistics);
            }
        };
    }

    private static void requireLength(MemorySegment model, long byteCount) {
        if (model.byteSize() != byteCount) {
            throw new CorruptIndexException(
                    "index model of %d bytes, not %d".formatted(model.byteSize(), byteCount));
        }
    }

    private static int checksum(MemorySegment bytes, long length) {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(length, 8192)];
        for (long offset = CHECKED_FROM; offset < length; offset += chunk.length) {
            int size = (int) Math.min(chunk.length, length - offset);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, chunk, 0, size);
            crc.update(chunk, 0, size);
        }
        return (int) crc.getValue();
    }
}
