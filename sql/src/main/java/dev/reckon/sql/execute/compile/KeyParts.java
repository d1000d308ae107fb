package dev.reckon.sql.execute.compile;

import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.row.KeyEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/// The scan that gives an aggregation its rows, where groups are of rows with equal values in the
/// first columns of its key: each part of the scan then has whole groups, which nobody has to
/// merge.
///
/// @param keyColumnCount how many of the key's first columns all rows of a group agree in
record KeyParts(TableScan scan, int keyColumnCount) {
    /// Looks through steps that hand their (left) rows on part by part.
    static Optional<KeyParts> of(Aggregate aggregate) {
        return aggregate.sets().isEmpty()
                ? below(aggregate.input(), columns(aggregate.keys(), _ -> true))
                : Optional.empty();
    }

    /// Returns the ids of the columns that outputs hand on as they are.
    ///
    /// @param isWanted tells, by its id, of which outputs it is asked
    private static Set<Integer> columns(List<Output> outputs, IntPredicate isWanted) {
        var ids = new HashSet<Integer>();
        for (Output output : outputs) {
            if (isWanted.test(output.column().id())
                    && output.value() instanceof Scalar.ColumnValue column) {
                ids.add(column.id());
            }
        }
        return ids;
    }

    /// @param ids of columns in which all rows of a group agree
    private static Optional<KeyParts> below(Plan plan, Set<Integer> ids) {
        return switch (plan) {
            case TableScan scan -> of(scan, ids);
            case Filter filter -> below(filter.input(), ids);
            case Project project ->
                    below(project.input(), columns(project.outputs(), ids::contains));
            case Aggregate aggregate
                    when aggregate.sets().isEmpty() && AggregateCompiler.isDivisible(aggregate) ->
                    below(aggregate.input(), columns(aggregate.keys(), ids::contains));
            case HashJoin join ->
                    switch (join.kind()) {
                        case INNER, LEFT, SEMI, ANTI, ANTI_NULL_AWARE ->
                                below(join.left(), onLeft(join, ids));
                        case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> Optional.empty();
                    };
            default -> Optional.empty();
        };
    }

    /// Adds the left keys whose right keys are among the columns.
    private static Set<Integer> onLeft(HashJoin join, Set<Integer> ids) {
        if (join.kind() != JoinKind.INNER) {
            return ids;
        }
        var all = new HashSet<>(ids);
        for (int key = 0; key < join.leftKeys().size(); key++) {
            if (join.rightKeys().get(key) instanceof Scalar.ColumnValue right
                    && join.leftKeys().get(key) instanceof Scalar.ColumnValue left
                    && ids.contains(right.id())) {
                all.add(left.id());
            }
        }
        return all;
    }

    private static Optional<KeyParts> of(TableScan scan, Set<Integer> ids) {
        var positions = new HashSet<Integer>();
        for (int i = 0; i < scan.columns().size(); i++) {
            Column column = scan.columns().get(i);
            if (ids.contains(column.id())) {
                positions.add(scan.positions().get(i));
            }
        }
        var encoder = new KeyEncoder(scan.table());
        int count = 0;
        while (count < encoder.keyCount()
                && positions.contains(scan.table().key().get(count).column())
                && encoder.prefixByteCount(count + 1) > 0) {
            count++;
        }
        return count == 0 ? Optional.empty() : Optional.of(new KeyParts(scan, count));
    }
}
