/// Conversions: through text, element by element, to a length.
///
/// In: vectors of one type. Out: vectors of another, or 22001, 22003, 22P02, ….
@NullMarked
package dev.reckon.sql.function.convert;

import org.jspecify.annotations.NullMarked;
