package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TieFilterTest {
    private static final int KEY_COUNT = 1 << 20;

    private final SplittableRandom random = new SplittableRandom(KeySets.SEED);

    @Test
    void knowsEveryCodeThatItWasGivenAndFewOthers() {
        for (int count : new int[] {1, 2, 5, 100, KEY_COUNT / 256}) {
            TieFilter.Builder builder = new TieFilter.Builder(KEY_COUNT);
            long[] codes = random.longs(count).toArray();
            for (long code : codes) {
                builder.add(8 * random.nextInt(KEY_COUNT / 8), code);
            }
            TieFilter filter = builder.build();
            MemorySegment written = MemorySegment.ofArray(new long[filter.wordCount() + 1]);
            filter.write(written, 8);
            TieFilter read = TieFilter.read(written, 8, filter.wordCount());
            for (long code : codes) {
                assertThat(filter.bit(code) & 1).isEqualTo(1);
                assertThat(read.bit(code) & 1).isEqualTo(1);
            }
            assertThat(filter.share()).isBetween(1e-4, 0.2);
            long others = random.longs(10_000).filter(code -> (filter.bit(code) & 1) == 1).count();
            assertThat((double) others / 10_000).isBetween(0.0, filter.share() + 0.05);
        }
    }

    @Test
    void isNotAskedForKeysInsideOfLines() {
        TieFilter.Builder builder = new TieFilter.Builder(1_003);
        for (int position = 1; position < 8; position++) {
            builder.add(position, 5);
        }
        assertThat(builder.build()).isSameAs(TieFilter.NONE);
        // The last line begins wherever eight keys are left.
        builder.add(995, 5);
        assertThat(builder.build().bit(5) & 1).isEqualTo(1);
    }

    @Test
    void tellsNothingApartAmongManyTies() {
        TieFilter.Builder builder = new TieFilter.Builder(KEY_COUNT);
        for (int code = 0; code <= KEY_COUNT / 256; code++) {
            builder.add(8 * code, code);
        }
        assertThat(builder.build()).isSameAs(TieFilter.ALL);
        assertThat(TieFilter.ALL.share()).isEqualTo(1);
    }
}
