/// How to compute a plan: equivalent plans that cost less, one rule a file.
///
/// In: a bound plan, and the sizes of tables. Out: a plan of physical nodes. The cost of a plan is
/// counted in rows: those that each node gives, and those that a hash table holds twice; a row
/// looked up by key counts as [Estimates#LOOKUP_COST] rows scanned.
@NullMarked
package dev.reckon.sql.optimize;

import org.jspecify.annotations.NullMarked;
