/// Rows and keys as bytes: the form that memtable, write set and log share.
///
/// In: vectors or values. Out: one array for a row, one for its key, and vectors again.
@NullMarked
package dev.reckon.storage.row;

import org.jspecify.annotations.NullMarked;
