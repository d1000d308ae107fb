/// Rows that operators keep: columns that grow in memory, and batches on disk.
///
/// In: batches. Out: the same rows, by number or in the order in which they came.
@NullMarked
package dev.reckon.sql.execute.buffer;

import org.jspecify.annotations.NullMarked;
