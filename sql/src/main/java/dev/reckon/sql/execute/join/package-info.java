/// Joins: by hashing, by merging, by looking keys up, by testing every pair, and row by row.
///
/// In: two operators, compiled keys and conditions. Out: pairs of rows, or rows of one side.
///
/// A hash join reads its right side first ([JoinBuild]), on all threads, into columns whose number
/// of rows is known by then; a [JoinIndex] of the keys is sized once and filled by all threads.
/// From the keys it makes filters for the scans of the left side, which is opened only then. Left
/// rows probe in parts ([ProbedRows]); where only right rows come out they mark them ([RightRows]).
/// Right rows that don't fit into memory go to disk, and the left rows after them ([PartedJoin]).
@NullMarked
package dev.reckon.sql.execute.join;

import org.jspecify.annotations.NullMarked;
