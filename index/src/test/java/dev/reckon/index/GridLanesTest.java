package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.index.KeySets.KeySet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Eight predictions at once are the same eight, on processors that can do so.
final class GridLanesTest {
    static List<KeySet> sets() {
        return KeySets.all(50_000).stream().filter(set -> set.keys().length > 1_000).toList();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void predictsAsOneAtATimeDoes(KeySet set) {
        assumeTrue(GridLanes.supported());
        SplittableRandom random = new SplittableRandom(KeySets.SEED);
        long[] keys = set.keys();
        GridIndex index =
                (GridIndex)
                        IndexBuilder.build(set.column(), keys.length, StructureKind.GRID)
                                .structure();
        GridModel model = index.gridModel();
        long[] codes = new long[4_000];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = keys[random.nextInt(keys.length)] + random.nextInt(-1, 2);
        }
        int[] starts = new int[codes.length];
        boolean anywhere = model.lines().length == 0;
        for (int i = 0; anywhere && i < codes.length; i++) {
            double place = (double) (codes[i] - model.origin) + model.lift;
            starts[i] = model.number(Math.clamp(place, model.least, model.most));
        }
        long rare =
                anywhere
                        ? GridLanes.startsOnLines(
                                model, model.knotWords(), codes, 0, codes.length, starts)
                        : GridLanes.startsInCells(
                                model, model.knotWords(), codes, 0, codes.length, starts);
        boolean anyRare = false;
        for (int i = 0; i < codes.length; i++) {
            double place = (double) (codes[i] - model.origin) + model.lift;
            anyRare |= place < model.least || place > model.most;
            double clamped = Math.clamp(place, model.least, model.most);
            assertThat(starts[i]).isEqualTo((model.start(clamped) + GridModel.LEAD) & -8);
        }
        assertThat(rare != 0).isEqualTo(anyRare);
    }
}
