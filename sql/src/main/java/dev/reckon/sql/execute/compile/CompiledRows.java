package dev.reckon.sql.execute.compile;

import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.sql.plan.Column;
import java.util.List;

/// A compiled plan, and the columns that its rows have: in the order of the plan's those that
/// somebody reads, and perhaps others of the plan's.
record CompiledRows(OperatorFactory rows, List<Column> columns) {
    CompiledRows {
        columns = List.copyOf(columns);
    }
}
