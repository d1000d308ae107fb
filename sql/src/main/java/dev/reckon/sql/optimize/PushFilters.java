package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.*;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Moves conditions as far down as they can go, into the scans at best, and makes joins of cross
/// products by them. An outer join whose padded rows a condition would drop becomes an inner one.
final class PushFilters implements Rule {
    @Override
    public Plan apply(Plan plan) {
        return push(plan, List.of());
    }

    /// Returns a plan for the rows of `plan` that meet all conditions.
    private Plan push(Plan plan, List<Scalar> conditions) {
        return switch (plan) {
            case Filter(Plan input, Scalar condition) -> {
                var all = new ArrayList<>(conditions);
                for (Scalar each : Plans.conjuncts(condition)) {
                    all.addAll(CommonConjuncts.factored(each));
                }
                yield push(input, all);
            }
            case Project project -> project(project, conditions);
            case Join join -> join(join, conditions);
            case Apply apply -> applied(apply, conditions);
            case Aggregate aggregate -> aggregate(aggregate, conditions);
            case Sort(Plan input, List<SortKey> keys) -> new Sort(push(input, conditions), keys);
            case Distinct distinct -> distinct(distinct, conditions);
            case Append append -> append(append, conditions);
            case SetOperation operation -> setOperation(operation, conditions);
            case CommonTable table ->
                    new CommonTable(
                            table.commonTableId(),
                            table.name(),
                            push(table.definition(), List.of()),
                            table.modifies(),
                            table.materialized(),
                            push(table.body(), conditions));
            case TableScan scan -> scan(scan, conditions);
            case SystemTableScan scan ->
                    conditions.isEmpty()
                            ? scan
                            : new SystemTableScan(
                                    scan.table(),
                                    scan.alias(),
                                    scan.columns(),
                                    scan.positions(),
                                    Optional.of(Plans.and(with(scan.filter(), conditions))));
            case ProjectSet set -> {
                Set<Integer> results = new HashSet<>();
                set.calls().forEach(call -> results.add(call.output().id()));
                var below = new ArrayList<Scalar>();
                var above = new ArrayList<Scalar>();
                for (Scalar each : conditions) {
                    boolean movable = !Columns.isVolatile(each) && !Columns.readsAny(each, results);
                    (movable ? below : above).add(each);
                }
                yield filtered(new ProjectSet(push(set.input(), below), set.calls()), above);
            }
            case Window window -> window(window, conditions);
            default ->
                    filtered(Plans.withInputs(plan, input -> push(input, List.of())), conditions);
        };
    }

    private static Plan filtered(Plan plan, List<Scalar> conditions) {
        return conditions.isEmpty() ? plan : new Filter(plan, Plans.and(conditions));
    }

    private static List<Scalar> with(Optional<Scalar> filter, List<Scalar> conditions) {
        var all = new ArrayList<Scalar>();
        filter.ifPresent(each -> all.addAll(Plans.conjuncts(each)));
        all.addAll(conditions);
        return all;
    }

    private static Plan scan(TableScan scan, List<Scalar> conditions) {
        return conditions.isEmpty()
                ? scan
                : scan.withFilter(Optional.of(Plans.and(with(scan.filter(), conditions))));
    }

    private Plan project(Project project, List<Scalar> conditions) {
        Map<Integer, Scalar> values = Columns.values(project.outputs());
        var below = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        for (Scalar condition : conditions) {
            boolean movable =
                    !Columns.isVolatile(condition)
                            && Columns.read(condition).stream()
                                    .map(values::get)
                                    .allMatch(value ->
                                            value == null
                                                    || (!Columns.isVolatile(value)
                                                            && !Columns.hasSubquery(value)));
            if (movable) {
                below.add(Columns.substitute(condition, values));
            } else {
                above.add(condition);
            }
        }
        return filtered(new Project(push(project.input(), below), project.outputs()), above);
    }

