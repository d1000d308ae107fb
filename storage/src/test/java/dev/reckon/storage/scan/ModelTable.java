package dev.reckon.storage.scan;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.state.TableWrites;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A table of segments, a memtable and own writes, beside a `TreeMap` that says what it must hold.
final class ModelTable implements AutoCloseable {
    private final FileSystem files;
    private final TableSchema schema;
    private final RowLayout layout;
    private final KeyEncoder encoder;
    private final List<Segment> open = new ArrayList<>();

    /// What is to be seen.
    final NavigableMap<RowKey, List<Value>> model = new TreeMap<>();

    TableState state;
    TableWrites writes = TableWrites.NONE;
    private long nextSegmentId = 1;

    ModelTable(FileSystem files, TableSchema schema) {
        this.files = files;
        this.schema = schema;
        this.layout = new RowLayout(schema);
        this.encoder = new KeyEncoder(schema);
        this.state = TableState.empty(schema, 0);
    }

    RowKey key(List<Value> row) {
        return new RowKey(
                encoder.encodePrefix(
                        schema.key().stream().map(column -> row.get(column.column())).toList()));
    }

    /// Returns a row that must be seen.
    List<Value> row(RowKey key) {
        return java.util.Objects.requireNonNull(model.get(key));
    }

    private byte[] encode(List<Value> row) {
        return layout.encode(Samples.batch(schema, List.of(row)), 0);
    }

    /// Commits a row: puts it in the memtable, and marks the one that it replaces.
    void put(List<Value> row) {
        RowKey key = key(row);
        state = changed(state.memtable().with(key, encode(row)), unmark(key));
        model.put(key, row);
    }

    /// Commits a deletion.
    void delete(RowKey key) {
        state = changed(state.memtable().without(key), unmark(key));
        model.remove(key);
    }

    private List<SegmentState> unmark(RowKey key) {
        var segments = new ArrayList<>(state.segments());
        for (int index = 0; index < segments.size(); index++) {
            int position = state.livePosition(index, key);
            if (position >= 0) {
                SegmentState segment = segments.get(index);
                DeletedPositions.Editor editor = segment.deleted().edit();
                editor.add(position);
                segments.set(index, new SegmentState(segment.segment(), editor.build(), 0));
            }
        }
        return segments;
    }

    private TableState changed(MemTree memtable, List<SegmentState> segments) {
        return new TableState(schema, layout, memtable, segments, 0);
    }

    /// Makes a segment of the memtable.
    void flush() {
        if (state.memtable().isEmpty()) {
            return;
        }
        var rows = new ArrayList<List<Value>>();
        var keys = new ArrayList<RowKey>();
        model.forEach((key, row) -> {
            if (state.memtable().contains(key)) {
                keys.add(key);
                rows.add(row);
            }
        });
        Batch batch = Samples.batch(schema, rows);
        try (var writer =
                new SegmentWriter(
                        files,
                        nextSegmentId++,
                        schema,
                        layout,
                        keys.size(),
                        keys.getFirst(),
                        keys.getLast())) {
            if (nextSegmentId % 2 == 0) {
                writer.add(batch);
            } else {
                for (int row = 0; row < keys.size(); row++) {
                    writer.add(keys.get(row), layout.encode(batch, row));
                }
            }
            Segment segment = writer.finish();
            open.add(segment);
            var segments = new ArrayList<>(state.segments());
            segments.add(new SegmentState(segment, DeletedPositions.NONE, 0));
            state = changed(MemTree.EMPTY, segments);
        }
    }

    /// Writes a row without committing it.
    void write(List<Value> row) {
        RowKey key = key(row);
        write(key, encode(row));
        model.put(key, row);
    }

    /// Deletes a row that is seen, without committing that.
    void writeDeletion(RowKey key) {
        write(key, MemTree.DELETED);
        model.remove(key);
    }

    private void write(RowKey key, byte[] row) {
        MemTreeEditor rows = writes.rows().edit();
        byte[] before = rows.put(key, row);
        int deletedCount = writes.deletedCount();
        deletedCount -= before != null && VisibleState.isDeleted(before) ? 1 : 0;
        deletedCount += VisibleState.isDeleted(row) ? 1 : 0;
        MemTree replaced =
                state.contains(key) ? writes.replaced().with(key, new byte[1]) : writes.replaced();
        writes = new TableWrites(rows.tree(), replaced, deletedCount);
    }

    @Override
    public void close() {
        open.forEach(Segment::close);
    }
}
