package dev.reckon.sql.execute.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.batch.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowsByGroupTest {
    private static final long SEED = Long.getLong("seed", 31);

    private final Random random = new Random(SEED);
    private final RowsByGroup divided = new RowsByGroup();

    @Test
    void everyRowIsWithItsGroupInItsOrder() {
        for (int trial = 0; trial < 100; trial++) {
            int groupCount = 1 + random.nextInt(16);
            int rowCount = 1 + random.nextInt(4000);
            int oneIn = 1 + random.nextInt(3);
            int[] selection =
                    IntStream.range(0, rowCount).filter(_ -> random.nextInt(oneIn) == 0).toArray();
            Batch rows = new Batch(List.of(), rowCount, selection, selection.length);
            int[] groups = random.ints(selection.length, 0, groupCount).toArray();

            boolean isDivided = divided.divide(rows, groups, groupCount);

            assertThat(isDivided).isEqualTo(selection.length >= groupCount * 64);
            for (int group = 0; isDivided && group < groupCount; group++) {
                List<Integer> wanted = new ArrayList<>();
                for (int index = 0; index < groups.length; index++) {
                    if (groups[index] == group) {
                        wanted.add(selection[index]);
                    }
                }
                assertThat(divided.count(group)).isEqualTo(wanted.size());
                Batch ofGroup = divided.rows(group);
                assertThat(IntStream.range(0, ofGroup.selectedCount()).map(ofGroup::row))
                        .containsExactlyElementsOf(wanted);
            }
        }
    }

    @Test
    void manyGroupsAreNotDivided() {
        assertThat(divided.divide(new Batch(List.of(), 10_000), new int[10_000], 17)).isFalse();
    }
}
