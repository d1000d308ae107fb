package dev.reckon.sql.execute.aggregate;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;

/// A compiled aggregation. Immutable; safe for many threads.
///
/// The rows that come out have the keys, then the aggregates, then the set's number.
///
/// @param input what is computed from each row: the keys are the first values
/// @param keyTypes how each key is held
/// @param sets the grouping sets, as positions of keys; at least one
/// @param decidingKeys positions of keys that decide all others of the only set; with several sets
///   all of them
/// @param hasSetNumber whether a last column holds the position of the row's set
public record AggregatePlan(
        AggregateInput input,
        List<PhysicalType> keyTypes,
        List<List<Integer>> sets,
        List<Integer> decidingKeys,
        List<AggregateSpec> specs,
        boolean hasSetNumber) {
    public AggregatePlan {
        keyTypes = List.copyOf(keyTypes);
        sets = List.copyOf(sets);
        decidingKeys = List.copyOf(decidingKeys);
        specs = List.copyOf(specs);
    }

    GroupAggregation newAggregation(int set, Evaluation evaluation, int depth) {
        List<Integer> keys = sets.get(set);
        List<Integer> deciding = keys.stream().filter(decidingKeys::contains).toList();
        return new GroupAggregation(input, keys, deciding, specs, evaluation, depth);
    }

    /// Returns whether nothing keeps the batches that are added, nor their vectors.
    public boolean keepsNoRows() {
        return specs.stream().allMatch(AggregateSpec::isMergeable);
    }

    /// Returns whether parts of the rows can be aggregated apart and merged.
    public boolean isMergeable() {
        return sets.size() == 1 && keepsNoRows();
    }
}
