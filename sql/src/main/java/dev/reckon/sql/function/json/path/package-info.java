/// jsonpath at work: the functions that evaluate a path over a value of type jsonb.
///
/// In: a tree of the path, a value, variables. Out: a sequence of items, in PostgreSQL's order.
@NullMarked
package dev.reckon.sql.function.json.path;

import org.jspecify.annotations.NullMarked;
