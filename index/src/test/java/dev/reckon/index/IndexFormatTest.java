package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

final class IndexFormatTest {
    private static byte[] written() {
        long[] keys = new long[3_000];
        Arrays.setAll(keys, i -> (long) i * i);
        return IndexFormat.write(LearnedIndex.build(MemorySegment.ofArray(keys), keys.length));
    }

    @Test
    void refusesEveryCut() {
        byte[] bytes = written();
        for (int length = 0; length < bytes.length; length++) {
            MemorySegment cut = MemorySegment.ofArray(bytes).asSlice(0, length);
            assertThatThrownBy(() -> IndexFormat.read(cut))
                    .isInstanceOf(CorruptIndexException.class);
        }
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] bytes = written();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            MemorySegment source = MemorySegment.ofArray(flipped);
            assertThatThrownBy(() -> IndexFormat.read(source))
                    .as("bit %d", bit)
                    .isInstanceOf(CorruptIndexException.class);
        }
    }

    @Test
    void refusesGridsAndFencesOfEarlierVersionsAndSaysThatTheyAreOutdated() {
        for (StructureKind kind : List.of(StructureKind.GRID, StructureKind.FENCES)) {
            assertThat(IndexFormat.isOutdated(MemorySegment.ofArray(written(kind)))).isFalse();
            for (int version = 1; version <= 3; version++) {
                MemorySegment old = ofVersion(version, written(kind));
                assertThat(IndexFormat.isOutdated(old)).isTrue();
                assertThatThrownBy(() -> IndexFormat.read(old))
                        .isInstanceOf(CorruptIndexException.class)
                        .hasMessageContaining("version " + version);
            }
        }
    }

    @Test
    void readsTreesOfEarlierVersions() {
        byte[] tree = written(StructureKind.TREE);
        MemorySegment old = ofVersion(1, tree.clone());
        assertThat(IndexFormat.isOutdated(old)).isFalse();
        assertThat(IndexFormat.write(IndexFormat.read(old))).isEqualTo(tree);
    }

    private static byte[] written(StructureKind kind) {
        long[] keys = new long[3_000];
        Arrays.setAll(keys, i -> (long) i * i);
        return IndexFormat.write(
                IndexBuilder.build(MemorySegment.ofArray(keys), keys.length, kind));
    }

    private static MemorySegment ofVersion(int version, byte[] bytes) {
        bytes[8] = (byte) version;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 8, bytes.length - 8);
        MemorySegment source = MemorySegment.ofArray(bytes);
        source.set(ValueLayout.JAVA_INT_UNALIGNED, 4, (int) crc.getValue());
        return source;
    }

    @Test
    void readsFromTheStartOfALongerSource() {
        byte[] bytes = written();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 100);
        LearnedIndex index = IndexFormat.read(MemorySegment.ofArray(longer));
        assertThat(index.statistics().byteCount()).isEqualTo(bytes.length);
        assertThat(IndexFormat.write(index)).isEqualTo(bytes);
    }
}
