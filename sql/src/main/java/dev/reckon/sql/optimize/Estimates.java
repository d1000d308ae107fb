package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.*;
import dev.reckon.sql.plan.Zip;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many rows a plan gives, about. Table sizes are exact.
final class Estimates {
    /// A row looked up by key costs as much as scanning this many rows.
    static final double LOOKUP_COST = 20;

    /// A join's lookup of a row by key costs as much as hashing beside a scan of this many rows,
    /// most of which the join's runtime filter drops at once.
    static final double JOIN_LOOKUP_COST = 100;

    private static final double RANGE = 0.33;
    private static final double BETWEEN = 0.05;
    private static final double GROUPS = 0.1;
    private static final double FUNCTION_ROWS = 100;
    private static final double SYSTEM_ROWS = 200;

    private final Statistics statistics;
    private final ColumnSources sources;
    private final Selectivities selectivities;

    Estimates(Statistics statistics) {
        this.statistics = statistics;
        this.sources = new ColumnSources(statistics);
        this.selectivities = new Selectivities(sources);
    }

    /// Learns where the columns of a plan come from; to be called before asking for its rows.
    void learn(Plan plan) {
        sources.learn(plan);
    }

    double rows(Plan plan) {
        return switch (plan) {
            case Values values -> Math.max(1, values.rows().size());
            case TableScan scan -> scan(scan);
            case SampleScan scan -> sample(scan);
            case IndexScan scan -> Math.max(1, scan.rowEstimate());
            case SystemTableScan scan ->
                    SYSTEM_ROWS * scan.filter().map(selectivities::of).orElse(1.0);
            case FunctionScan _ -> FUNCTION_ROWS;
            case ProjectSet set -> rows(set.input()) * 10;
            case Filter filter -> rows(filter.input()) * selectivities.of(filter.condition());
            case Join join -> join(join);
            case HashJoin join -> {
                var conditions = new ArrayList<Comparison>();
                for (int i = 0; i < join.leftKeys().size(); i++) {
                    conditions.add(
                            new Comparison(
                                    "=",
                                    join.leftKeys().get(i),
                                    join.rightKeys().get(i),
                                    join.equalities().get(i)));
                }
                List<Scalar> rest = join.residual().map(Plans::conjuncts).orElse(List.of());
                yield joined(join.kind(), rows(join.left()), rows(join.right()), conditions, rest);
            }
            case MergeJoin join -> Math.max(rows(join.left()), rows(join.right()));
            case NestedLoopJoin join ->
                    joined(
                            join.kind(),
                            rows(join.left()),
                            rows(join.right()),
                            List.of(),
                            join.condition().map(Plans::conjuncts).orElse(List.of()));
            case IndexJoin join -> rows(join.left());
            case Apply apply -> rows(apply.left()) * rows(apply.right());
            case Aggregate aggregate -> groups(aggregate);
            case Distinct distinct -> Math.max(1, rows(distinct.input()) * 0.5);
            case TopN top -> limited(rows(top.input()), Optional.of(top.limit()));
            case Limit limit -> limited(rows(limit.input()), limit.limit());
            case SetOperation operation -> rows(operation.left()) + rows(operation.right());
            case Zip zip -> zip.inputs().stream().mapToDouble(this::rows).max().orElse(1);
            case Append append -> append.inputs().stream().mapToDouble(this::rows).sum();
            case RecursiveUnion union -> rows(union.start()) * 10;
            case WorkTable _, CommonTableScan _ -> 1000;
            case CommonTable table -> rows(table.body());
            case KeyCount _ -> 1;
            case Project _, Window _, Sort _, LockRows _, Insert _, Update _, Delete _, Merge _ ->
                    rows(plan.inputs().getFirst());
        };
    }

    double tableRows(TableScan scan) {
        return Math.max(1, statistics.rowCount(scan.table().id()));
    }

    /// PostgreSQL takes a tenth where the percentage isn't known.
    private double sample(SampleScan scan) {
        double percentage =
                scan.percentage() instanceof Scalar.Constant(Value.Real(double known), _, _)
                        ? known
                        : 10;
        return Math.max(1, statistics.rowCount(scan.table().id()) * percentage / 100);
    }

    private double scan(TableScan scan) {
        double all = tableRows(scan);
        return Math.max(
                1,
                keyed(all, scan.keys(), scan.table().key().size())
                        * scan.filter().map(selectivities::of).orElse(1.0));
    }

