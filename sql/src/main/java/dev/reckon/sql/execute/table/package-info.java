/// Tables that a query makes for itself: common tables, the work table of a recursion, the inner
/// side of a nested loop, the rows of a set operation.
///
/// In: operators. Out: rows that can be read several times, in memory or on disk.
@NullMarked
package dev.reckon.sql.execute.table;

import org.jspecify.annotations.NullMarked;
