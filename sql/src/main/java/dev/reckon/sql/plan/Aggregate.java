package dev.reckon.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Groups rows by equal keys, NULLs being equal, and computes aggregates for each group. The
/// columns are those of the keys, then those of the aggregates, then the grouping set's number when
/// there are several sets. Without keys and sets there is one group, even of no rows.
///
/// @param sets the grouping sets as positions in `keys`; empty for one set of all. A key that is
///   not in a set is NULL in its rows
/// @param setNumber the column (integer) that holds the position in `sets` of the row's set
public record Aggregate(
        Plan input,
        List<Output> keys,
        List<List<Integer>> sets,
        List<AggregateCall> calls,
        Optional<Column> setNumber)
        implements Plan {
    public Aggregate {
        keys = List.copyOf(keys);
        sets = List.copyOf(sets);
        calls = List.copyOf(calls);
    }

    @Override
    public List<Column> columns() {
        var all = new ArrayList<Column>();
        keys.forEach(key -> all.add(key.column()));
        calls.forEach(call -> all.add(call.output()));
        setNumber.ifPresent(all::add);
        return all;
    }

    @Override
    public List<Plan> inputs() {
        return List.of(input);
    }

    @Override
    public Plan withInputs(List<Plan> newInputs) {
        return new Aggregate(newInputs.get(0), keys, sets, calls, setNumber);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new Aggregate(
                input,
                keys.stream().map(each -> each.map(change)).toList(),
                sets,
                calls.stream().map(each -> each.map(change)).toList(),
                setNumber);
    }
}
