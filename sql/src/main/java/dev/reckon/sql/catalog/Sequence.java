package dev.reckon.sql.catalog;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A sequence. Its state is the store's counter of the same id: the value last returned, which is
/// `start - increment` at first.
///
/// @param counterId the store's counter; another one after each restart in a transaction
/// @param ownerTableOid the table that it goes away with, 0 for none
/// @param ownerColumn the number of the column there
/// @param identity whether it serves an identity column
public record Sequence(
        Header header,
        DataType type,
        long counterId,
        long start,
        long increment,
        long minimum,
        long maximum,
        long cache,
        boolean cycle,
        long ownerTableOid,
        int ownerColumn,
        boolean identity,
        boolean temporary)
        implements Relation {
    @Override
    public char kind() {
        return 'S';
    }

    @Override
    public String noun() {
        return "sequence";
    }

    @Override
    public List<TableColumn> columns() {
        return List.of(
                new TableColumn(1, "last_value", DataType.INT8, -1).withNotNull(true),
                new TableColumn(2, "log_cnt", DataType.INT8, -1).withNotNull(true),
                new TableColumn(3, "is_called", DataType.BOOL, -1).withNotNull(true));
    }

    @Override
    public Sequence withHeader(Header newHeader) {
        return new Sequence(
                newHeader,
                type,
                counterId,
                start,
                increment,
                minimum,
                maximum,
                cache,
                cycle,
                ownerTableOid,
                ownerColumn,
                identity,
                temporary);
    }

    public Sequence withOwner(long tableOid, int column, boolean newIdentity) {
        return new Sequence(
                header,
                type,
                counterId,
                start,
                increment,
                minimum,
                maximum,
                cache,
                cycle,
                tableOid,
                column,
                newIdentity,
                temporary);
    }

    public Sequence withCounter(long newCounterId) {
        return new Sequence(
                header,
                type,
                newCounterId,
                start,
                increment,
                minimum,
                maximum,
                cache,
                cycle,
                ownerTableOid,
                ownerColumn,
                identity,
                temporary);
    }

    /// Returns the counter's value before the first call.
    public long initialState() {
        return start - increment;
    }
}
