package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.LocalFileSystem;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flips bits and cuts files everywhere: what is read is right, or an error that names the place.
final class SegmentDamageTest {
    private static final long SEED = Long.getLong("seed", 17);
    private static final int ROW_COUNT = 5_000;

    @TempDir Path directory;
    private final TableSchema schema = withLines(Samples.tableOfAllTypes());
    private final RowLayout layout = new RowLayout(schema);
    private final Random random = new Random(SEED);
    private final RowKey[] keys = new RowKey[ROW_COUNT];
    private byte[] intact = {};
    private Path file = Path.of("");
    private LocalFileSystem files;

    /// Returns a table with a column more, whose strings repeat each other.
    private static TableSchema withLines(TableSchema schema) {
        var columns = new ArrayList<ColumnSchema>(schema.columns());
        columns.add(new ColumnSchema("line", DataType.TEXT, -1, false));
        return new TableSchema(schema.id(), schema.name(), columns, schema.key());
    }

    @BeforeEach
    void writeSegment() throws IOException {
        files = new LocalFileSystem(directory);
        file = directory.resolve(Segment.fileName(1));
        var encoder = new KeyEncoder(schema);
        var rows = new ArrayList<List<Value>>();
        for (int index = 0; index < ROW_COUNT; index++) {
            var row = new ArrayList<Value>();
            row.add(new Value.Int(index * 3L));
            for (ColumnSchema column : schema.columns().subList(1, schema.columns().size() - 1)) {
                row.add(Samples.nullable(column.type(), random, 10));
            }
            row.add(Value.text("order %d is on its way".formatted(random.nextInt())));
            rows.add(row);
            keys[index] = new RowKey(encoder.encodePrefix(row.subList(0, 1)));
        }
        Batch batch = Samples.batch(schema, rows);
        try (var writer =
                new SegmentWriter(
                        files, 1, schema, layout, ROW_COUNT, keys[0], keys[ROW_COUNT - 1])) {
            writer.add(batch);
            writer.finish().close();
        }
        intact = Files.readAllBytes(file);
    }

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(NativeMemory.openCount()).isZero();
    }

    @Test
    void aBitFlippedInAnySectionIsNamed() throws IOException {
        SegmentFooter footer =
                SegmentOpener.footer("intact", MemorySegment.ofArray(intact), schema);
        int trailer = intact.length - SegmentFormat.TRAILER_BYTES;
        assertNamed(0, SegmentFormat.HEADER_USED_BYTES, "header");
        assertNamed(SegmentFormat.HEADER_BYTES, 4096 * 8, "keys, block 0");
        assertNamed(SegmentFormat.HEADER_BYTES + 4096 * 8, 904 * 8, "keys, block 1");
        for (int column = 1; column < footer.columns().size(); column++) {
            ColumnDirectory blocks = footer.columns().get(column);
            for (int block = 0; block < blocks.blockCount; block++) {
                assertNamed(
                        (int) blocks.offsets[block],
                        blocks.lengths[block],
                        "column %s, block %d".formatted(schema.column(column).name(), block));
            }
            for (int number = 0; number < blocks.tables.count(); number++) {
                assertNamed(
                        (int) blocks.tables.offsets[number],
                        blocks.tables.lengths[number],
                        "column %s, symbols %d".formatted(schema.column(column).name(), number));
            }
        }
        assertThat(footer.columns().getLast().tables.count()).isPositive();
        assertNamed((int) footer.indexOffset(), (int) footer.indexLength(), "index");
        int footerOffset = (int) (footer.indexOffset() + footer.indexLength() + 7) & -8;
        assertNamed(footerOffset, trailer - footerOffset, "footer");
        assertNamed(trailer, SegmentFormat.TRAILER_BYTES, "trailer");
    }

    @Test
    void anIndexOfAnEarlierVersionIsBuiltAgainFromCheckedKeys() throws IOException {
        SegmentFooter footer =
                SegmentOpener.footer("intact", MemorySegment.ofArray(intact), schema);
        intact[(int) footer.indexOffset() + 8] = 1;
        Files.write(file, intact);
        readEverything();
        assertNamed(SegmentFormat.HEADER_BYTES, 4096 * 8, "keys, block 0");
    }

    /// Flips bits in a section, at both ends and between.
    private void assertNamed(int start, int length, String section) throws IOException {
        for (int trial = 0; trial < 5 && length > 0; trial++) {
            int offset =
                    switch (trial) {
                        case 0 -> start;
                        case 1 -> start + length - 1;
                        default -> start + random.nextInt(length);
                    };
            byte[] damaged = intact.clone();
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThatThrownBy(this::readEverything)
                    .as("%s at %d, seed %d", section, offset, SEED)
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            error ->
                                    assertThat(error.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED))
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(section);
            assertThatThrownBy(this::verify).hasMessageContaining(section);
        }
    }

    /// Looks up every key and reads every column; the answers must be those of the intact file.
    private void readEverything() {
        try (Segment segment = Segment.open(files, 1, schema, layout)) {
            for (int position = 0; position < ROW_COUNT; position++) {
                if (segment.position(keys[position]) != position) {
                    throw new AssertionError("wrong position for " + keys[position]);
                }
            }
            for (int column = 0; column < schema.columns().size(); column++) {
                for (int first = 0; first < ROW_COUNT; first += Segment.BLOCK_ROWS) {
                    int count = Math.min(Segment.BLOCK_ROWS, ROW_COUNT - first);
                    assertThat(segment.column(column).read(first, count).rowCount())
                            .isEqualTo(count);
                }
            }
        }
    }

    private void verify() {
        try (Segment segment = Segment.open(files, 1, schema, layout)) {
            segment.verify();
        }
    }

    @Test
    void aBitFlippedAnywhereIsFoundOrHarmless() throws IOException {
        for (int trial = 0; trial < 300; trial++) {
            int offset = random.nextInt(intact.length);
            byte[] damaged = intact.clone();
            damaged[offset] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            // A wrong answer is an AssertionError, which is not caught.
            Optional<DatabaseException> error = error();
            error.ifPresent(
                    found -> assertThat(found.sqlState()).isEqualTo(SqlState.DATA_CORRUPTED));
            boolean padding = offset >= SegmentFormat.HEADER_USED_BYTES && offset < 4096;
            assertThat(error.isPresent() || padding || isBetweenSections(offset))
                    .as("offset %d, seed %d", offset, SEED)
                    .isTrue();
        }
    }

    private Optional<DatabaseException> error() {
        try {
            readEverything();
            return Optional.empty();
        } catch (DatabaseException found) {
            return Optional.of(found);
        }
    }

    private boolean isBetweenSections(int offset) {
        SegmentFooter footer =
                SegmentOpener.footer("intact", MemorySegment.ofArray(intact), schema);
        for (ColumnDirectory column : footer.columns()) {
            for (int block = 0; block < column.blockCount; block++) {
                if (offset >= column.offsets[block]
                        && offset < column.offsets[block] + column.lengths[block]) {
                    return false;
                }
            }
        }
        for (ColumnDirectory column : footer.columns()) {
            for (int number = 0; number < column.tables.count(); number++) {
                if (offset >= column.tables.offsets[number]
                        && offset < column.tables.offsets[number] + column.tables.lengths[number]) {
                    return false;
                }
            }
        }
        return intact[offset] == 0
                && offset >= SegmentFormat.HEADER_BYTES + ROW_COUNT * 8
                && offset < footer.indexOffset() + footer.indexLength() + 8;
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        byte[] older = intact.clone();
        older[SegmentFormat.HEADER_VERSION] = 1;
        Files.write(file, older);
        assertThatThrownBy(this::readEverything)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("version 1");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (int trial = 0; trial < 100; trial++) {
            int length =
                    switch (trial) {
                        case 0 -> 0;
                        case 1 -> intact.length - 1;
                        case 2 -> SegmentFormat.HEADER_BYTES;
                        default -> random.nextInt(intact.length);
                    };
            Files.write(file, java.util.Arrays.copyOf(intact, length));
            assertThatThrownBy(this::readEverything)
                    .as("cut at %d", length)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aSegmentOfAnotherTableIsRefused() {
        var other = new TableSchema(77, "other", schema.columns(), schema.key());
        assertThatThrownBy(() -> Segment.open(files, 1, other, layout))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("it belongs to table 1");
    }

    @Test
    void aMissingFileIsAnErrorOfTheDisk() {
        assertThatThrownBy(() -> Segment.open(files, 2, schema, layout))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        error -> assertThat(error.sqlState()).isEqualTo(SqlState.IO_ERROR));
    }
}
