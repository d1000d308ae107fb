/// Arrays: their operators and functions.
///
/// In: arrays, of any number of dimensions and lower bounds. Out: arrays, elements, booleans.
@NullMarked
package dev.reckon.sql.function.array;

import org.jspecify.annotations.NullMarked;
