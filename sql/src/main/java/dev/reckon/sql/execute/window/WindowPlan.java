package dev.reckon.sql.execute.window;

import dev.reckon.sql.execute.sort.RowOrder;
import dev.reckon.sql.execute.sort.SortKeys;
import java.util.List;

/// A compiled window and the functions over it. Immutable; safe for many threads.
///
/// @param keys sorts by partition, then by order
/// @param partitionOrder the keys of the partition alone
/// @param peerOrder the keys of the order within it alone
public record WindowPlan(
        SortKeys keys, RowOrder partitionOrder, RowOrder peerOrder, List<WindowSpec> calls) {
    public WindowPlan {
        calls = List.copyOf(calls);
    }
}
