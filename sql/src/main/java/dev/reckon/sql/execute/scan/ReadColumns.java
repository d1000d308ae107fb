package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Constant;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// Which of a scan's columns are decoded: not those that only storage's conditions read, in whose
/// place NULLs stand. Immutable; safe for many threads.
///
/// @param positions in the table, of the columns that are decoded
/// @param places for each of the scan's columns, in order
record ReadColumns(List<Integer> positions, List<Place> places) {
    ReadColumns {
        positions = List.copyOf(positions);
        places = List.copyOf(places);
    }

    /// Where one of the scan's columns comes from.
    sealed interface Place {
        record Decoded(int index) implements Place {}

        record Unread(Constant nulls) implements Place {}
    }

    /// @param filter what is tested for each row handed out
    /// @param isRead whether the rest of the plan reads a column, by its id
    static ReadColumns of(TableScan scan, Optional<Scalar> filter, IntPredicate isRead) {
        Set<Integer> filtered = new HashSet<>();
        filter.ifPresent(each -> Plans.collectFree(each, filtered));
        var positions = new ArrayList<Integer>();
        var places = new ArrayList<Place>();
        for (int index = 0; index < scan.columns().size(); index++) {
            Column column = scan.columns().get(index);
            if (isRead.test(column.id()) || filtered.contains(column.id())) {
                places.add(new Place.Decoded(positions.size()));
                positions.add(scan.positions().get(index));
            } else {
                places.add(
                        new Place.Unread(new Constant(column.type().physical(), Value.Null.NULL)));
            }
        }
        return new ReadColumns(positions, places);
    }

    /// Puts the decoded columns where the scan's columns are expected.
    Batch arrange(Batch decoded) {
        if (positions.size() == places.size()) {
            return decoded;
        }
        var columns = new ArrayList<ColumnVector>(places.size());
        for (Place place : places) {
            columns.add(
                    switch (place) {
                        case Place.Decoded(int index) -> decoded.column(index);
                        case Place.Unread(Constant nulls) -> nulls.vector(decoded.rowCount());
                    });
        }
        return new Batch(columns, decoded.rowCount(), decoded.selection(), decoded.selectedCount());
    }
}
