/// Aggregates: running states for many groups.
///
/// In: batches and the group of each row. Out: a vector with a row for each group.
@NullMarked
package dev.reckon.sql.function.aggregate;

import org.jspecify.annotations.NullMarked;
