package dev.reckon.storage;

/// How a key is found in a segment: by the segment's own model, or by binary search for comparison.
public enum IndexUse {
    LEARNED,
    BINARY_SEARCH
}
