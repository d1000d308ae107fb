/// Strings of characters and bytes: case, padding, searching, patterns, quoting, encoding.
///
/// In: vectors of strings. Out: strings, numbers, booleans.
@NullMarked
package dev.reckon.sql.function.text;

import org.jspecify.annotations.NullMarked;
