/// Groups rows and computes aggregates for each group; DISTINCT is grouping without aggregates.
///
/// In: operators, compiled keys and aggregate calls. Out: one row a group. Past the memory budget
/// the rows of groups that are not in memory yet go to disk by partitions of their keys' hashes.
@NullMarked
package dev.reckon.sql.execute.aggregate;

import org.jspecify.annotations.NullMarked;
