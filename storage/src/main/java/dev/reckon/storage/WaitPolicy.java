package dev.reckon.storage;

/// What to do when a lock is taken: wait for it, fail with 55P03, or go on without it.
public enum WaitPolicy {
    WAIT,
    NOWAIT,
    SKIP_LOCKED
}
