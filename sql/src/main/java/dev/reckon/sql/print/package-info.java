/// Resolved trees as PostgreSQL prints them: what `pg_get_viewdef`, `pg_get_constraintdef`,
/// `pg_get_expr` and their relatives show. In: a tree whose names have their schemas; out: its
/// text, with the names as a session sees them, and with PostgreSQL's line breaks and parentheses.
@NullMarked
package dev.reckon.sql.print;

import org.jspecify.annotations.NullMarked;