    private Plan aggregate(Aggregate aggregate, List<Scalar> conditions) {
        if (aggregate.keys().isEmpty() || !aggregate.sets().isEmpty()) {
            return filtered(
                    new Aggregate(
                            push(aggregate.input(), List.of()),
                            aggregate.keys(),
                            aggregate.sets(),
                            aggregate.calls(),
                            aggregate.setNumber()),
                    conditions);
        }
        Map<Integer, Scalar> values = Columns.values(aggregate.keys());
        Set<Integer> results = new HashSet<>();
        aggregate.calls().forEach(call -> results.add(call.output().id()));
        var below = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        for (Scalar condition : conditions) {
            boolean movable =
                    !Columns.isVolatile(condition)
                            && !Columns.read(condition).isEmpty()
                            && !Columns.readsAny(condition, results);
            if (movable) {
                below.add(Columns.substitute(condition, values));
            } else {
                above.add(condition);
            }
        }
        return filtered(
                new Aggregate(
                        push(aggregate.input(), below),
                        aggregate.keys(),
                        aggregate.sets(),
                        aggregate.calls(),
                        aggregate.setNumber()),
                above);
    }

    private Plan distinct(Distinct distinct, List<Scalar> conditions) {
        // All rows of a group meet a condition on its columns, or none does.
        Set<Integer> on = Columns.ids(distinct.on());
        var below = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        Set<Integer> own = Columns.ids(distinct.input());
        for (Scalar condition : conditions) {
            boolean movable =
                    !Columns.isVolatile(condition)
                            && Columns.read(condition).stream()
                                    .allMatch(id -> on.contains(id) || !own.contains(id));
            (movable ? below : above).add(condition);
        }
        return filtered(
                new Distinct(push(distinct.input(), below), distinct.on(), distinct.sorted()),
                above);
    }

    private Plan window(Window window, List<Scalar> conditions) {
        var partition = new HashSet<Integer>();
        for (Scalar key : window.partitionBy()) {
            if (key instanceof Scalar.ColumnValue column) {
                partition.add(column.id());
            }
        }
        Set<Integer> own = Columns.ids(window);
        var below = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        for (Scalar condition : conditions) {
            boolean movable =
                    !Columns.isVolatile(condition)
                            && Columns.read(condition).stream()
                                    .allMatch(id -> partition.contains(id) || !own.contains(id))
                            && !Columns.read(condition).isEmpty();
            (movable ? below : above).add(condition);
        }
        return filtered(
                new Window(
                        push(window.input(), below),
                        window.partitionBy(),
                        window.orderBy(),
                        window.calls()),
                above);
    }

    private Plan append(Append append, List<Scalar> conditions) {
        var inputs = new ArrayList<Plan>();
        List<Scalar> movable =
                conditions.stream().filter(condition -> !Columns.isVolatile(condition)).toList();
        for (int i = 0; i < append.inputs().size(); i++) {
            Plan input = append.inputs().get(i);
            Plan pushed = push(input, renamed(movable, append.columns(), input.columns()));
            Optional<Scalar> guard =
                    append.constraints().isEmpty()
                            ? Optional.empty()
                            : PartitionGuard.of(
                                    append.constraints().get(i),
                                    movable,
                                    Columns.ids(append.columns()));
            if (guard.filter(PartitionGuard.NEVER::equals).isEmpty()) {
                inputs.add(guard.isPresent() ? new Filter(pushed, guard.get()) : pushed);
            }
        }
        if (inputs.isEmpty()) {
            return new Values(append.columns(), List.of());
        }
        boolean isSame = inputs.size() == 1 && append.columns().equals(inputs.getFirst().columns());
        return filtered(
                isSame ? inputs.getFirst() : new Append(inputs, append.columns()),
                conditions.stream().filter(Columns::isVolatile).toList());
    }

