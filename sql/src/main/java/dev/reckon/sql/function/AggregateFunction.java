package dev.reckon.sql.function;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.type.DataType;
import java.util.Arrays;
import java.util.List;

/// A function of many rows, as `pg_aggregate` describes it.
///
/// @param oid PostgreSQL's oid
/// @param argumentTypes the declared types, which may be polymorphic; direct arguments first
/// @param resultType the declared result type, which may be polymorphic
/// @param orderSensitive whether the result depends on the order of the rows (array_agg,
///   string_agg)
public record AggregateFunction(
        int oid,
        String name,
        Kind kind,
        List<DataType> argumentTypes,
        boolean variadic,
        DataType resultType,
        boolean orderSensitive,
        Implementation implementation) {
    public AggregateFunction {
        argumentTypes = List.copyOf(argumentTypes);
    }

    /// How an aggregate is called.
    public enum Kind {
        PLAIN,
        /// `percentile_disc(0.5) WITHIN GROUP (ORDER BY x)`
        ORDERED_SET,
        /// `rank(5) WITHIN GROUP (ORDER BY x)`
        HYPOTHETICAL_SET
    }

    /// Makes accumulators, once the argument types are known.
    @FunctionalInterface
    public interface Implementation {
        /// Returns an accumulator without groups.
        ///
        /// @param argumentTypes the actual types
        /// @param resultType the actual result type
        Accumulator newAccumulator(
                List<DataType> argumentTypes, DataType resultType, Environment environment);

        /// Makes an accumulator of an ordered-set or hypothetical-set aggregate, which sorts its
        /// rows itself: by default ascending, NULLs last.
        ///
        /// @param directions one for each sort key of WITHIN GROUP
        default Accumulator newAccumulator(
                List<DataType> argumentTypes,
                DataType resultType,
                Environment environment,
                List<Direction> directions) {
            return newAccumulator(argumentTypes, resultType, environment);
        }
    }

    /// How a sort key of WITHIN GROUP is ordered.
    public record Direction(boolean descending, boolean nullsFirst) {
        /// Ascending, NULLs last.
        public static final Direction ASCENDING = new Direction(false, false);
    }

    /// The running state of one aggregate for many groups. For one thread.
    ///
    /// Groups are numbered from 0 by the caller; a group exists as soon as [#reserve] covers it.
    public interface Accumulator {
        /// Makes room for groups `[0, groupCount)`; new ones are in the state of no rows.
        void reserve(int groupCount);

        /// Adds the selected rows of a batch.
        ///
        /// @param groups the group of each selected row: `groups[i]` belongs to physical row
        ///   `rows.row(i)`
        void add(List<ColumnVector> arguments, Batch rows, int[] groups);

        /// Adds the selected rows of a batch, at least one, all of which are of one group: what
        /// needs not ask for each row where it belongs can be several times as fast.
        default void addToGroup(List<ColumnVector> arguments, Batch rows, int group) {
            addOneByOne(arguments, rows, group);
        }

        /// Does what [#addToGroup] does, by [#add].
        default void addOneByOne(List<ColumnVector> arguments, Batch rows, int group) {
            int[] groups = new int[rows.selectedCount()];
            Arrays.fill(groups, group);
            add(arguments, rows, groups);
        }

        /// Adds the state of another accumulator of the same kind: parallel and spilled
        /// aggregation.
        ///
        /// @param groups the group here of each group there
        void merge(Accumulator other, int[] groups, int groupCount);

        /// Returns the results of groups `[0, groupCount)`.
        ColumnVector results(int groupCount);

        /// Returns about how many bytes of memory the state takes.
        long byteCount();
    }
}
