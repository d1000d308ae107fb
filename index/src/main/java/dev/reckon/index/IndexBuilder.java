package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Chooses and builds the structure for a column of keys.
public final class IndexBuilder {
    /// Columns up to this long are searched by halving: a handful of probes in a few cache lines.
    static final int SMALL = 64;

    private IndexBuilder() {}

    /// Does what [LearnedIndex#build] says.
    public static LearnedIndex build(MemorySegment keys, int keyCount) {
        KeyScan.checkColumn(keys, keyCount);
        if (keyCount <= SMALL) {
            return BinarySearch.read(
                    BinarySearch.statistics(keyCount, "at most " + SMALL + " keys"));
        }
        return new FenceBuilder(keys, keyCount).build("the only structure yet");
    }
}
