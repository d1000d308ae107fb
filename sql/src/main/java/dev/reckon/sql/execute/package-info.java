/// What every operator and expression of the vectorised executor shares: the two interfaces, what
/// an execution may use, and its memory budget.
///
/// In: a plan that was compiled once. Out: batches of about 2,048 rows, pulled one at a time.
/// Operators live in the packages below, one a file.
@NullMarked
package dev.reckon.sql.execute;

import org.jspecify.annotations.NullMarked;
