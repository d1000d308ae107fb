/// Numbers rows by their keys: what grouping, joining, DISTINCT and set operations have in common.
///
/// In: vectors of key columns. Out: for each row the number of its key, dense from 0. Values become
/// 64-bit codes column by column (strings and the long tail through dictionaries), so that the one
/// hash table compares nothing but longs.
@NullMarked
package dev.reckon.sql.execute.key;

import org.jspecify.annotations.NullMarked;
