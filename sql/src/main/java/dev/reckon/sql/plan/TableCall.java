package dev.reckon.sql.plan;

import dev.reckon.sql.function.TableFunction;
import java.util.List;
import java.util.function.UnaryOperator;

/// A call of a set-returning function in FROM.
///
/// @param columns what it gives, with actual types
public record TableCall(TableFunction function, List<Scalar> arguments, List<Column> columns) {
    public TableCall {
        arguments = List.copyOf(arguments);
        columns = List.copyOf(columns);
    }

    /// Returns this with each scalar changed.
    public TableCall map(UnaryOperator<Scalar> change) {
        return new TableCall(function, Scalar.mapAll(arguments, change), columns);
    }
}
