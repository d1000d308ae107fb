package dev.reckon.sql.plan;

import java.util.function.UnaryOperator;

/// A column and how it is computed.
public record Output(Column column, Scalar value) {
    /// Hands a column on as it is.
    public static Output of(Column column) {
        return new Output(column, column.value());
    }

    /// Returns this with the scalar changed.
    public Output map(UnaryOperator<Scalar> change) {
        return new Output(column, change.apply(value));
    }
}
