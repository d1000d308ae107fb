/// What a statement says, before anything is known about what its names mean.
///
/// The parser builds these trees; the binder takes them apart. Every node is an immutable record in
/// a sealed family, so a `switch` over a family needs no default. The shape follows PostgreSQL 15's
/// grammar: what its grammar rewrites (`EXTRACT`, `TRIM`, `AT TIME ZONE`, …) is rewritten here to
/// the same function calls.
///
/// Lists are unmodifiable. `position` is a 0-based offset in characters into the text that was
/// parsed, and is the place where PostgreSQL puts the caret when it blames that node.
@NullMarked
package dev.reckon.sql.ast;

import org.jspecify.annotations.NullMarked;
