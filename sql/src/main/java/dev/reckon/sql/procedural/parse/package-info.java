/// Text to tree: the parser of PL/pgSQL. In: a routine's body and its parameters; out: a
/// [dev.reckon.sql.procedural.tree.Procedure], its names resolved, its SQL parsed but not bound.
@NullMarked
package dev.reckon.sql.procedural.parse;

import org.jspecify.annotations.NullMarked;
