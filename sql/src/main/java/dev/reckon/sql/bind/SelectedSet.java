package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetCall;
import java.util.List;
import java.util.function.UnaryOperator;

/// A set-returning function in a select list.
sealed interface SelectedSet {
    /// Returns the column that holds its value.
    Column output();

    /// Returns what its arguments are computed from.
    List<Scalar> arguments();

    /// Returns this with each argument changed.
    SelectedSet map(UnaryOperator<Scalar> change);

    /// One of PostgreSQL's own.
    record BuiltIn(SetCall call) implements SelectedSet {
        @Override
        public Column output() {
            return call.output();
        }

        @Override
        public List<Scalar> arguments() {
            return call.arguments();
        }

        @Override
        public SelectedSet map(UnaryOperator<Scalar> change) {
            return new BuiltIn(call.map(change));
        }
    }

    /// One that CREATE FUNCTION has made.
    ///
    /// @param computed its arguments, as columns that the query reads
    /// @param rows its query, of one column: the output
    record Routine(List<Output> computed, Plan rows) implements SelectedSet {
        public Routine {
            computed = List.copyOf(computed);
        }

        @Override
        public Column output() {
            return rows.columns().getFirst();
        }

        @Override
        public List<Scalar> arguments() {
            return computed.stream().map(Output::value).toList();
        }

        @Override
        public SelectedSet map(UnaryOperator<Scalar> change) {
            return new Routine(
                    computed.stream()
                            .map(each -> new Output(each.column(), change.apply(each.value())))
                            .toList(),
                    rows);
        }
    }
}
