package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DeletedPositionsTest {
    private static final long SEED = Long.getLong("seed", 23);

    @Test
    void agreesWithABitSetAndLeavesEarlierVersionsAlone() {
        var random = new Random(SEED);
        for (int size : new int[] {100, 5_000, 1 << 20, 5 << 20}) {
            var versions = new ArrayList<DeletedPositions>(List.of(DeletedPositions.NONE));
            var models = new ArrayList<BitSet>(List.of(new BitSet()));
            for (int step = 0; step < 6; step++) {
                DeletedPositions.Editor editor = versions.getLast().edit();
                var model = (BitSet) models.getLast().clone();
                // Single rows, and whole stretches.
                for (int change = 0; change < 200; change++) {
                    int start = random.nextInt(size);
                    int length = random.nextInt(50) == 0 ? random.nextInt(9_000) : 1;
                    for (int p = start; p < Math.min(size, start + length); p++) {
                        assertEquals(!model.get(p), editor.add(p));
                        model.set(p);
                    }
                }
                versions.add(editor.build());
                models.add(model);
            }
            for (int version = 0; version < versions.size(); version++) {
                check(versions.get(version), models.get(version), size, random);
            }
        }
    }

    private static void check(DeletedPositions positions, BitSet model, int size, Random random) {
        assertEquals(model.cardinality(), positions.count());
        assertEquals(model.isEmpty(), positions.isEmpty());
        for (int trial = 0; trial < 3_000; trial++) {
            int position = random.nextInt(size + 10);
            assertEquals(model.get(position), positions.contains(position));
            int before = model.get(0, position).cardinality();
            if (trial < 200) {
                assertEquals(before, positions.countBefore(position));
                assertEquals(position - before, positions.liveCount(0, position));
                if (!model.get(position)) {
                    assertEquals(position, positions.livePosition(position - before));
                }
            }
            int next = model.nextSetBit(position);
            assertEquals(next < 0 ? Integer.MAX_VALUE : next, positions.next(position));
        }
        DeletedPositions read = DeletedPositions.decode(positions.encode());
        assertThat(read).isEqualTo(positions);
        assertEquals(positions.count(), read.count());
    }

    @Test
    void encodesAFewPositionsInAFewBytesAndManyInABitmap() {
        DeletedPositions.Editor few = DeletedPositions.NONE.edit();
        few.add(3_000_000);
        assertThat(few.build().encode()).hasSize(4 + 8 + 2);
        DeletedPositions.Editor many = DeletedPositions.NONE.edit();
        for (int position = 0; position < 4096; position++) {
            many.add(position);
        }
        assertThat(many.build().encode()).hasSize(4 + 8 + 512);
        assertThat(DeletedPositions.NONE.encode()).hasSize(4);
    }

    @Test
    void refusesBytesThatContradictThemselves() {
        DeletedPositions.Editor editor = DeletedPositions.NONE.edit();
        editor.add(1);
        editor.add(2);
        byte[] bytes = editor.build().encode();
        assertThatThrownBy(() -> DeletedPositions.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(BufferUnderflowException.class);
        byte[] twice = bytes.clone();
        twice[twice.length - 1] = twice[twice.length - 3];
        assertThatThrownBy(() -> DeletedPositions.decode(twice))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] negative = bytes.clone();
        negative[4] = -1;
        assertThatThrownBy(() -> DeletedPositions.decode(negative))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
