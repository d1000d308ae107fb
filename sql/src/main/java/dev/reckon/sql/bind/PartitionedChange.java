package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Binds UPDATE and DELETE of a partitioned table: a change of each partition by itself.
record PartitionedChange(Binder binder, Table table) {
    /// @param change binds the change of one table
    /// @param with what WITH defines for all of them
    BoundQuery bind(Function<Table, BoundQuery> change, WithBinder with) {
        List<Table> leaves = binder.catalog.leaves(table);
        if (leaves.isEmpty()) {
            // The table itself has no rows, so that nothing is changed.
            BoundQuery none = change.apply(table);
            return new BoundQuery(with.wrap(none.plan()), none.origins());
        }
        List<BoundQuery> parts = leaves.stream().map(change).toList();
        BoundQuery first = parts.getFirst();
        if (parts.size() == 1) {
            return new BoundQuery(with.wrap(first.plan()), first.origins());
        }
        var columns = new ArrayList<Column>();
        for (Column column : first.columns()) {
            Column own = binder.newColumn(column.name(), column.type(), column.modifier());
            binder.copyShape(column, own);
            columns.add(own);
        }
        List<Plan> plans = parts.stream().map(BoundQuery::plan).toList();
        return new BoundQuery(with.wrap(new Append(plans, columns)), first.origins());
    }
}
