package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// A key of an index, or of the index that `ON CONFLICT` asks for.
///
/// @param expression a [Expression.ColumnReference] for a plain column
/// @param operatorClass the operator class
/// @param operatorClassOptions its options
public record IndexElement(
        Expression expression,
        Optional<QualifiedName> collation,
        Optional<QualifiedName> operatorClass,
        List<Option> operatorClassOptions,
        SortKey.Direction direction,
        SortKey.NullOrder nulls,
        int position) {}
