package dev.reckon.sql.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `WHEN [NOT] MATCHED` of a [Merge]; the first whose condition is true acts.
public record MergeBranch(boolean matched, Optional<Scalar> condition, Action action) {
    /// What is done.
    public sealed interface Action {
        record Nothing() implements Action {}

        record Change(RowChange change) implements Action {}

        record Remove() implements Action {}

        /// INSERT.
        ///
        /// @param values one for each column of the target
        record Add(List<Scalar> values) implements Action {}
    }

    /// Returns this with each scalar changed.
    public MergeBranch map(UnaryOperator<Scalar> change) {
        Action changed =
                switch (action) {
                    case Action.Nothing _, Action.Remove _ -> action;
                    case Action.Change(RowChange row) -> new Action.Change(row.map(change));
                    case Action.Add(List<Scalar> values) ->
                            new Action.Add(Scalar.mapAll(values, change));
                };
        return new MergeBranch(matched, condition.map(change), changed);
    }
}
