/// Turns physical plans into operators.
///
/// In: a plan, as binder and optimizer made it. Out: a tree of factories with all scalars compiled,
/// made once for a prepared statement, from which every execution opens its operators.
@NullMarked
package dev.reckon.sql.execute.compile;

import org.jspecify.annotations.NullMarked;
