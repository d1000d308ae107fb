package dev.reckon.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MergePolicyTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimpleTable table = new SimpleTable(1);
    private final TableState empty = TableState.empty(table.schema(), 1);
    private final List<Segment> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Segment::close);
    }

    /// Makes a segment of `count` rows from `first` to about `last`.
    private SegmentState segment(long first, long last, int count) {
        try (SegmentWriter writer =
                new SegmentWriter(
                        disk,
                        opened.size(),
                        table.schema(),
                        empty.layout(),
                        count,
                        table.key(first),
                        table.key(last))) {
            for (int i = 0; i < count; i++) {
                long key = first + (last - first) * i / count;
                writer.add(table.key(key), table.row(key, "v"));
            }
            Segment segment = writer.finish();
            opened.add(segment);
            return new SegmentState(segment, DeletedPositions.NONE, 1);
        }
    }

    private List<SegmentState> choose(int depthMax, SegmentState... segments) {
        return MergePolicy.choose(empty.with(MemTree.EMPTY, List.of(segments)), depthMax);
    }

    @Test
    void leavesSegmentsAloneThatDoNotOverlap() {
        SegmentState[] ascending = new SegmentState[20];
        for (int i = 0; i < ascending.length; i++) {
            ascending[i] = segment(i * 100L, i * 100L + 90, 10);
        }
        assertThat(choose(1, ascending)).isEmpty();
    }

    @Test
    void leavesAChainOfOverlapsAloneThatIsNotDeep() {
        SegmentState[] chain = new SegmentState[20];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = segment(i * 100L, i * 100L + 150, 10);
        }
        assertThat(choose(2, chain)).isEmpty();
        assertThat(choose(1, chain)).hasSize(2);
    }

    @Test
    void mergesTheSmallestWhereItIsTooDeep() {
        SegmentState large = segment(0, 100_000, 4000);
        SegmentState middle = segment(0, 100_000, 900);
        SegmentState small = segment(0, 100_000, 100);
        SegmentState smaller = segment(0, 100_000, 90);
        SegmentState apart = segment(200_000, 300_000, 5);
        assertThat(choose(3, large, small, apart, middle, smaller)).containsExactly(smaller, small);
        assertThat(choose(4, large, small, apart, middle, smaller)).isEmpty();
        assertThat(choose(1, large, small, apart, middle, smaller)).hasSize(4);
    }

    @Test
    void takesAlongWhatIsNotMuchLarger() {
        SegmentState[] alike = new SegmentState[5];
        for (int i = 0; i < alike.length; i++) {
            alike[i] = segment(i, 10_000 + i, 100);
        }
        assertThat(choose(4, alike)).hasSize(5);
    }

    @Test
    void rewritesASegmentThatIsMostlyDeleted() {
        SegmentState whole = segment(0, 1000, 10);
        DeletedPositions.Editor deleted = DeletedPositions.NONE.edit();
        for (int position = 0; position < 6; position++) {
            deleted.add(position);
        }
        SegmentState hollow = new SegmentState(whole.segment(), deleted.build(), 1);
        assertThat(choose(4, hollow)).containsExactly(hollow);
    }
}
