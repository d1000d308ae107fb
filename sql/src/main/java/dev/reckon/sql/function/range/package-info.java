/// Ranges: constructors, operators, functions.
///
/// In: ranges and bounds. Out: ranges, bounds, booleans.
@NullMarked
package dev.reckon.sql.function.range;

import org.jspecify.annotations.NullMarked;
