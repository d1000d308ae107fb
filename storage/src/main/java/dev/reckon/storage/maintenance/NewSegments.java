package dev.reckon.storage.maintenance;

import dev.reckon.storage.bulk.RowRun;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.type.RowKey;
import java.io.IOException;
import java.util.List;

/// What flush, merge and bulk load do alike with segments that no state has yet.
public final class NewSegments {
    private NewSegments() {}

    /// Writes the rows of a tree as a segment, durable with its name.
    ///
    /// @param rows at least one
    /// @throws DatabaseException 53100 or 58030
    public static Segment write(
            FileSystem files, long segmentId, TableSchema schema, RowLayout layout, MemTree rows) {
        RowKey first = rows.firstKey().orElseThrow();
        RowKey last = rows.lastKey().orElseThrow();
        try (SegmentWriter writer =
                new SegmentWriter(files, segmentId, schema, layout, rows.count(), first, last)) {
            for (MemCursor row = MemCursor.atRank(rows, 0); row.isValid(); row.next()) {
                writer.add(row.key(), row.row());
            }
            Segment segment = writer.finish();
            syncDirectory(files, List.of(segment));
            return segment;
        }
    }

    /// Writes gathered rows as a segment, durable with its name.
    ///
    /// @param rows at least one that is not left out, in order
    /// @throws DatabaseException 53100 or 58030
    public static Segment write(
            FileSystem files, long segmentId, TableSchema schema, RowLayout layout, RowRun rows) {
        try (SegmentWriter writer =
                new SegmentWriter(
                        files,
                        segmentId,
                        schema,
                        layout,
                        rows.writtenCount(),
                        rows.firstKey(),
                        rows.lastKey())) {
            rows.writeTo(writer);
            Segment segment = writer.finish();
            syncDirectory(files, List.of(segment));
            return segment;
        }
    }

    /// Makes the segments' names durable; discards them if that fails.
    ///
    /// @throws DatabaseException 58030
    public static void syncDirectory(FileSystem files, List<Segment> segments) {
        try {
            files.syncDirectory();
        } catch (IOException e) {
            discard(files, segments);
            throw DiskErrors.asDatabaseException("sync the directory", e);
        } catch (RuntimeException | Error e) {
            discard(files, segments);
            throw e;
        }
    }

    /// Closes and deletes segments. A file that cannot be deleted is removed by the next start.
    public static void discard(FileSystem files, List<Segment> segments) {
        segments.forEach(Segment::close);
        for (Segment segment : segments) {
            try {
                files.delete(Segment.fileName(segment.id()));
            } catch (IOException _) {
                // It takes room until the store is opened again, and does no other harm.
            }
        }
    }
}
