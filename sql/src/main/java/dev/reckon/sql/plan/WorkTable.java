package dev.reckon.sql.plan;

import java.util.List;

/// Inside the step of a [RecursiveUnion]: the rows that the last round added.
public record WorkTable(int workTableId, List<Column> columns) implements Plan {
    public WorkTable {
        columns = List.copyOf(columns);
    }
}
