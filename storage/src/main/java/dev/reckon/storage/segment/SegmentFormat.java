package dev.reckon.storage.segment;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// What writer and reader of a segment's bytes agree on; `docs/format-segment.md` draws them.
final class SegmentFormat {
    /// "RKSEGMNT", read as a little-endian number.
    static final long MAGIC = 0x544E4D4745534B52L;

    static final int VERSION = 4;

    /// A block is this many rows of every column; the last one of a segment may be shorter.
    static final int BLOCK_SHIFT = 12;

    static final int BLOCK_ROWS = 1 << BLOCK_SHIFT;

    /// The codes and the index begin at a multiple of this, the size of a cache line.
    static final int LINE_BYTES = 64;

    /// The header takes a page, so that the codes after it begin at a cache line and a page.
    static final int HEADER_BYTES = 4096;

    /// The bytes of the header that mean something: magic, version, checksum, table, row capacity.
    static final int HEADER_USED_BYTES = 32;

    static final int HEADER_VERSION = 8;
    static final int HEADER_CHECKSUM = 12;
    static final int HEADER_TABLE = 16;
    static final int HEADER_CODE_BYTES = 24;

    /// The trailer: offset of the footer, its length, its checksum, its own checksum, magic.
    static final int TRAILER_BYTES = 32;

    static final int TRAILER_FOOTER_LENGTH = 8;
    static final int TRAILER_FOOTER_CHECKSUM = 12;
    static final int TRAILER_CHECKSUM = 16;
    static final int TRAILER_VERSION = 20;
    static final int TRAILER_MAGIC = 24;

    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// What is copied at a time to compute a checksum: fits a processor's nearest cache.
    private static final int CHUNK_BYTE_COUNT = 1 << 14;

    private SegmentFormat() {}

    static int blockCount(int rowCount) {
        return (int) (((long) rowCount + BLOCK_ROWS - 1) >>> BLOCK_SHIFT);
    }

    /// Returns the number of rows of a block.
    static int blockRows(int rowCount, int block) {
        return Math.min(BLOCK_ROWS, rowCount - (block << BLOCK_SHIFT));
    }

    static long align(long offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    static int checksum(byte[] bytes, int start, int end) {
        var crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }

    /// Computes the checksum of bytes of a mapped file.
    ///
    /// From a copy: where the disk does not deliver a page, a copy throws `InternalError`, while
    /// the JDK's loop for checksums of memory would end the process.
    static int checksum(MemorySegment bytes, long offset, long length) {
        var crc = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(length, CHUNK_BYTE_COUNT)];
        for (long done = 0; done < length; done += chunk.length) {
            int size = (int) Math.min(chunk.length, length - done);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset + done, chunk, 0, size);
            crc.update(chunk, 0, size);
        }
        return (int) crc.getValue();
    }

    /// Returns the error for bytes that are not what was written.
    ///
    /// @param file what to call the file
    /// @param what the damaged part
    static DatabaseException damaged(String file, String what) {
        return new DatabaseException(
                        SqlState.DATA_CORRUPTED, "segment %s is damaged: %s".formatted(file, what))
                .withHint("Restore the file from a backup.");
    }
}
