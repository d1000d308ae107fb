package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnCondition;
import dev.reckon.storage.batch.NumberInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A scan's filter in two parts: conditions on single columns that cannot fail, which storage tests
/// before it decodes the rest, and what is left. Immutable; safe for many threads.
public final class ColumnConditions {
    private final List<Single> conditions;
    private final Optional<Scalar> rest;

    /// @param position of the column in the table
    private record Single(int position, boolean isNumber, Predicate predicate) {}

    private ColumnConditions(List<Single> conditions, Optional<Scalar> rest) {
        this.conditions = List.copyOf(conditions);
        this.rest = rest;
    }

    /// Divides the filter of a scan.
    ///
    /// @param scalars compiles scalars over the scan's columns
    public static ColumnConditions of(TableScan scan, ScalarCompiler scalars) {
        Map<Integer, List<Scalar>> byColumn = new LinkedHashMap<>();
        var rest = new ArrayList<Scalar>();
        for (Scalar conjunct : scan.filter().map(Plans::conjuncts).orElseGet(List::<Scalar>of)) {
            Optional<Integer> column = onlyColumn(conjunct, scan, scalars);
            if (column.isPresent()) {
                byColumn.computeIfAbsent(column.get(), _ -> new ArrayList<>()).add(conjunct);
            } else {
                rest.add(conjunct);
            }
        }
        var conditions = new ArrayList<Single>();
        byColumn.forEach((index, conjuncts) -> {
            Column column = scan.columns().get(index);
            Predicate predicate = scalars.overOne(column).compilePredicate(Plans.and(conjuncts));
            conditions.add(new Single(scan.positions().get(index), isNumber(column), predicate));
        });
        // Numbers cost less than strings.
        conditions.sort(Comparator.comparing(Single::isNumber).reversed());
        return new ColumnConditions(
                conditions, rest.isEmpty() ? Optional.empty() : Optional.of(Plans.and(rest)));
    }

    private static boolean isNumber(Column column) {
        return switch (column.type().physical()) {
            case BYTES, OBJECT -> false;
            case BOOLEAN, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
        };
    }

    /// Returns which of the scan's columns a condition reads that reads no other and cannot fail.
    private static Optional<Integer> onlyColumn(
            Scalar condition, TableScan scan, ScalarCompiler scalars) {
        Set<Integer> read = new HashSet<>();
        Plans.collectFree(condition, read);
        var own = new ArrayList<Integer>();
        for (int index = 0; index < scan.columns().size(); index++) {
            if (read.contains(scan.columns().get(index).id())) {
                own.add(index);
            }
        }
        return own.size() == 1 && InfallibleScalars.contains(condition, scalars)
                ? Optional.of(own.getFirst())
                : Optional.empty();
    }

    /// Returns what is left to test for each row.
    public Optional<Scalar> rest() {
        return rest;
    }

    /// Returns the conditions on single columns for one execution.
    public List<ColumnCondition> bind(Evaluation evaluation) {
        return conditions.stream()
                .<ColumnCondition>map(
                        each -> new Bound(each.position, each.predicate, evaluation, new Known()))
                .toList();
    }

    /// The interval that was asked for last: most blocks of a column have the same scale.
    private static final class Known {
        private record Answer(int scale, Optional<NumberInterval> interval) {}

        private volatile Optional<Answer> answer = Optional.empty();
    }

    private record Bound(int column, Predicate predicate, Evaluation evaluation, Known known)
            implements ColumnCondition {
        @Override
        public int select(Batch values, int[] selected) {
            evaluation.checkCancelled();
            return predicate.select(values, evaluation, selected);
        }

        @Override
        public Optional<NumberInterval> interval(int scale) {
            evaluation.checkCancelled();
            Optional<Known.Answer> last = known.answer;
            if (last.isPresent() && last.get().scale == scale) {
                return last.get().interval;
            }
            Optional<NumberInterval> interval = predicate.interval(evaluation, scale);
            known.answer = Optional.of(new Known.Answer(scale, interval));
            return interval;
        }
    }
}
