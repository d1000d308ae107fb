package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import java.util.List;

/// A query's plan and what is known of its columns.
///
/// @param origins one for each column of the plan
record BoundQuery(Plan plan, List<Origin> origins) {
    BoundQuery {
        origins = List.copyOf(origins);
    }

    /// Where a result's column comes from.
    ///
    /// @param tableOid the table that it is a plain column of, 0 otherwise
    /// @param number its number there
    record Origin(long tableOid, int number) {
        static final Origin NONE = new Origin(0, 0);
    }

    List<Column> columns() {
        return plan.columns();
    }
}
