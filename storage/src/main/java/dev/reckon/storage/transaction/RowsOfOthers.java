package dev.reckon.storage.transaction;

import dev.reckon.storage.type.RowKey;
import java.util.Arrays;

/// The rows that other transactions had locked at one moment. Immutable.
public final class RowsOfOthers {
    private final long tableId;
    private final long[] hashes;

    RowsOfOthers(long tableId, long[] hashes) {
        this.tableId = tableId;
        this.hashes = hashes;
        Arrays.sort(hashes);
    }

    public boolean isEmpty() {
        return hashes.length == 0;
    }

    /// Returns whether a key of the table may be among them: false is certain.
    public boolean mayContain(RowKey key) {
        long hash = LockKind.rowHash(tableId, key.code(), key.bytes());
        return Arrays.binarySearch(hashes, LockStripe.usable(hash)) >= 0;
    }
}