    private Plan setOperation(SetOperation operation, List<Scalar> conditions) {
        List<Scalar> movable =
                conditions.stream().filter(condition -> !Columns.isVolatile(condition)).toList();
        Plan left =
                push(
                        operation.left(),
                        renamed(movable, operation.columns(), operation.left().columns()));
        Plan right =
                push(
                        operation.right(),
                        renamed(movable, operation.columns(), operation.right().columns()));
        return filtered(
                new SetOperation(
                        operation.kind(), operation.all(), left, right, operation.columns()),
                conditions.stream().filter(Columns::isVolatile).toList());
    }

    private static List<Scalar> renamed(
            List<Scalar> conditions, List<Column> from, List<Column> to) {
        Map<Integer, Scalar> values = new HashMap<>();
        for (int i = 0; i < from.size(); i++) {
            values.put(from.get(i).id(), to.get(i).value());
        }
        return conditions.stream().map(each -> Columns.substitute(each, values)).toList();
    }

    private Plan applied(Apply apply, List<Scalar> conditions) {
        Set<Integer> right = Columns.ids(apply.right());
        var toLeft = new ArrayList<Scalar>();
        var toRight = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        for (Scalar condition : conditions) {
            boolean readsRight = Columns.readsAny(condition, right);
            if (Columns.isVolatile(condition)) {
                above.add(condition);
            } else if (!readsRight) {
                toLeft.add(condition);
            } else if (apply.kind() == JoinKind.INNER) {
                toRight.add(condition);
            } else {
                above.add(condition);
            }
        }
        return filtered(
                new Apply(
                        apply.kind(),
                        push(apply.left(), toLeft),
                        push(apply.right(), toRight),
                        apply.condition()),
                above);
    }

    private Plan join(Join join, List<Scalar> conditions) {
        JoinKind kind = OuterJoins.simplify(join, conditions);
        if (kind == JoinKind.RIGHT) {
            return join(
                    new Join(
                            JoinKind.LEFT,
                            /* left= */ join.right(),
                            /* right= */ join.left(),
                            join.condition()),
                    conditions);
        }
        Set<Integer> left = Columns.ids(join.left());
        Set<Integer> right = Columns.ids(join.right());
        var toLeft = new ArrayList<Scalar>();
        var toRight = new ArrayList<Scalar>();
        var own = new ArrayList<Scalar>();
        var above = new ArrayList<Scalar>();
        for (Scalar condition : conditions) {
            boolean readsLeft = Columns.readsAny(condition, left);
            boolean readsRight = Columns.readsAny(condition, right);
            if (Columns.isVolatile(condition)) {
                above.add(condition);
            } else if (kind == JoinKind.FULL) {
                above.add(condition);
            } else if (!readsRight) {
                toLeft.add(condition);
            } else if (kind == JoinKind.INNER) {
                (readsLeft ? own : toRight).add(condition);
            } else {
                above.add(condition);
            }
        }
        for (Scalar written : Plans.conjuncts(join.condition())) {
            for (Scalar condition : CommonConjuncts.factored(written)) {
                if (Plans.isTrue(condition)) {
                    continue;
                }
                boolean readsLeft = Columns.readsAny(condition, left);
                boolean readsRight = Columns.readsAny(condition, right);
                boolean stays = Columns.isVolatile(condition) || kind == JoinKind.FULL;
                if (stays || kind == JoinKind.ANTI_NULL_AWARE) {
                    own.add(condition);
                } else if (!readsLeft && readsRight) {
                    toRight.add(condition);
                } else if (!readsRight && kind == JoinKind.INNER) {
                    toLeft.add(condition);
                } else if (!readsRight && kind == JoinKind.SEMI) {
                    toLeft.add(condition);
                } else {
                    own.add(condition);
                }
            }
        }
        if (kind == JoinKind.INNER) {
            for (Scalar condition : own) {
                ImpliedConditions.of(condition, left, right).ifPresent(toLeft::add);
                ImpliedConditions.of(condition, right, left).ifPresent(toRight::add);
            }
        }
        Plan result =
                new Join(
                        kind,
                        push(join.left(), toLeft),
                        push(join.right(), toRight),
                        Plans.and(own));
        return filtered(result, above);
    }
}
