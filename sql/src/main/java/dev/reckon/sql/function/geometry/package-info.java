/// Geometric functions and operators: where shapes lie, whether and where they meet, how far apart
/// they are, and shapes moved, scaled and turned.
///
/// In: shapes. Out: the same, numbers, booleans.
@NullMarked
package dev.reckon.sql.function.geometry;

import org.jspecify.annotations.NullMarked;
