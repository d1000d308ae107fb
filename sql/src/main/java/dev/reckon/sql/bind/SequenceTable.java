package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.schema.ColumnSchema;
import java.util.Iterator;
import java.util.List;

/// A sequence read as a table of one row.
record SequenceTable(Sequence sequence) implements SystemTable {
    @Override
    public String schema() {
        return "";
    }

    @Override
    public String name() {
        return sequence.name();
    }

    @Override
    public int oid() {
        return (int) sequence.oid();
    }

    @Override
    public boolean isView() {
        return false;
    }

    @Override
    public List<ColumnSchema> columns() {
        return sequence.columns().stream()
                .map(column -> new ColumnSchema(column.name(), column.type(), -1, true))
                .toList();
    }

    @Override
    public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
        long state = environment.sequenceState(sequence.oid());
        boolean called = state >= sequence.minimum() && state <= sequence.maximum();
        long last = called ? state : state + sequence.increment();
        return List.of(
                        new Batch(
                                List.of(
                                        LongVector.of(last),
                                        LongVector.of(0),
                                        LongVector.of(called ? 1 : 0)),
                                1))
                .iterator();
    }
}
