package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Statement;

/// A statement of a text of several.
///
/// @param start where its first token begins, in characters from 0
/// @param end where its last token ends, exclusive
/// @param parameterCount the highest n of the `$n` in it; 0 for none
public record ParsedStatement(Statement statement, int start, int end, int parameterCount) {}
