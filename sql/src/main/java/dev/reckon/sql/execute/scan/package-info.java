/// Reads stored tables: whole, by ranges of keys, row by row by key, by way of an index, or only
/// their positions.
///
/// In: key selections and columns. Out: batches of the rows that meet the filter.
@NullMarked
package dev.reckon.sql.execute.scan;

import org.jspecify.annotations.NullMarked;
