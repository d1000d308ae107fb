package dev.reckon.sql.execute.compile;

import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Limit;
import dev.reckon.sql.plan.MergeJoin;
import dev.reckon.sql.plan.NestedLoopJoin;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.schema.KeyColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which columns of a plan's rows others decide: those of a table by its whole key, and both sides
/// of an inner join's equality by each other. So most of a long GROUP BY needn't be compared.
final class KeyDependencies {
    private final List<Dependency> dependencies = new ArrayList<>();

    /// Rows that agree in `determining` agree in `determined`, both ids of columns.
    private record Dependency(Set<Integer> determining, Set<Integer> determined) {}

    private KeyDependencies() {}

    /// Returns the positions of some grouping keys that decide all of them.
    ///
    /// @param input gives the rows that are grouped
    static List<Integer> deciding(List<Output> keys, Plan input) {
        var dependencies = new KeyDependencies();
        dependencies.collect(input);
        var positions = new ArrayList<Integer>();
        for (int position = 0; position < keys.size(); position++) {
            positions.add(position);
        }
        for (int position = keys.size() - 1; position >= 0; position--) {
            if (keys.get(position).value() instanceof Scalar.ColumnValue column) {
                Set<Integer> others = new HashSet<>();
                for (int other : positions) {
                    if (other != position
                            && keys.get(other).value() instanceof Scalar.ColumnValue each) {
                        others.add(each.id());
                    }
                }
                if (dependencies.closure(others).contains(column.id())) {
                    positions.remove(Integer.valueOf(position));
                }
            }
        }
        return positions;
    }

    private Set<Integer> closure(Set<Integer> ids) {
        int count;
        do {
            count = ids.size();
            for (Dependency dependency : dependencies) {
                if (ids.containsAll(dependency.determining)) {
                    ids.addAll(dependency.determined);
                }
            }
        } while (ids.size() > count);
        return ids;
    }

    private void collect(Plan plan) {
        switch (plan) {
            case TableScan scan -> addKey(scan);
            case Filter _, Sort _, Limit _, NestedLoopJoin _ ->
                    plan.inputs().forEach(this::collect);
            case Project project -> {
                for (Output output : project.outputs()) {
                    addEquality(output.value(), output.column().value());
                }
                collect(project.input());
            }
            case HashJoin join -> {
                addEqualities(join.kind(), join.leftKeys(), join.rightKeys());
                plan.inputs().forEach(this::collect);
            }
            case MergeJoin join -> {
                addEqualities(join.kind(), join.leftKeys(), join.rightKeys());
                plan.inputs().forEach(this::collect);
            }
            default -> {}
        }
    }

    private void addKey(TableScan scan) {
        Set<Integer> key = new HashSet<>();
        for (KeyColumn column : scan.table().key()) {
            int index = scan.positions().indexOf(column.column());
            if (index < 0) {
                return;
            }
            key.add(scan.columns().get(index).id());
        }
        dependencies.add(new Dependency(key, QueryCompiler.ids(scan.columns())));
    }

    private void addEqualities(JoinKind kind, List<Scalar> left, List<Scalar> right) {
        if (kind == JoinKind.INNER) {
            for (int key = 0; key < left.size(); key++) {
                addEquality(left.get(key), right.get(key));
            }
        }
    }

    private void addEquality(Scalar first, Scalar second) {
        if (first instanceof Scalar.ColumnValue one
                && second instanceof Scalar.ColumnValue other
                && isExact(one)
                && isExact(other)) {
            dependencies.add(new Dependency(Set.of(one.id()), Set.of(other.id())));
            dependencies.add(new Dependency(Set.of(other.id()), Set.of(one.id())));
        }
    }

    /// Returns whether equal values look the same.
    private static boolean isExact(Scalar.ColumnValue column) {
        return switch (column.type().physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> true;
            case FLOAT4, FLOAT8, NUMERIC, BYTES, OBJECT -> false;
        };
    }
}
