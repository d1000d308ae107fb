package dev.reckon.storage.manifest;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.file.DiskErrors;
import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.memtable.MemTreeEditor;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.FileGeneration;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableMap;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.wal.RecordReader;
import dev.reckon.storage.wal.SchemaFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the newest manifest, and opens the segments that it names. For one thread.
public final class ManifestReader {
    private final FileSystem files;
    private final String name;
    private final byte[] bytes;

    private long sequence;
    private long definitionVersion;
    private long timeMicros;
    private final Map<Long, Long> counters = new HashMap<>();
    private final MemTreeEditor definitions = MemTree.EMPTY.edit();
    private TableMap tables = TableMap.EMPTY;
    private long entryCount;
    private boolean ended;

    /// The table whose segments and rows are being read.
    private Optional<OpenTable> table = Optional.empty();

    private record OpenTable(
            TableSchema schema,
            RowLayout layout,
            long changedSequence,
            List<SegmentState> segments,
            MemTreeEditor rows) {
        TableState build() {
            return new TableState(schema, layout, rows.tree(), segments, changedSequence);
        }
    }

    /// What a manifest says.
    ///
    /// @param number the manifest's, 0 when there is none yet
    /// @param state with open segments, and a generation of files that is nobody's
    /// @param timeMicros a time after the state's last commit, in microseconds since 1970
    public record Result(
            long number, StoreState state, Map<Long, Long> counters, long timeMicros) {}

    private final List<Segment> opened;
    private final Consumer<DatabaseException> damage;

    private ManifestReader(
            FileSystem files,
            String name,
            byte[] bytes,
            List<Segment> opened,
            Consumer<DatabaseException> damage) {
        this.damage = damage;
        this.files = files;
        this.name = name;
        this.bytes = bytes;
        this.opened = opened;
    }

    /// Reads the newest manifest; an empty state when there is none. Removes unfinished ones and
    /// those that are older.
    ///
    /// @param opened gets every segment that is opened; the caller closes them
    /// @throws DatabaseException XX001 naming file and offset when it or a segment is damaged
    public static Result read(FileSystem files, List<Segment> opened) throws IOException {
        return read(
                files,
                opened,
                damaged -> {
                    throw damaged;
                });
    }

    /// Reads the newest manifest as [#read(FileSystem, List)] does, but goes on without the
    /// segments that cannot be opened.
    ///
    /// @param damage gets what is wrong with each of them
    public static Result read(
            FileSystem files, List<Segment> opened, Consumer<DatabaseException> damage)
            throws IOException {
        long newest = 0;
        for (String name : files.list()) {
            newest = Math.max(newest, ManifestFormat.number(name).orElse(0L));
        }
        for (String name : files.list()) {
            Optional<Long> number = ManifestFormat.number(name);
            if (ManifestFormat.isUnfinished(name)
                    || (number.isPresent() && number.get() < newest)) {
                files.delete(name);
            }
        }
        if (newest == 0) {
            return new Result(0, emptyState(), Map.of(), 0);
        }
        String name = ManifestFormat.fileName(newest);
        ManifestReader reader = new ManifestReader(files, name, files.read(name), opened, damage);
        reader.readChunks();
        return new Result(newest, reader.state(), reader.counters, reader.timeMicros);
    }

    private static StoreState emptyState() {
        return new StoreState(0, TableMap.EMPTY, MemTree.EMPTY, 0, FileGeneration.NONE);
    }

    private StoreState state() {
        return new StoreState(
                sequence, tables, definitions.tree(), definitionVersion, FileGeneration.NONE);
    }

    private void readChunks() {
        if (bytes.length < ManifestFormat.HEADER_BYTES) {
            throw damaged(0, "cut to %d bytes".formatted(bytes.length));
        }
        RecordReader header = new RecordReader(bytes);
        if (header.takeLong() != ManifestFormat.MAGIC) {
            throw damaged(0, "header of a manifest expected");
        }
        int version = header.takeInt();
        if (version != ManifestFormat.VERSION || header.takeInt() != 0) {
            throw damaged(0, "unknown version %d".formatted(version));
        }
        int offset = ManifestFormat.HEADER_BYTES;
        while (!ended) {
            offset = readChunk(offset);
        }
        if (offset != bytes.length) {
            throw damaged(offset, "end of file expected");
        }
    }

    private int readChunk(int offset) {
        int start = offset + ManifestFormat.CHUNK_HEADER_BYTES;
        if (start > bytes.length) {
            throw damaged(offset, "chunk expected");
        }
        RecordReader header = new RecordReader(bytes, offset, start);
        int length = header.takeInt();
        int crc = header.takeInt();
        if (length < 0
                || length > bytes.length - start
                || ManifestFormat.crc(bytes, start, start + length) != crc) {
            throw damaged(offset, "checksum of a chunk does not match");
        }
        RecordReader in = new RecordReader(bytes, start, start + length);
        while (in.hasMore()) {
            readEntry(in, offset);
        }
        return start + length;
    }

    private void readEntry(RecordReader in, int offset) {
        int kind = in.takeByte();
        switch (kind) {
            case ManifestFormat.STORE -> {
                sequence = in.takeLong();
                definitionVersion = in.takeLong();
            }
            case ManifestFormat.TIME -> timeMicros = in.takeLong();
            case ManifestFormat.COUNTER -> counters.put(in.takeLong(), in.takeLong());
            case ManifestFormat.DEFINITION ->
                    definitions.put(StoreState.definitionKey(in.takeLong()), in.takeBytes());
            case ManifestFormat.TABLE -> beginTable(in);
            case ManifestFormat.SEGMENT -> readSegment(in, table.orElseThrow());
            case ManifestFormat.ROW ->
                    table.orElseThrow().rows().put(new RowKey(in.takeBytes()), in.takeBytes());
            case ManifestFormat.END -> {
                if (in.takeLong() != entryCount) {
                    throw damaged(offset, "%d entries found".formatted(entryCount));
                }
                finishTable();
                ended = true;
                return;
            }
            default -> throw damaged(offset, "unknown entry %d".formatted(kind));
        }
        entryCount++;
    }

    private void beginTable(RecordReader in) {
        finishTable();
        TableSchema schema = SchemaFormat.read(in);
        table =
                Optional.of(
                        new OpenTable(
                                schema,
                                new RowLayout(schema),
                                in.takeLong(),
                                new ArrayList<>(),
                                MemTree.EMPTY.edit()));
    }

    private void finishTable() {
        if (table.isPresent()) {
            tables = tables.with(table.get().build());
            table = Optional.empty();
        }
    }

    private void readSegment(RecordReader in, OpenTable owner) {
        long id = in.takeLong();
        long byteCount = in.takeLong();
        long lastSequence = in.takeLong();
        DeletedPositions deleted = DeletedPositions.decode(in.takeBytes());
        try {
            Segment segment = open(id, byteCount, owner);
            owner.segments().add(new SegmentState(segment, deleted, lastSequence));
        } catch (DatabaseException e) {
            damage.accept(e);
        }
    }

    private Segment open(long id, long byteCount, OpenTable owner) {
        Segment segment = Segment.open(files, id, owner.schema(), owner.layout());
        opened.add(segment);
        if (segment.byteCount() != byteCount) {
            throw DiskErrors.damaged(
                    files.describe(Segment.fileName(id)),
                    Math.min(byteCount, segment.byteCount()),
                    "%d bytes expected, %d found".formatted(byteCount, segment.byteCount()));
        }
        return segment;
    }

    private DatabaseException damaged(long offset, String what) {
        return DiskErrors.damaged(files.describe(name), offset, what);
    }
}
