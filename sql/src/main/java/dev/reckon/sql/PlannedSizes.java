package dev.reckon.sql;

import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.IndexScan;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.SampleScan;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import java.util.HashMap;
import java.util.Map;

/// How many rows the tables of a plan had when it was made: a plan for a nearly empty table is a
/// bad one when the table is full. Immutable.
final class PlannedSizes {
    static final PlannedSizes NONE = new PlannedSizes(Map.of());

    /// A plan is made anew when a table has so many times the rows, or so many times fewer.
    private static final long FACTOR = 10;

    /// Below this size it doesn't matter.
    private static final long SIZE_MIN = 100;

    private final long[] tableIds;
    private final long[] rowCounts;

    private PlannedSizes(Map<Long, Long> sizes) {
        tableIds = new long[sizes.size()];
        rowCounts = new long[sizes.size()];
        int index = 0;
        for (Map.Entry<Long, Long> size : sizes.entrySet()) {
            tableIds[index] = size.getKey();
            rowCounts[index++] = size.getValue();
        }
    }

    /// Returns the sizes on which a plan depends: not those of tables in which it looks up single
    /// keys only.
    static PlannedSizes of(Plan plan, Snapshot snapshot) {
        var sizes = new HashMap<Long, Long>();
        Plans.visit(
                plan,
                node -> {
                    switch (node) {
                        case TableScan scan -> {
                            if (!scan.keys().isPoint(scan.table())) {
                                add(scan.table().id(), snapshot, sizes);
                            }
                        }
                        case SampleScan scan -> add(scan.table().id(), snapshot, sizes);
                        case IndexScan scan -> add(scan.table().id(), snapshot, sizes);
                        case IndexJoin join -> add(join.right().table().id(), snapshot, sizes);
                        default -> {}
                    }
                });
        return sizes.isEmpty() ? NONE : new PlannedSizes(sizes);
    }

    private static void add(long tableId, Snapshot snapshot, Map<Long, Long> sizes) {
        snapshot.table(tableId)
                .map(TableSnapshot::size)
                .ifPresent(size -> sizes.put(tableId, size));
    }

    /// Returns whether all tables are about as large in a snapshot.
    boolean areLike(Snapshot snapshot) {
        for (int i = 0; i < tableIds.length; i++) {
            long planned = Math.max(SIZE_MIN, rowCounts[i]);
            long size =
                    Math.max(
                            SIZE_MIN,
                            snapshot.table(tableIds[i]).map(TableSnapshot::size).orElse(planned));
            if (size > planned * FACTOR || planned > size * FACTOR) {
                return false;
            }
        }
        return true;
    }
}
