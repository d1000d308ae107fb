/// Operators that hand rows on as they come, and hold none: filters, projections, limits, unions,
/// function calls.
///
/// In: operators below, compiled expressions. Out: batches.
@NullMarked
package dev.reckon.sql.execute.stream;

import org.jspecify.annotations.NullMarked;
