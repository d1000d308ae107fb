/// Text to tree: the lexer and the parser of PostgreSQL 15's language.
///
/// In comes the text of one or more statements, out come trees of [dev.reckon.sql.ast], or a
/// `DatabaseException` with PostgreSQL's message at PostgreSQL's position. Nothing here knows which
/// tables or functions exist.
@NullMarked
package dev.reckon.sql.parse;

import org.jspecify.annotations.NullMarked;
