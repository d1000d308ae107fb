package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.sql.function.WindowFunction;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// The function that a call or an operator means.
///
/// @param entry its row of `pg_proc`
/// @param sources where the function's arguments come from, in its own order
/// @param argumentTypes the types that the arguments must be converted to, implicitly; one for each
///   source. `unknown` means that the constant is passed as the text it is.
/// @param resultType the actual type
/// @param expanded whether the last arguments stand for one variadic parameter; kernels of built-in
///   functions take them as they are
public record ResolvedFunction(
        FunctionEntry entry,
        List<Source> sources,
        List<DataType> argumentTypes,
        DataType resultType,
        boolean expanded,
        Target target) {
    public ResolvedFunction {
        sources = List.copyOf(sources);
        argumentTypes = List.copyOf(argumentTypes);
    }

    /// Where an argument comes from.
    public sealed interface Source {
        /// The call's argument at an index from 0.
        record Given(int index) implements Source {}

        /// The parameter's default, in SQL.
        record Default(String expression) implements Source {}
    }

    /// What carries the call out.
    public sealed interface Target {
        record Scalar(ScalarFunction function) implements Target {}

        record Aggregate(AggregateFunction function) implements Target {}

        record Window(WindowFunction function) implements Target {}

        record Table(TableFunction function) implements Target {}

        /// `type_name(x)`: an explicit cast of the only argument to [ResolvedFunction#resultType].
        record Cast() implements Target {}

        /// One of the caller's own functions, known by [ResolvedFunction#entry].
        ///
        /// @param columnTypes the actual types of its output parameters
        record Own(List<DataType> columnTypes) implements Target {
            public Own {
                columnTypes = List.copyOf(columnTypes);
            }
        }
    }
}
