package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;

/// A window function that is no aggregate. What it computes needs a partition, so the executor has
/// the loops; this says which one is meant.
public record WindowFunction(
        int oid, String name, List<DataType> argumentTypes, DataType resultType, Kind kind) {
    public WindowFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }

    /// PostgreSQL's window functions (chapter "Window Functions").
    public enum Kind {
        ROW_NUMBER,
        RANK,
        DENSE_RANK,
        PERCENT_RANK,
        CUME_DIST,
        /// Arguments: the number of buckets; 22014 unless positive.
        NTILE,
        /// Arguments: the value, then optionally the offset (default 1) and the default value.
        LAG,
        /// As [#LAG].
        LEAD,
        FIRST_VALUE,
        LAST_VALUE,
        /// Arguments: the value and n from 1; 22016 unless positive.
        NTH_VALUE
    }
}
