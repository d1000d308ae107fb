package dev.reckon.sql;

import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// A statement that was parsed, bound and planned, to be run any number of times in its session. It
/// notices when the catalog has changed and plans itself anew.
public final class Prepared {
    private Prepared() {}

    /// Returns the types of `$1`, `$2`, …, given or inferred.
    public List<DataType> parameterTypes() {
        throw new UnsupportedOperationException();
    }

    /// Returns the columns of the rows that it gives; empty when it gives none.
    public Optional<List<ResultColumn>> columns() {
        throw new UnsupportedOperationException();
    }
}
