package dev.reckon.storage.maintenance;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.reckon.storage.memtable.MemCursor;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Verifies everything that must hold of a state: the checksums and the order of every segment,
/// that keys ascend in the memtable, that no key is live twice, that deleted positions exist. Reads
/// all of it once. For one thread.
public final class Check {
    private final List<String> problems = new ArrayList<>();

    private Check() {}

    /// Returns what is wrong, a sentence each; empty when all is well.
    ///
    /// @param state whose files are in use
    public static List<String> run(StoreState state) {
        Check check = new Check();
        for (TableState table : state.tables().all()) {
            check.table(table, state.sequence());
        }
        return check.problems;
    }

    private void table(TableState table, long sequence) {
        int before = problems.size();
        if (table.changedSequence() > sequence) {
            report(table, "was changed by commit %d of %d", table.changedSequence(), sequence);
        }
        memtable(table);
        for (SegmentState segment : table.segments()) {
            segment(table, segment);
        }
        if (problems.size() == before) {
            keysAreLiveOnce(table);
        }
    }

    private void memtable(TableState table) {
        Optional<RowKey> previous = Optional.empty();
        int count = 0;
        MemCursor row = MemCursor.atRank(table.memtable(), 0);
        for (; row.isValid(); row.next()) {
            RowKey key = row.key();
            if (previous.isPresent() && previous.get().compareTo(key) >= 0) {
                report(table, "memtable: key %s comes after %s", key, previous.get());
            }
            if (table.memtable().find(key) == null) {
                report(table, "memtable: key %s is not found", key);
            }
            previous = Optional.of(key);
            count++;
        }
        if (count != table.memtable().count()) {
            report(table, "memtable: %d rows, %d counted", table.memtable().count(), count);
        }
    }

    private void segment(TableState table, SegmentState state) {
        Segment segment = state.segment();
        int before = problems.size();
        segment.verify(damage -> report(table, "%s", String.valueOf(damage.getMessage())));
        if (problems.size() > before) {
            return;
        }
        int counted = 0;
        int last = -1;
        for (int position = state.deleted().next(0);
                position != Integer.MAX_VALUE;
                position = state.deleted().next(position + 1)) {
            counted++;
            last = position;
        }
        String name = Segment.fileName(segment.id());
        if (counted != state.deleted().count()) {
            report(
                    table,
                    "%s: %d rows deleted, %d counted",
                    name,
                    state.deleted().count(),
                    counted);
        }
        if (last >= segment.rowCount()) {
            report(table, "%s: row %d of %d deleted", name, last, segment.rowCount());
        }
        if (state.lastSequence() > table.changedSequence()) {
            report(table, "%s: written by the later commit %d", name, state.lastSequence());
        }
    }

    private void keysAreLiveOnce(TableState table) {
        PriorityQueue<MergeInput> queue = new PriorityQueue<>(Comparator.naturalOrder());
        for (SegmentState segment : table.segments()) {
            MergeInput input = new MergeInput(segment);
            if (input.hasRow()) {
                queue.add(input);
            }
        }
        Optional<RowKey> previous = Optional.empty();
        while (!queue.isEmpty()) {
            MergeInput least = queue.remove();
            RowKey key = least.key();
            if (previous.isPresent() && previous.get().equals(key)) {
                report(table, "key %s is live in two segments", key);
            }
            if (table.memtable().contains(key)) {
                report(table, "key %s is live in the memtable and a segment", key);
            }
            previous = Optional.of(key);
            least.next();
            if (least.hasRow()) {
                queue.add(least);
            }
        }
    }

    @FormatMethod
    private void report(TableState table, @FormatString String what, Object... arguments) {
        problems.add(
                "table \"%s\" (%d): %s"
                        .formatted(
                                table.schema().name(),
                                table.schema().id(),
                                what.formatted(arguments)));
    }
}
