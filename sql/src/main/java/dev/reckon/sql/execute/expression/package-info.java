/// Compiles the scalars of a plan into expressions and predicates over batches.
///
/// In: scalars and the layout of the rows that they read. Out: immutable objects, one class a form,
/// that compute vectors or narrow selections; values that PostgreSQL would not evaluate (the other
/// branches of CASE, what follows a false AND) are not evaluated here either.
@NullMarked
package dev.reckon.sql.execute.expression;

import org.jspecify.annotations.NullMarked;
