package dev.reckon.storage;

import java.time.Instant;

/// Which of the states that a backup and the log after it have been through is wanted.
public sealed interface RestorePoint {
    /// The newest one.
    record End() implements RestorePoint {}

    /// That after the commit of a number.
    record AtSequence(long sequence) implements RestorePoint {}

    /// That before the first commit after a time.
    record AtTime(Instant time) implements RestorePoint {}
}
