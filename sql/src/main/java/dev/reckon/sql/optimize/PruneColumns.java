package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import dev.reckon.sql.plan.Zip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Takes out the columns that nobody reads, down to the scans.
final class PruneColumns implements Rule {
    @Override
    public Plan apply(Plan plan) {
        return prune(plan, Columns.ids(plan));
    }

    /// @param needed the ids of the columns that are read above
    private Plan prune(Plan plan, Set<Integer> needed) {
        if (plan instanceof Values) {
            return plan;
        }
        Set<Integer> below = new HashSet<>(needed);
        for (Scalar scalar : Plans.scalars(plan)) {
            Plans.collectFree(scalar, below);
        }
        return switch (plan) {
            case TableScan scan -> scan(scan, below);
            case SampleScan scan -> sampleScan(scan, below);
            case IndexScan scan -> scan;
            case SystemTableScan scan -> systemScan(scan, below);
            case Project project -> project(project, needed);
            case Aggregate aggregate -> aggregate(aggregate, needed);
            case Window window -> window(window, needed);
            case Distinct distinct -> {
                below.addAll(Columns.ids(distinct.on()));
                yield new Distinct(
                        prune(distinct.input(), below), distinct.on(), distinct.sorted());
            }
            case Append append -> append(append, needed);
            // These go by position, so that all columns of their inputs count.
            case Zip _, SetOperation _, RecursiveUnion _, Insert _ ->
                    Plans.withInputs(plan, this::apply);
            case CommonTable table ->
                    new CommonTable(
                            table.commonTableId(),
                            table.name(),
                            apply(table.definition()),
                            table.modifies(),
                            table.materialized(),
                            prune(table.body(), needed));
            case Apply apply -> {
                Set<Integer> left = new HashSet<>(below);
                left.addAll(Plans.free(apply.right()));
                yield new Apply(
                        apply.kind(),
                        prune(apply.left(), left),
                        prune(apply.right(), below),
                        apply.condition());
            }
            case LockRows lock -> {
                for (RowLock each : lock.locks()) {
                    below.addAll(Columns.ids(each.key()));
                }
                yield new LockRows(prune(lock.input(), below), lock.locks(), lock.recheck());
            }
            case Update update -> {
                below.addAll(Columns.ids(update.key()));
                yield Plans.withInputs(update, input -> prune(input, below));
            }
            case Delete delete -> {
                below.addAll(Columns.ids(delete.key()));
                yield Plans.withInputs(delete, input -> prune(input, below));
            }
            case Merge merge -> {
                below.addAll(Columns.ids(merge.key()));
                yield Plans.withInputs(merge, input -> prune(input, below));
            }
            default -> Plans.withInputs(plan, input -> prune(input, below));
        };
    }

