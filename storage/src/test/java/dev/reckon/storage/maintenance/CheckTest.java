package dev.reckon.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.segment.DeletedPositions;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.segment.SegmentWriter;
import dev.reckon.storage.state.FileGeneration;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableMap;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.testing.SimpleTable;
import dev.reckon.storage.testing.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Breaks each invariant, and expects the check to say so.
final class CheckTest {
    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimpleTable table = new SimpleTable(1);
    private final TableState empty = TableState.empty(table.schema(), 5);
    private final List<Segment> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Segment::close);
    }

    private Segment segment(long id, long first, long end) {
        try (SegmentWriter writer =
                new SegmentWriter(
                        disk,
                        id,
                        table.schema(),
                        empty.layout(),
                        (int) (end - first),
                        table.key(first),
                        table.key(end))) {
            for (long key = first; key < end; key++) {
                writer.add(table.key(key), table.row(key, "v" + key));
            }
            Segment segment = writer.finish();
            opened.add(segment);
            return segment;
        }
    }

    private List<String> check(MemTree memtable, SegmentState... segments) {
        TableState state = empty.with(memtable, List.of(segments));
        return Check.run(
                new StoreState(
                        9, TableMap.EMPTY.with(state), MemTree.EMPTY, 0, FileGeneration.NONE));
    }

    @Test
    void findsNothingWhereAllIsWell() {
        DeletedPositions.Editor deleted = DeletedPositions.NONE.edit();
        deleted.add(3);
        assertThat(
                        check(
                                MemTree.EMPTY.with(table.key(3), table.row(3, "new")),
                                new SegmentState(segment(1, 0, 10), deleted.build(), 5),
                                new SegmentState(segment(2, 10, 20), DeletedPositions.NONE, 4)))
                .isEmpty();
    }

    @Test
    void findsKeysThatAreLiveTwice() {
        SegmentState first = new SegmentState(segment(1, 0, 10), DeletedPositions.NONE, 5);
        SegmentState second = new SegmentState(segment(2, 9, 12), DeletedPositions.NONE, 5);
        assertThat(check(MemTree.EMPTY, first, second))
                .singleElement()
                .asString()
                .contains("live in two segments");
        assertThat(check(MemTree.EMPTY.with(table.key(4), table.row(4, "x")), first))
                .singleElement()
                .asString()
                .contains("memtable and a segment");
    }

    @Test
    void findsDeletedPositionsAndCommitsThatCannotBe() {
        DeletedPositions.Editor deleted = DeletedPositions.NONE.edit();
        deleted.add(10);
        assertThat(check(MemTree.EMPTY, new SegmentState(segment(1, 0, 10), deleted.build(), 6)))
                .hasSize(2);
    }

    @Test
    void findsDamage() throws IOException {
        segment(1, 0, 5000).close();
        opened.clear();
        long size = disk.size(Segment.fileName(1));
        int noticed = 0;
        for (long bit = 77; bit < size * 8; bit += size / 3) {
            SimulatedDisk damaged = disk.copy();
            damaged.flipBit(Segment.fileName(1), bit);
            Segment segment;
            try {
                segment = Segment.open(damaged, 1, table.schema(), empty.layout());
            } catch (dev.reckon.storage.error.DatabaseException e) {
                noticed++;
                continue;
            }
            opened.add(segment);
            noticed +=
                    check(MemTree.EMPTY, new SegmentState(segment, DeletedPositions.NONE, 5))
                            .size();
        }
        assertThat(noticed).isGreaterThan(10);
    }
}
