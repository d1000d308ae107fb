/// Large objects: strings of bytes cut into pages, each page a row of a table that no schema has.
///
/// In: reads and writes at offsets. Out: rows of the two tables, in the session's transaction, so
/// that they commit, roll back and recover with everything else.
@NullMarked
package dev.reckon.sql.largeobject;

import org.jspecify.annotations.NullMarked;
