/// Functions that return sets of rows.
///
/// In: the arguments of one call. Out: its rows in batches.
@NullMarked
package dev.reckon.sql.function.set;

import org.jspecify.annotations.NullMarked;
