package dev.reckon.bench.seed;

/// What one system did with one number of rows.
///
/// @param batchedRowsPerSecond inserted in batches of 1,000 rows, each a durable commit
/// @param singleRowsPerSecond inserted one by one, each a durable commit
/// @param pointMicrosMedian a point query by primary key
/// @param pointMicros99 its 99th percentile
/// @param scanMicros a full scan with an aggregate, median
record SeedFigures(
        double batchedRowsPerSecond,
        double singleRowsPerSecond,
        double pointMicrosMedian,
        double pointMicros99,
        double scanMicros) {
    /// Returns how many times faster a point query is than a full scan.
    double pointOverScan() {
        return scanMicros / pointMicrosMedian;
    }
}
