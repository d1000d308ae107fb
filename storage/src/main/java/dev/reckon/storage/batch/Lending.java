package dev.reckon.storage.batch;

/// What a scan only lends with a batch: it is decoded into the same memory again for the next,
/// which is faster, and valid until that is asked for.
public enum Lending {
    NOTHING,
    NUMBERS,

    /// Numbers and strings.
    ALL
}
