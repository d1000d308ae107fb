package dev.reckon.sql.execute.key;

import dev.reckon.storage.batch.Batch;

/// Keys of one form and their numbers.
sealed interface KeyStore permits PackedKeys, WideKeys {
    int keyCount();

    /// Returns whether the form can hold all keys of a batch.
    boolean accepts(CodeBatch codes);

    /// Returns a store with the same numbers that accepts the batch, too. This one is of no use
    /// afterwards.
    KeyStore widen(CodeBatch codes);

    /// Finds or adds the keys of an accepted batch; see [KeyTable.Lookup#assign].
    int assign(CodeBatch codes, Batch rows, int[] groups, int[] newRows);

    /// Finds the keys of a batch; -1 for those that are not there.
    void find(CodeBatch codes, int[] groups);

    long byteCount();
}
