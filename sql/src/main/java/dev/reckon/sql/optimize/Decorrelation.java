package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.*;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/// Pulls the conditions that read outer columns out of a plan, so that the rest can be computed
/// once and joined (after Kim, "On Optimizing an SQL-like Nested Query", 1982, and Galindo-Legaria
/// and Joshi, "Orthogonal Optimization of Subqueries and Aggregation", 2001).
record Decorrelation(Set<Integer> outer, IntSupplier newId) {
    /// A plan that reads no outer column, and the conditions that it lost; the columns that they
    /// read are among the plan's.
    record Pulled(Plan plan, List<Scalar> conditions) {}

    /// Returns whether a plan reads outer columns.
    boolean isCorrelated(Plan plan) {
        return Plans.free(plan).stream().anyMatch(outer::contains);
    }

    private boolean readsOuter(Scalar scalar) {
        return Columns.readsAny(scalar, outer);
    }

    /// Pulls the conditions out; empty where that is not possible.
    Optional<Pulled> pull(Plan plan) {
        if (!isCorrelated(plan)) {
            return Optional.of(new Pulled(plan, List.of()));
        }
        return switch (plan) {
            case Filter(Plan input, Scalar condition) -> filter(input, condition);
            case Project(Plan input, List<Output> outputs) -> project(input, outputs);
            case Join join -> join(join);
            case Aggregate aggregate -> aggregate(aggregate);
            case Distinct distinct when !distinct.sorted() -> distinct(distinct);
            case Sort(Plan input, List<SortKey> keys) ->
                    keys.stream().noneMatch(key -> readsOuter(key.value()))
                            ? pull(input)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<Pulled> filter(Plan input, Scalar condition) {
        Optional<Pulled> below = pull(input);
        if (below.isEmpty() || Columns.isVolatile(condition)) {
            return Optional.empty();
        }
        var own = new ArrayList<Scalar>();
        var pulled = new ArrayList<>(below.get().conditions);
        for (Scalar each : Plans.conjuncts(condition)) {
            for (Scalar part : CommonConjuncts.factored(each)) {
                if (!readsOuter(part)) {
                    own.add(part);
                } else if (Columns.hasSubquery(part)) {
                    return Optional.empty();
                } else {
                    pulled.add(part);
                }
            }
        }
        Plan rest = own.isEmpty() ? below.get().plan : new Filter(below.get().plan, Plans.and(own));
        return Optional.of(new Pulled(rest, pulled));
    }

    private Optional<Pulled> project(Plan input, List<Output> outputs) {
        if (outputs.stream().anyMatch(output -> readsOuter(output.value()))) {
            return Optional.empty();
        }
        Optional<Pulled> below = pull(input);
        if (below.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<>(outputs);
        all.addAll(
                missing(below.get(), Columns.ids(outputs.stream().map(Output::column).toList())));
        return Optional.of(new Pulled(new Project(below.get().plan, all), below.get().conditions));
    }

    /// Returns the columns that pulled conditions read and that are not handed on yet.
    private static List<Output> missing(Pulled below, Set<Integer> present) {
        Set<Integer> read = new HashSet<>();
        below.conditions.forEach(condition -> read.addAll(Columns.read(condition)));
        return below.plan.columns().stream()
                .filter(column -> read.contains(column.id()) && !present.contains(column.id()))
                .map(Output::of)
                .toList();
    }

    private Optional<Pulled> join(Join join) {
        boolean inner = join.kind() == JoinKind.INNER;
        boolean leftOnly =
                join.kind() == JoinKind.LEFT
                        || join.kind() == JoinKind.SEMI
                        || join.kind() == JoinKind.ANTI;
        if (!inner && !leftOnly) {
            return Optional.empty();
        }
        if (leftOnly && (isCorrelated(join.right()) || readsOuter(join.condition()))) {
            return Optional.empty();
        }
        Optional<Pulled> left = pull(join.left());
        Optional<Pulled> right = pull(join.right());
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        var pulled = new ArrayList<>(left.get().conditions);
        pulled.addAll(right.get().conditions);
        var own = new ArrayList<Scalar>();
        for (Scalar each : Plans.conjuncts(join.condition())) {
            (readsOuter(each) ? pulled : own).add(each);
        }
        return Optional.of(
                new Pulled(
                        new Join(join.kind(), left.get().plan, right.get().plan, Plans.and(own)),
                        pulled));
    }

    /// Groups by what the equalities compare with outer columns, too.
    @SuppressWarnings("ReferenceEquality") // One of two operands, told by identity.
    private Optional<Pulled> aggregate(Aggregate aggregate) {
        boolean plain =
                aggregate.sets().isEmpty()
                        && Plans.scalars(aggregate).stream().noneMatch(this::readsOuter);
        Optional<Pulled> below = plain ? pull(aggregate.input()) : Optional.empty();
        if (below.isEmpty()) {
            return Optional.empty();
        }
        var keys = new ArrayList<>(aggregate.keys());
        var conditions = new ArrayList<Scalar>();
        for (Scalar condition : below.get().conditions) {
            Optional<Comparison> equality = innerEquality(condition);
            if (equality.isEmpty()) {
                return Optional.empty();
            }
            Scalar inner = equality.get().left();
            Column column = keyColumn(inner, keys);
            Scalar.Call call = (Scalar.Call) condition;
            boolean first = call.arguments().getFirst() == inner;
            conditions.add(
                    new Scalar.Call(
                            call.function(),
                            first
                                    ? List.of(column.value(), equality.get().right())
                                    : List.of(equality.get().right(), column.value()),
                            call.type(),
                            call.modifier(),
                            call.position()));
        }
        return Optional.of(
                new Pulled(
                        new Aggregate(
                                below.get().plan,
                                keys,
                                List.of(),
                                aggregate.calls(),
                                Optional.empty()),
                        conditions));
    }

    private Column keyColumn(Scalar inner, List<Output> keys) {
        String wanted = Fingerprint.of(inner);
        for (Output key : keys) {
            if (Fingerprint.of(key.value()).equals(wanted)) {
                return key.column();
            }
        }
        var column = new Column(newId.getAsInt(), "key", inner.type(), inner.modifier());
        keys.add(new Output(column, inner));
        return column;
    }

    /// Returns an equality with the inner side on the left.
    @SuppressWarnings("ReferenceEquality") // The same object is the same side.
    private Optional<Comparison> innerEquality(Scalar condition) {
        Optional<Comparison> comparison =
                Comparisons.of(condition).filter(each -> each.symbol().equals("="));
        if (comparison.isEmpty()) {
            return Optional.empty();
        }
        for (Comparison each : List.of(comparison.get(), comparison.get().flipped())) {
            boolean fits =
                    !readsOuter(each.left())
                            && !Columns.read(each.left()).isEmpty()
                            && Columns.read(each.right()).stream().allMatch(outer::contains);
            if (fits) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private Optional<Pulled> distinct(Distinct distinct) {
        Optional<Pulled> below = pull(distinct.input());
        if (below.isEmpty()
                || below.get().conditions.stream()
                        .anyMatch(condition -> innerEquality(condition).isEmpty())) {
            return Optional.empty();
        }
        var on = new ArrayList<>(distinct.on());
        missing(below.get(), Columns.ids(on)).forEach(output -> on.add(output.column()));
        return Optional.of(
                new Pulled(new Distinct(below.get().plan, on, false), below.get().conditions));
    }

    /// Returns whether the conditions give at most one row of a plan for each outer row: they are
    /// equalities with the whole key of the table that it scans.
    boolean isUnique(Pulled pulled) {
        Plan plan = pulled.plan;
        while (!(plan instanceof TableScan)) {
            switch (plan) {
                case Filter filter -> plan = filter.input();
                case Project project -> plan = project.input();
                default -> {
                    return false;
                }
            }
        }
        var scan = (TableScan) plan;
        Set<Integer> equal = new HashSet<>();
        for (Scalar condition : pulled.conditions) {
            innerEquality(condition)
                    .map(Comparison::left)
                    .map(Comparisons::unlabelled)
                    .ifPresent(inner -> {
                        if (inner instanceof Scalar.ColumnValue column) {
                            equal.add(column.id());
                        }
                    });
        }
        return scan.table().key().stream()
                .allMatch(key ->
                        SelectKeys.column(scan, key.column())
                                .filter(column -> equal.contains(column.id()))
                                .isPresent());
    }

    /// Returns the value of an aggregate that met no rows.
    static Optional<Value> emptyResult(AggregateCall call) {
        return call.function().name().equals("count")
                ? Optional.of(new Value.Int(0))
                : Optional.empty();
    }
}
