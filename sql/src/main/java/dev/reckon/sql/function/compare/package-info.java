/// The order and equality of every type: PostgreSQL's default btree and hash operator classes.
///
/// In: vectors and rows. Out: comparisons, hashes, and the kernels of `=`, `<` and their relatives.
@NullMarked
package dev.reckon.sql.function.compare;

import org.jspecify.annotations.NullMarked;