    /// Columns of computed inputs that nobody reads are left out of all of them.
    private Plan append(Append append, Set<Integer> needed) {
        boolean isComputed = append.inputs().stream().allMatch(PruneColumns::isProject);
        if (!isComputed) {
            return Plans.withInputs(append, this::apply);
        }
        var columns = new ArrayList<Column>();
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < append.columns().size(); i++) {
            if (needed.contains(append.columns().get(i).id())) {
                columns.add(append.columns().get(i));
                positions.add(i);
            }
        }
        return new Append(
                append.inputs().stream().map(input -> narrowed(input, positions)).toList(),
                columns);
    }

    private static boolean isProject(Plan plan) {
        return plan instanceof Project
                || (plan instanceof Filter filter && filter.input() instanceof Project);
    }

    private Plan narrowed(Plan plan, List<Integer> positions) {
        if (plan instanceof Filter(Plan input, Scalar condition)) {
            Set<Integer> read = new HashSet<>();
            Plans.collectFree(condition, read);
            boolean readsRows = input.columns().stream().anyMatch(each -> read.contains(each.id()));
            return readsRows
                    ? new Project(apply(plan), picked(input.columns(), positions))
                    : new Filter(narrowed(input, positions), condition);
        }
        var project = (Project) plan;
        List<Output> outputs = positions.stream().map(project.outputs()::get).toList();
        Set<Integer> below = new HashSet<>();
        outputs.forEach(output -> Plans.collectFree(output.value(), below));
        return new Project(prune(project.input(), below), outputs);
    }

    private static List<Output> picked(List<Column> columns, List<Integer> positions) {
        return positions.stream()
                .map(columns::get)
                .map(column -> new Output(column, column.value()))
                .toList();
    }

    private static Plan scan(TableScan scan, Set<Integer> needed) {
        Kept kept = Kept.of(scan.columns(), scan.positions(), needed);
        return kept.columns.size() == scan.columns().size()
                ? scan
                : scan.withColumns(kept.columns, kept.positions);
    }

    private static Plan sampleScan(SampleScan scan, Set<Integer> needed) {
        Kept kept = Kept.of(scan.columns(), scan.positions(), needed);
        return scan.withColumns(kept.columns, kept.positions);
    }

    private static Plan systemScan(SystemTableScan scan, Set<Integer> needed) {
        Kept kept = Kept.of(scan.columns(), scan.positions(), needed);
        return new SystemTableScan(
                scan.table(), scan.alias(), kept.columns, kept.positions, scan.filter());
    }

    /// The columns of a scan that are read, and where they are in the table.
    private record Kept(List<Column> columns, List<Integer> positions) {
        static Kept of(List<Column> columns, List<Integer> positions, Set<Integer> needed) {
            var kept = new Kept(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < columns.size(); i++) {
                if (needed.contains(columns.get(i).id())) {
                    kept.columns.add(columns.get(i));
                    kept.positions.add(positions.get(i));
                }
            }
            return kept;
        }
    }

    private Plan project(Project project, Set<Integer> needed) {
        List<Output> outputs =
                kept(project.outputs(), output -> needed.contains(output.column().id()));
        Set<Integer> below = new HashSet<>();
        outputs.forEach(output -> Plans.collectFree(output.value(), below));
        Plan input = prune(project.input(), below);
        return isIdentity(outputs, input) ? input : new Project(input, outputs);
    }

    private static boolean isIdentity(List<Output> outputs, Plan input) {
        List<Column> columns = input.columns();
        if (columns.size() != outputs.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            Output output = outputs.get(i);
            if (output.column().id() != columns.get(i).id()
                    || !(output.value() instanceof Scalar.ColumnValue value
                            && value.id() == output.column().id())) {
                return false;
            }
        }
        return true;
    }

    private Plan aggregate(Aggregate aggregate, Set<Integer> needed) {
        List<AggregateCall> calls =
                kept(aggregate.calls(), call -> needed.contains(call.output().id()));
        var pruned =
                new Aggregate(
                        aggregate.input(),
                        aggregate.keys(),
                        aggregate.sets(),
                        calls,
                        aggregate.setNumber());
        Set<Integer> below = new HashSet<>();
        Plans.scalars(pruned).forEach(scalar -> Plans.collectFree(scalar, below));
        return Plans.withInputs(pruned, input -> prune(input, below));
    }

    private Plan window(Window window, Set<Integer> needed) {
        List<WindowCall> calls = kept(window.calls(), call -> needed.contains(call.output().id()));
        if (calls.isEmpty()) {
            return prune(window.input(), needed);
        }
        var pruned = new Window(window.input(), window.partitionBy(), window.orderBy(), calls);
        Set<Integer> below = new HashSet<>(needed);
        Plans.scalars(pruned).forEach(scalar -> Plans.collectFree(scalar, below));
        return Plans.withInputs(pruned, input -> prune(input, below));
    }

    private static <T> List<T> kept(List<T> all, Predicate<T> condition) {
        return all.stream().filter(condition).toList();
    }
}
