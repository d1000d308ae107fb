package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SymbolTableTest {
    private static final long SEED = Long.getLong("seed", 5);
    private static final int ROW_COUNT = 3000;

    private final Random random = new Random(SEED);

    /// Strings one after the other, as a block has them.
    private record Strings(byte[] bytes, int[] ends) {
        static Strings of(List<byte[]> rows) {
            int[] ends = new int[rows.size()];
            int end = 0;
            for (int row = 0; row < ends.length; row++) {
                end += rows.get(row).length;
                ends[row] = end;
            }
            byte[] bytes = new byte[end + SymbolTable.SYMBOL_BYTES_MAX];
            end = 0;
            for (byte[] row : rows) {
                System.arraycopy(row, 0, bytes, end, row.length);
                end += row.length;
            }
            return new Strings(bytes, ends);
        }

        int byteCount() {
            return ends[ends.length - 1];
        }
    }

    /// What a block's strings are stored as.
    private record Stored(MemorySegment file, ColumnDirectory directory) {
        int byteCount() {
            return (int) file.byteSize() - Long.BYTES;
        }
    }

    private static Stored store(CompactStrings compact, Strings strings) {
        var sink = new ByteSink();
        var directory = new ColumnDirectory();
        int rowCount = strings.ends.length;
        compact.write(sink, directory, rowCount, 9999, strings.byteCount(), 0, new long[rowCount]);
        // What is read eight bytes at a time goes past the end.
        byte[] bytes = Arrays.copyOf(sink.bytes(), sink.length() + Long.BYTES);
        return new Stored(MemorySegment.ofArray(bytes), directory);
    }

    private static void assertDecoded(Stored stored, SymbolTable table, Strings strings) {
        int bits = stored.directory.widths[0];
        int rowCount = strings.ends.length;
        long codes = StringEnds.bytesOffset(rowCount, bits);
        byte[] decoded = new byte[strings.byteCount() + SymbolTable.SLACK_BYTES];
        for (int row = 0; row < rowCount; row++) {
            int start = StringEnds.end(stored.file, 0, bits, row - 1);
            int end = StringEnds.end(stored.file, 0, bits, row);
            int first = row == 0 ? 0 : strings.ends[row - 1];
            assertThat(table.decode(stored.file, codes + start, end - start, decoded, first))
                    .isEqualTo(strings.ends[row]);
        }
        assertThat(Arrays.copyOf(decoded, strings.byteCount()))
                .isEqualTo(Arrays.copyOf(strings.bytes, strings.byteCount()));
    }

    private Strings lines(String form) {
        List<byte[]> rows = new ArrayList<>();
        for (int row = 0; row < ROW_COUNT; row++) {
            rows.add(
                    form.formatted(random.nextInt(10_000), random.nextInt(60))
                            .getBytes(StandardCharsets.UTF_8));
        }
        return Strings.of(rows);
    }

    @Test
    void textThatRepeatsTakesAThirdAndComesBack() {
        var compact = new CompactStrings(new SymbolTrainer());
        Strings strings = lines("GET /api/orders/%d HTTP/1.1 200, %d ms, keep-alive, gzip");
        assertThat(compact.encode(strings.bytes, strings.ends, ROW_COUNT)).isTrue();
        Stored stored = store(compact, strings);
        SymbolTable table = stored.directory.tables.unplaced().getFirst();
        assertThat(stored.byteCount() + table.byteCount()).isLessThan(strings.byteCount() / 3);
        assertDecoded(stored, table, strings);
        assertDecoded(stored, SymbolTable.read(ByteBuffer.wrap(table.write())), strings);
    }

    @Test
    void aTableServesAsLongAsItFits() {
        var compact = new CompactStrings(new SymbolTrainer());
        List<SymbolTable> tables = new ArrayList<>();
        for (int block = 0; block < 6; block++) {
            Strings strings =
                    lines(block < 3 ? "customer %d of region %d" : "<p>%d</p><a href='%d'>");
            assertThat(compact.encode(strings.bytes, strings.ends, ROW_COUNT)).isTrue();
            Stored stored = store(compact, strings);
            tables.add(stored.directory.tables.unplaced().getFirst());
            assertDecoded(stored, tables.getLast(), strings);
        }
        assertThat(tables.subList(0, 3)).containsOnly(tables.getFirst());
        assertThat(tables.subList(3, 6)).containsOnly(tables.getLast());
        assertThat(tables.getLast()).isNotSameAs(tables.getFirst());
    }

    @Test
    void whatDoesNotRepeatStaysAsItIs() {
        var compact = new CompactStrings(new SymbolTrainer());
        List<byte[]> rows = new ArrayList<>();
        for (int row = 0; row < ROW_COUNT; row++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            rows.add(bytes);
        }
        Strings strings = Strings.of(rows);
        for (int block = 0; block < 20; block++) {
            assertThat(compact.encode(strings.bytes, strings.ends, ROW_COUNT)).isFalse();
        }
        Strings few = Strings.of(List.of("short".getBytes(StandardCharsets.UTF_8)));
        assertThat(compact.encode(few.bytes, few.ends, 1)).isFalse();
    }

    @Test
    void wordsOfAnyBytesComeBack() {
        List<byte[]> words = new ArrayList<>();
        for (int word = 0; word < 30; word++) {
            byte[] bytes = new byte[40];
            random.nextBytes(bytes);
            words.add(bytes);
        }
        List<byte[]> rows = new ArrayList<>();
        for (int row = 0; row < 4000; row++) {
            byte[] joined = new byte[0];
            for (int part = 0; part < 8; part++) {
                byte[] word = words.get(random.nextInt(words.size()));
                int end = joined.length;
                joined = Arrays.copyOf(joined, end + word.length);
                System.arraycopy(word, 0, joined, end, word.length);
            }
            rows.add(joined);
        }
        Strings strings = Strings.of(rows);
        var compact = new CompactStrings(new SymbolTrainer());
        assertThat(compact.encode(strings.bytes, strings.ends, rows.size())).isTrue();
        Stored stored = store(compact, strings);
        assertDecoded(stored, stored.directory.tables.unplaced().getFirst(), strings);
    }

    @Test
    void refusesTablesThatContradictThemselves() {
        SymbolTable table = trained();
        byte[] written = table.write();
        assertThat(SymbolTable.read(ByteBuffer.wrap(written)).symbolCount())
                .isEqualTo(table.symbolCount());
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            assertThatThrownBy(() -> SymbolTable.read(ByteBuffer.wrap(cut)))
                    .isInstanceOf(BufferUnderflowException.class);
        }
        byte[] many = written.clone();
        many[1] = 127;
        assertThatThrownBy(() -> SymbolTable.read(ByteBuffer.wrap(many)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] tooLong = written.clone();
        tooLong[4] = 17;
        assertThatThrownBy(() -> SymbolTable.read(ByteBuffer.wrap(tooLong)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private SymbolTable trained() {
        var matcher = new SymbolMatcher();
        Strings strings = lines("a line like all others, but for %d and %d");
        assertThat(new SymbolTrainer().train(strings.bytes, strings.ends, ROW_COUNT, matcher))
                .isTrue();
        return matcher.table();
    }

    @Test
    void endsAreFoundInEveryWidth() {
        for (int longest : new int[] {0, 1, 3, 200, 70_000, 5_000_000}) {
            for (boolean fixed : new boolean[] {true, false}) {
                int[] ends = new int[300];
                int end = 0;
                for (int row = 0; row < ends.length; row++) {
                    end += fixed ? longest : random.nextInt(longest + 1);
                    ends[row] = end;
                }
                var sink = new ByteSink();
                int bits = StringEnds.write(sink, ends, 300, longest, end, new long[300]);
                assertThat(sink.length()).isEqualTo(StringEnds.byteCount(ends, 300));
                assertThat(bits == 0).isEqualTo(fixed || longest == 0);
                byte[] bytes = Arrays.copyOf(sink.bytes(), sink.length() + Long.BYTES);
                MemorySegment file = MemorySegment.ofArray(bytes);
                assertThat(StringEnds.total(file, 0)).isEqualTo(end);
                assertThat(StringEnds.longest(file, 0)).isEqualTo(longest);
                for (int row = 0; row < 300; row++) {
                    assertThat(StringEnds.end(file, 0, bits, row)).isEqualTo(ends[row]);
                }
                int[] some = StringEnds.ends(file, 0, bits, 17, 200, ends[16]);
                for (int index = 0; index < some.length; index++) {
                    assertThat(some[index]).isEqualTo(ends[17 + index] - ends[16]);
                }
            }
        }
    }
}
