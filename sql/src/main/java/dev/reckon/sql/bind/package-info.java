/// From syntax to plan: names become columns and functions, types are inferred and converted,
/// PostgreSQL's rules are checked.
///
/// In: a syntax tree, a catalog, a search path. Out: a [BoundStatement], whose plan says what to
/// compute but not yet how; or PostgreSQL's errors with their positions.
@NullMarked
package dev.reckon.sql.bind;

import org.jspecify.annotations.NullMarked;
