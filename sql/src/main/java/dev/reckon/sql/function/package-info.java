/// PostgreSQL's functions, operators, casts and aggregates as data, and the kernels that compute
/// them.
///
/// In: names and argument types, by PostgreSQL's rules of resolution. Out: kernels from vectors to
/// a vector.
@NullMarked
package dev.reckon.sql.function;

import org.jspecify.annotations.NullMarked;