    /// Estimates how many of `all` rows have selected keys.
    static double keyed(double all, KeySelection keys, int keyCount) {
        if (keys.isAll()) {
            return all;
        }
        double points = 1;
        for (KeySelection.Term term : keys.equal()) {
            points *=
                    switch (term) {
                        case KeySelection.Term.One _ -> 1;
                        case KeySelection.Term.Any(List<Scalar> values) -> values.size();
                        case KeySelection.Term.Element _ -> 10;
                    };
        }
        if (keys.equal().size() == keyCount) {
            return Math.min(all, points);
        }
        double rows = all;
        if (!keys.equal().isEmpty()) {
            // Half the digits of the key for each column that is given.
            rows = Math.pow(all, 1.0 - (double) keys.equal().size() / keyCount) * points;
        }
        if (keys.lower().isPresent() && keys.upper().isPresent()) {
            rows *= BETWEEN;
        } else if (keys.lower().isPresent() || keys.upper().isPresent()) {
            rows *= RANGE;
        }
        return Math.max(1, Math.min(all, rows));
    }

    private static double limited(double rows, Optional<Scalar> limit) {
        return limit.isPresent()
                        && limit.get() instanceof Scalar.Constant constant
                        && constant.value() instanceof Value.Int(long count)
                ? Math.min(rows, (double) count)
                : rows;
    }

    /// As many as the keys have combinations, but no more than rows.
    private double groups(Aggregate aggregate) {
        if (aggregate.keys().isEmpty()) {
            return 1;
        }
        double input = rows(aggregate.input());
        double combinations = 1;
        for (Output key : aggregate.keys()) {
            combinations *= sources.distinctCount(key.value()).orElse(Math.max(1, input * GROUPS));
        }
        return Math.max(1, Math.min(input, combinations));
    }

    private double join(Join join) {
        var equalities = new ArrayList<Comparison>();
        var rest = new ArrayList<Scalar>();
        divide(Plans.conjuncts(join.condition()), equalities, rest);
        return joined(join.kind(), rows(join.left()), rows(join.right()), equalities, rest);
    }

    /// Estimates the rows of an inner join.
    double joinRows(double left, double right, List<Scalar> conditions) {
        var equalities = new ArrayList<Comparison>();
        var rest = new ArrayList<Scalar>();
        divide(conditions, equalities, rest);
        return joined(JoinKind.INNER, left, right, equalities, rest);
    }

    private static void divide(
            List<Scalar> conditions, List<Comparison> equalities, List<Scalar> rest) {
        for (Scalar condition : conditions) {
            Optional<Comparison> equality =
                    Comparisons.of(condition).filter(comparison -> comparison.symbol().equals("="));
            if (equality.isPresent()) {
                equalities.add(equality.get());
            } else {
                rest.add(condition);
            }
        }
    }

    private double joined(
            JoinKind kind,
            double left,
            double right,
            List<Comparison> equalities,
            List<Scalar> rest) {
        double distinct = distinct(equalities, Math.max(left, right));
        double inner = Math.max(1, left * right / distinct * selectivities.all(rest));
        return switch (kind) {
            case INNER -> inner;
            case LEFT -> Math.max(left, inner);
            case RIGHT -> Math.max(right, inner);
            case FULL -> Math.max(left + right, inner);
            case SEMI -> Math.max(1, left * Math.min(1, right / distinct));
            case ANTI, ANTI_NULL_AWARE -> Math.max(1, left * Math.max(0.1, 1 - right / distinct));
            case RIGHT_SEMI -> Math.max(1, right * Math.min(1, left / distinct));
            case RIGHT_ANTI -> Math.max(1, right * Math.max(0.1, 1 - left / distinct));
        };
    }

    /// Estimates how many combinations of values the columns have that are compared: as many as a
    /// table has rows when they are its key, else no more than the larger table of the two.
    private double distinct(List<Comparison> equalities, double unknown) {
        if (equalities.isEmpty()) {
            return 1;
        }
        Map<Integer, Compared> tables = new HashMap<>();
        double most = 1;
        for (Comparison equality : equalities) {
            boolean isKnown = false;
            for (Scalar side : List.of(equality.left(), equality.right())) {
                Optional<ColumnSources.Source> source = sources.source(side);
                Optional<Double> count = source.flatMap(sources::distinctCount);
                if (source.isPresent() && count.isPresent()) {
                    isKnown = true;
                    tables.computeIfAbsent(
                                    source.get().use(), _ -> new Compared(source.get().table()))
                            .add(source.get().position(), count.get());
                }
            }
            if (!isKnown) {
                most = Math.max(most, unknown);
            }
        }
        for (Compared compared : tables.values()) {
            double rows = Math.max(1, statistics.rowCount(compared.table.id()));
            if (compared.positions.containsAll(SelectKeys.keyPositions(compared.table))) {
                return rows;
            }
            most = Math.max(most, Math.min(rows, compared.combinations));
        }
        return most;
    }

    /// The columns of one table that are compared.
    private static final class Compared {
        private final TableSchema table;
        private final Set<Integer> positions = new HashSet<>();
        private double combinations = 1;

        Compared(TableSchema table) {
            this.table = table;
        }

        void add(int position, double distinctCount) {
            if (positions.add(position)) {
                combinations *= distinctCount;
            }
        }
    }
}
