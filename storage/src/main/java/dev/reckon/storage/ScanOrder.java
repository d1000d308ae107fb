package dev.reckon.storage;

/// The order in which a scan hands out rows.
public enum ScanOrder {
    /// Whatever is fastest: segment by segment, then recent rows.
    ANY,
    /// By key, ascending.
    FORWARD,
    /// By key, descending.
    BACKWARD
}
