package dev.reckon.storage.manifest;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.wal.RecordWriter;
import dev.reckon.storage.wal.SchemaFormat;
import java.io.IOException;
import java.util.Map;

/// Writes a manifest beside the last one. For one thread.
public final class ManifestWriter {
    private final WritableFile file;
    private final RecordWriter chunk = new RecordWriter(ManifestFormat.CHUNK_BYTE_COUNT * 2);
    private long offset;
    private long entryCount;

    private ManifestWriter(WritableFile file) {
        this.file = file;
    }

    /// Returns once the manifest is durable under its name; the older ones can go then.
    ///
    /// @param number greater than that of every manifest before
    /// @param counters values no older than the state
    /// @param timeMicros a time after the state's last commit, in microseconds since 1970
    /// @return the bytes of the manifest
    public static long write(
            FileSystem files,
            long number,
            StoreState state,
            Map<Long, Long> counters,
            long timeMicros)
            throws IOException {
        String unfinished = ManifestFormat.unfinishedName(number);
        long byteCount;
        try (WritableFile file = files.create(unfinished)) {
            byteCount = new ManifestWriter(file).write(state, counters, timeMicros);
            file.sync();
        } catch (IOException e) {
            files.delete(unfinished);
            throw e;
        }
        files.rename(unfinished, ManifestFormat.fileName(number));
        files.syncDirectory();
        return byteCount;
    }

    /// Removes a manifest that a newer one has replaced.
    public static void delete(FileSystem files, long number) throws IOException {
        files.delete(ManifestFormat.fileName(number));
    }

    private long write(StoreState state, Map<Long, Long> counters, long timeMicros)
            throws IOException {
        RecordWriter header = new RecordWriter(ManifestFormat.HEADER_BYTES);
        header.putLong(ManifestFormat.MAGIC);
        header.putInt(ManifestFormat.VERSION);
        header.putInt(0);
        file.write(0, header.bytes(), 0, header.length());
        offset = header.length();
        beginChunk();
        chunk.putByte(ManifestFormat.STORE);
        chunk.putLong(state.sequence());
        chunk.putLong(state.definitionVersion());
        endEntry();
        chunk.putByte(ManifestFormat.TIME);
        chunk.putLong(timeMicros);
        endEntry();
        for (Map.Entry<Long, Long> counter : counters.entrySet()) {
            chunk.putByte(ManifestFormat.COUNTER);
            chunk.putLong(counter.getKey());
            chunk.putLong(counter.getValue());
            endEntry();
        }
        MemCursor definition = MemCursor.atRank(state.definitions(), 0);
        for (; definition.isValid(); definition.next()) {
            chunk.putByte(ManifestFormat.DEFINITION);
            chunk.putLong(definition.code());
            chunk.putBytes(definition.row());
            endEntry();
        }
        for (TableState table : state.tables().all()) {
            writeTable(table);
        }
        chunk.putByte(ManifestFormat.END);
        chunk.putLong(entryCount);
        writeChunk();
        return offset;
    }

    private void writeTable(TableState table) throws IOException {
        chunk.putByte(ManifestFormat.TABLE);
        SchemaFormat.write(table.schema(), chunk);
        chunk.putLong(table.changedSequence());
        endEntry();
        for (SegmentState segment : table.segments()) {
            chunk.putByte(ManifestFormat.SEGMENT);
            chunk.putLong(segment.segment().id());
            chunk.putLong(segment.segment().byteCount());
            chunk.putLong(segment.lastSequence());
            chunk.putBytes(segment.deleted().encode());
            endEntry();
        }
        MemCursor row = MemCursor.atRank(table.memtable(), 0);
        for (; row.isValid(); row.next()) {
            chunk.putByte(ManifestFormat.ROW);
            chunk.putBytes(row.keyBytes());
            chunk.putBytes(row.row());
            endEntry();
        }
    }

    private void endEntry() throws IOException {
        entryCount++;
        if (chunk.length() > ManifestFormat.CHUNK_BYTE_COUNT) {
            writeChunk();
            beginChunk();
        }
    }

    private void beginChunk() {
        chunk.clear();
        chunk.putInt(0);
        chunk.putInt(0);
    }

    private void writeChunk() throws IOException {
        int start = ManifestFormat.CHUNK_HEADER_BYTES;
        int crc = ManifestFormat.crc(chunk.bytes(), start, chunk.length());
        chunk.setInt(0, chunk.length() - start);
        chunk.setInt(Integer.BYTES, crc);
        file.write(offset, chunk.bytes(), 0, chunk.length());
        offset += chunk.length();
    }
}
