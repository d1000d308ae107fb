package dev.reckon.sql.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/// Rows to be computed. Immutable; one record for each kind of node.
///
/// Names of columns are not unique, ids are. A node hands on only its [#columns], in their order.
public sealed interface Plan
        permits Values,
                TableScan,
                SampleScan,
                IndexScan,
                SystemTableScan,
                FunctionScan,
                ProjectSet,
                Filter,
                Project,
                Join,
                HashJoin,
                MergeJoin,
                NestedLoopJoin,
                IndexJoin,
                Apply,
                Aggregate,
                Window,
                Sort,
                TopN,
                Limit,
                Distinct,
                SetOperation,
                Append,
                Zip,
                RecursiveUnion,
                WorkTable,
                CommonTable,
                CommonTableScan,
                LockRows,
                KeyCount,
                Insert,
                Update,
                Delete,
                Merge {
    /// Returns the columns of its rows, in order.
    List<Column> columns();

    /// Returns the plans directly below.
    default List<Plan> inputs() {
        return List.of();
    }

    /// Returns this with other plans below, in the order of [#inputs].
    default Plan withInputs(List<Plan> newInputs) {
        return this;
    }

    /// Returns this with each of its own scalars changed; those of its inputs stay.
    default Plan mapScalars(UnaryOperator<Scalar> change) {
        return this;
    }
}
