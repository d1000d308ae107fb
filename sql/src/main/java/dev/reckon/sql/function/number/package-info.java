/// Arithmetic and mathematics on integers, floating-point numbers and numerics.
///
/// In: vectors of numbers. Out: vectors of numbers, or 22003 and 22012 for the selected rows.
@NullMarked
package dev.reckon.sql.function.number;

import org.jspecify.annotations.NullMarked;
