/// Runs routines in PL/pgSQL. In: a [dev.reckon.sql.procedural.tree.Procedure] and arguments; out:
/// what it returns. What it needs of the session that runs it is the [Host].
@NullMarked
package dev.reckon.sql.procedural;

import org.jspecify.annotations.NullMarked;
