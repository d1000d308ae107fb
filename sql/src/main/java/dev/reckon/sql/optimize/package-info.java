/// How to compute a plan: equivalent plans that cost less, one rule a file.
///
/// In: a bound plan, and the sizes of tables. Out: a plan of physical nodes. Costs are counted in
/// rows:
///
/// - The order of inner joins is the one with the fewest rows between: the cost of a tree is the
///   sum of the rows of its joins ([OrderJoins]).
/// - Of a hash join the side with fewer rows is hashed, whatever the kind of the join
///   ([ChooseJoins]). It tells the scans of the other side which keys have partners
///   ([PlaceRuntimeFilters]), so that what is large and mostly without partners costs little more
///   than reading one column of it: no estimate has to foresee that.
/// - A row looked up by a secondary index counts as [Estimates#LOOKUP_COST] rows scanned; one
///   looked up by a join as [Estimates#JOIN_LOOKUP_COST], as the scan instead would be filtered.
///
/// How many rows there are is known from the tables' own sizes and columns, without ANALYZE: see
/// [Estimates] and [Selectivities]. A cached plan is made anew when a table has ten times the rows.
@NullMarked
package dev.reckon.sql.optimize;

import org.jspecify.annotations.NullMarked;
