package dev.reckon.sql.ast;

import java.util.Optional;

/// An item of a select list or of `RETURNING`. A star is an [Expression.Star] or
/// [Expression.FieldStar].
///
/// @param alias the name given with or without `AS`
/// @param position where the expression begins
public record SelectItem(Expression expression, Optional<String> alias, int position) {}
