/// Joins: by hashing, by merging, by looking keys up, by testing every pair, and row by row.
///
/// In: two operators, compiled keys and conditions. Out: pairs of rows, or rows of one side.
@NullMarked
package dev.reckon.sql.execute.join;

import org.jspecify.annotations.NullMarked;
