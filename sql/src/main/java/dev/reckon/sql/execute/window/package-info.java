/// Window functions: partitions are sorted, then each function runs over its frame of each row.
///
/// In: operators, compiled calls. Out: the input's rows in order, with the results beside them.
@NullMarked
package dev.reckon.sql.execute.window;

import org.jspecify.annotations.NullMarked;
