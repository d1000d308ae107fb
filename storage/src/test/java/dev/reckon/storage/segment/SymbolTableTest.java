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

        /// Returns where the codes begin.
        long codes(int rowCount) {
            return StringEnds.bytesOffset(rowCount, directory.widths[0]);
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

    /// Decodes all rows at once, from any row to any other, and each alone.
    private void assertDecoded(Stored stored, SymbolTable table, Strings strings) {
        int rowCount = strings.ends.length;
        assertRowsDecoded(stored, table, strings, 0, rowCount, strings.byteCount());
        for (int i = 0; i < 20; i++) {
            int first = random.nextInt(rowCount);
            int end = first + 1 + random.nextInt(Math.min(200, rowCount - first));
            // The estimate may be anything.
            assertRowsDecoded(stored, table, strings, first, end, random.nextInt(2_000));
        }
        assertRowsDecoded(stored, table, strings, rowCount - 1, rowCount, 0);
        int bits = stored.directory.widths[0];
        var decoder = SymbolDecoder.ofRow(table, stored.file, stored.codes(rowCount));
        byte[] decoded = new byte[strings.byteCount() + SymbolDecoder.SLACK_BYTES];
        for (int row = 0; row < rowCount; row++) {
            int start = StringEnds.end(stored.file, 0, bits, row - 1);
            int end = StringEnds.end(stored.file, 0, bits, row);
            int first = row == 0 ? 0 : strings.ends[row - 1];
            assertThat(decoder.row(start, end, decoded, first)).isEqualTo(strings.ends[row]);
        }
        assertThat(Arrays.copyOf(decoded, strings.byteCount()))
                .isEqualTo(Arrays.copyOf(strings.bytes, strings.byteCount()));
        assertSameWithVectors(stored, table, strings);
    }

    private static void assertRowsDecoded(
            Stored stored, SymbolTable table, Strings strings, int first, int end, int estimate) {
        int bits = stored.directory.widths[0];
        int firstCode = StringEnds.end(stored.file, 0, bits, first - 1);
        int[] ends = StringEnds.ends(stored.file, 0, bits, first, end - first, 0);
        byte[] decoded =
                SymbolDecoder.ofRows(table, stored.file, stored.codes(strings.ends.length))
                        .rows(firstCode, ends, estimate, ColumnMemory.reused());
        int start = first == 0 ? 0 : strings.ends[first - 1];
        for (int row = first; row < end; row++) {
            assertThat(ends[row - first]).isEqualTo(strings.ends[row] - start);
        }
        assertThat(Arrays.copyOf(decoded, strings.ends[end - 1] - start))
                .isEqualTo(Arrays.copyOfRange(strings.bytes, start, strings.ends[end - 1]));
    }

    /// The JDK's vectors decode what plain loops do, from any code on.
    private void assertSameWithVectors(Stored stored, SymbolTable table, Strings strings) {
        assertThat(SymbolTable.HAS_LANES).isTrue();
        int rowCount = strings.ends.length;
        int codeCount = StringEnds.end(stored.file, 0, stored.directory.widths[0], rowCount - 1);
        for (int i = 0; i < 50; i++) {
            int first = random.nextInt(codeCount);
            int count = 1 + random.nextInt(Math.min(300, codeCount - first));
            byte[][] decoded = new byte[2][(count + 1) * SymbolTable.SYMBOL_BYTES_MAX];
            int[][] codeEnds = new int[2][count + 1];
            long codes = stored.codes(rowCount);
            int end = table.decode(stored.file, codes, first, count, decoded[0], 0, codeEnds[0]);
            long bit = (long) first * SymbolTable.CODE_BITS;
            MemorySegment run = stored.file.asSlice(codes + bit / Byte.SIZE);
            int shift = (int) bit % Byte.SIZE;
            assertThat(table.decodePlainly(run, shift, count, decoded[1], 0, codeEnds[1]))
                    .isEqualTo(end);
            assertThat(codeEnds[1]).isEqualTo(codeEnds[0]);
            assertThat(Arrays.copyOf(decoded[1], end)).isEqualTo(Arrays.copyOf(decoded[0], end));
        }
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
    void emptyAndLongStringsAndSingleRowsComeBack() {
        byte[] word =
                "the quick brown fox jumps over the lazy dog, ".getBytes(StandardCharsets.UTF_8);
        for (int rowCount : new int[] {1, 2, 3, 700}) {
            List<byte[]> rows = new ArrayList<>();
            for (int row = 0; row < rowCount; row++) {
                int copies = rowCount < 4 ? 2_000 : random.nextInt(4) * random.nextInt(90);
                byte[] bytes = new byte[Math.max(0, copies * word.length - random.nextInt(3))];
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = word[at % word.length];
                }
                rows.add(bytes);
            }
            rows.set(rowCount / 2, rowCount < 3 ? rows.get(rowCount / 2) : new byte[0]);
            Strings strings = Strings.of(rows);
            var compact = new CompactStrings(new SymbolTrainer());
            assertThat(compact.encode(strings.bytes, strings.ends, rowCount)).isTrue();
            Stored stored = store(compact, strings);
            assertDecoded(stored, stored.directory.tables.unplaced().getFirst(), strings);
        }
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
