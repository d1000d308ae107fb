package dev.reckon.storage.segment;

import dev.reckon.index.CorruptIndexException;
import dev.reckon.index.IndexFormat;
import dev.reckon.index.LearnedIndex;
import dev.reckon.storage.schema.TableSchema;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;

/// Reads what a segment's file says of itself, and believes it only after checking.
final class SegmentOpener {
    private SegmentOpener() {}

    /// Checks header and trailer, and reads the footer.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 naming file and section
    static SegmentFooter footer(String fileName, MemorySegment file, TableSchema schema) {
        long size = file.byteSize();
        if (size < SegmentFormat.HEADER_BYTES + SegmentFormat.TRAILER_BYTES) {
            throw SegmentFormat.damaged(fileName, "cut at %d bytes".formatted(size));
        }
        checkHeader(fileName, file);
        long trailer = size - SegmentFormat.TRAILER_BYTES;
        if (file.get(SegmentFormat.LONG, trailer + SegmentFormat.TRAILER_MAGIC)
                        != SegmentFormat.MAGIC
                || file.get(SegmentFormat.INT, trailer + SegmentFormat.TRAILER_VERSION)
                        != SegmentFormat.VERSION
                || file.get(SegmentFormat.INT, trailer + SegmentFormat.TRAILER_CHECKSUM)
                        != SegmentFormat.checksum(file, trailer, SegmentFormat.TRAILER_CHECKSUM)) {
            throw SegmentFormat.damaged(fileName, "trailer at offset " + trailer);
        }
        long offset = file.get(SegmentFormat.LONG, trailer);
        int length = file.get(SegmentFormat.INT, trailer + SegmentFormat.TRAILER_FOOTER_LENGTH);
        int checksum = file.get(SegmentFormat.INT, trailer + SegmentFormat.TRAILER_FOOTER_CHECKSUM);
        if (length < 0
                || offset + length != trailer
                || SegmentFormat.checksum(file, offset, length) != checksum) {
            throw SegmentFormat.damaged(
                    fileName, "footer of %d bytes at offset %d".formatted(length, offset));
        }
        SegmentFooter footer;
        try {
            footer = SegmentFooter.read(file.asSlice(offset, length).asByteBuffer());
        } catch (IllegalArgumentException | BufferUnderflowException contradiction) {
            throw SegmentFormat.damaged(fileName, "footer: " + contradiction.getMessage());
        }
        if (footer.tableId() != schema.id() || footer.columns().size() != schema.columns().size()) {
            throw SegmentFormat.damaged(
                    fileName,
                    "it belongs to table %d with %d columns, not to %d with %d"
                            .formatted(
                                    footer.tableId(),
                                    footer.columns().size(),
                                    schema.id(),
                                    schema.columns().size()));
        }
        return footer;
    }

    private static void checkHeader(String fileName, MemorySegment file) {
        if (file.get(SegmentFormat.LONG, 0) != SegmentFormat.MAGIC) {
            throw SegmentFormat.damaged(fileName, "header at offset 0: not a segment");
        }
        int version = file.get(SegmentFormat.INT, SegmentFormat.HEADER_VERSION);
        if (version != SegmentFormat.VERSION) {
            throw SegmentFormat.damaged(fileName, "header at offset 0: unknown version " + version);
        }
        int used = SegmentFormat.HEADER_USED_BYTES - SegmentFormat.HEADER_TABLE;
        if (file.get(SegmentFormat.INT, SegmentFormat.HEADER_CHECKSUM)
                != SegmentFormat.checksum(file, SegmentFormat.HEADER_TABLE, used)) {
            throw SegmentFormat.damaged(fileName, "header at offset 0");
        }
    }

    /// Reads the learned index, or builds it from the codes if an earlier version wrote it.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException XX001 naming the file
    static LearnedIndex index(
            String fileName, MemorySegment file, SegmentFooter footer, CodeBlocks codes) {
        if (footer.indexOffset() < 0
                || footer.indexLength() < 0
                || footer.indexOffset() > file.byteSize() - footer.indexLength()) {
            throw SegmentFormat.damaged(fileName, "footer: no place for the index");
        }
        MemorySegment written = file.asSlice(footer.indexOffset(), footer.indexLength());
        if (IndexFormat.isOutdated(written)) {
            return LearnedIndex.build(codes.checked(), footer.rowCount());
        }
        LearnedIndex index;
        try {
            index = IndexFormat.read(written);
        } catch (CorruptIndexException damage) {
            throw SegmentFormat.damaged(
                    fileName,
                    "index of %d bytes at offset %d: %s"
                            .formatted(
                                    footer.indexLength(),
                                    footer.indexOffset(),
                                    damage.getMessage()));
        }
        if (index.keyCount() != footer.rowCount()) {
            throw SegmentFormat.damaged(
                    fileName,
                    "index of %d keys for %d rows".formatted(index.keyCount(), footer.rowCount()));
        }
        return index;
    }
}
