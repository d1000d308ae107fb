package dev.reckon.sql.plan;

import java.util.List;

/// Reads what the enclosing [CommonTable] of this id computed, column by column in order.
public record CommonTableScan(int commonTableId, String name, List<Column> columns)
        implements Plan {
    public CommonTableScan {
        columns = List.copyOf(columns);
    }
}
