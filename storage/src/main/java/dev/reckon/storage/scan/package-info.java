/// Reading a table as one moment has it: memtable and segments as if they were one sorted list.
///
/// In: a `TableState`, and which keys, rows and columns are wanted. Out: batches of vectors, and
/// answers that are positions: counts, ranks, splits.
@NullMarked
package dev.reckon.storage.scan;

import org.jspecify.annotations.NullMarked;
