/// The language PL/pgSQL as a tree: blocks, steps, variables. In: nothing; out: what the parser
/// makes and the interpreter runs.
@NullMarked
package dev.reckon.sql.procedural.tree;

import org.jspecify.annotations.NullMarked;
