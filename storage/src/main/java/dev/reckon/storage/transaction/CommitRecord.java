package dev.reckon.storage.transaction;

import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.StateEditor;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.wal.Log;
import dev.reckon.storage.wal.RecordReader;
import dev.reckon.storage.wal.RecordWriter;
import dev.reckon.storage.wal.SchemaFormat;
import java.util.List;
import java.util.Map;

/// The operations of one commit as bytes, as `docs/format.md` draws them in section "Log records":
/// catalog first, then the rows of each table. Immutable; safe for many threads.
final class CommitRecord {
    private static final int CREATE_TABLE = 1;
    private static final int DROP_TABLE = 2;
    private static final int TRUNCATE_TABLE = 3;
    private static final int PUT_DEFINITION = 4;
    private static final int REMOVE_DEFINITION = 5;
    private static final int ROWS_OF_TABLE = 6;
    private static final int INSERT = 7;
    private static final int REPLACE = 8;
    private static final int DELETE = 9;
    private static final int COUNTER = 10;
    private static final int SEGMENT = 11;

    /// A part ends after the operation that makes it longer than this.
    private static final int PART_BYTE_COUNT = Log.FRAME_BYTE_COUNT_MAX - (1 << 14);

    private CommitRecord() {}

    /// Receives a record in parts; the writer is used again after each call.
    interface PartSink {
        void part(RecordWriter part, boolean complete);
    }

    /// Opens the segments that a record names.
    interface SegmentSource {
        Segment open(TableState table, long segmentId);
    }

    /// Writes what a transaction changed.
    static void write(WriteSet.Version writes, RecordWriter out, PartSink sink) {
        writeCatalog(writes.catalog(), out);
        writes.segments()
                .forEach((tableId, segments) -> {
                    for (Segment segment : segments) {
                        out.putByte(SEGMENT);
                        out.putLong(tableId);
                        out.putLong(segment.id());
                    }
                });
        for (Map.Entry<Long, TableWrites> entry : writes.tables().entrySet()) {
            writeRows(entry.getKey(), entry.getValue(), out, sink);
        }
        sink.part(out, true);
    }

    private static void writeCatalog(CatalogWrites catalog, RecordWriter out) {
        for (long tableId : catalog.dropped()) {
            out.putByte(DROP_TABLE);
            out.putLong(tableId);
        }
        for (long tableId : catalog.truncated()) {
            out.putByte(TRUNCATE_TABLE);
            out.putLong(tableId);
        }
        catalog.created()
                .values()
                .forEach(schema -> {
                    out.putByte(CREATE_TABLE);
                    SchemaFormat.write(schema, out);
                });
        writeDefinitions(catalog.definitions(), out);
    }

    @SuppressWarnings("ReferenceEquality") // DELETED is told by identity.
    private static void writeDefinitions(MemTree definitions, RecordWriter out) {
        MemCursor definition = MemCursor.atRank(definitions, 0);
        for (; definition.isValid(); definition.next()) {
            boolean removed = definition.row() == MemTree.DELETED;
            out.putByte(removed ? REMOVE_DEFINITION : PUT_DEFINITION);
            out.putLong(definition.code());
            if (!removed) {
                out.putBytes(definition.row());
            }
        }
    }

    /// Makes a transaction's changes to definitions.
    @SuppressWarnings("ReferenceEquality")
    static void applyDefinitions(MemTree definitions, StateEditor editor) {
        MemCursor definition = MemCursor.atRank(definitions, 0);
        for (; definition.isValid(); definition.next()) {
            if (definition.row() == MemTree.DELETED) {
                editor.removeDefinition(definition.code());
            } else {
                editor.putDefinition(definition.code(), definition.row());
            }
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private static void writeRows(
            long tableId, TableWrites writes, RecordWriter out, PartSink sink) {
        out.putByte(ROWS_OF_TABLE);
        out.putLong(tableId);
        MemCursor replaced = MemCursor.atRank(writes.replaced(), 0);
        for (MemCursor row = MemCursor.atRank(writes.rows(), 0); row.isValid(); row.next()) {
            boolean isReplaced = replaced.isValid() && replaced.compareKey(row) == 0;
            if (isReplaced) {
                replaced.next();
            }
            boolean deleted = row.row() == MemTree.DELETED;
            out.putByte(deleted ? DELETE : isReplaced ? REPLACE : INSERT);
            out.putBytes(row.keyBytes());
            if (!deleted) {
                out.putBytes(row.row());
            }
            if (out.length() > PART_BYTE_COUNT) {
                sink.part(out, false);
                out.clear();
                out.putByte(ROWS_OF_TABLE);
                out.putLong(tableId);
            }
        }
    }

    static void writeCounter(long counterId, long value, RecordWriter out) {
        out.putByte(COUNTER);
        out.putLong(counterId);
        out.putLong(value);
    }

    /// Repeats a part of a commit.
    ///
    /// @param counters gets the counters' values
    /// @param segments opens segments that the record names
    static void replay(
            RecordReader in, StateEditor state, Map<Long, Long> counters, SegmentSource segments) {
        long tableId = -1;
        while (in.hasMore()) {
            int operation = in.takeByte();
            switch (operation) {
                case CREATE_TABLE -> state.createTable(SchemaFormat.read(in));
                case DROP_TABLE -> state.dropTable(in.takeLong());
                case TRUNCATE_TABLE -> state.truncateTable(in.takeLong());
                case PUT_DEFINITION -> state.putDefinition(in.takeLong(), in.takeBytes());
                case REMOVE_DEFINITION -> state.removeDefinition(in.takeLong());
                case COUNTER -> counters.put(in.takeLong(), in.takeLong());
                case SEGMENT -> {
                    long id = in.takeLong();
                    state.addSegments(id, List.of(segments.open(state.table(id), in.takeLong())));
                }
                case ROWS_OF_TABLE -> tableId = in.takeLong();
                case INSERT -> {
                    RowKey key = new RowKey(in.takeBytes());
                    state.editor(tableId).insert(key, in.takeBytes());
                }
                case REPLACE -> {
                    RowKey key = new RowKey(in.takeBytes());
                    state.editor(tableId).replace(key, in.takeBytes());
                }
                case DELETE ->
                        state.editor(tableId).replace(new RowKey(in.takeBytes()), MemTree.DELETED);
                default -> throw new IllegalStateException("unknown operation " + operation);
            }
        }
    }
}
