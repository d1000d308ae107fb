/// Orders rows: in memory by normalised keys, past the memory budget by merging sorted runs from
/// disk.
///
/// In: operators and sort keys. Out: batches in order.
@NullMarked
package dev.reckon.sql.execute.sort;

import org.jspecify.annotations.NullMarked;
