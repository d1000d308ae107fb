package dev.reckon.sql.optimize;

import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds what must hold, before any row is read, for a partition to have a row that meets some
/// conditions: a condition over constants, parameters and outer rows. It is asked once for each
/// execution, so that a plan that is kept serves for any values.
final class PartitionGuard {
    private static final int ALTERNATIVES_MAX = 100;

    /// The guard of a partition that has no such row for certain.
    static final Scalar NEVER = new Scalar.Constant(Value.bool(false), DataType.BOOL, -1);

    private final Set<Integer> own;

    /// What each column is equal to one of, as far as the conditions say.
    private final Map<Integer, List<Scalar>> values = new HashMap<>();

    private final List<Scalar> guards = new ArrayList<>();

    private PartitionGuard(Set<Integer> own) {
        this.own = own;
    }

    /// Returns the guard; empty when nothing can be said.
    ///
    /// @param constraint what holds for all rows of the partition
    /// @param own the ids of the columns of its rows
    static Optional<Scalar> of(Scalar constraint, List<Scalar> conditions, Set<Integer> own) {
        List<Scalar> usable =
                conditions.stream()
                        .filter(each -> !Columns.isVolatile(each) && !Columns.hasSubquery(each))
                        .toList();
        if (usable.isEmpty() || Plans.isTrue(constraint)) {
            return Optional.empty();
        }
        var guard = new PartitionGuard(own);
        usable.forEach(guard::learn);
        for (Scalar known : Plans.conjuncts(constraint)) {
            guard.confront(known, usable);
        }
        var open = new ArrayList<Scalar>();
        for (Scalar each : guard.guards) {
            switch (ConstantTruth.of(each)) {
                case TRUE -> {}
                case FALSE, NULL -> {
                    return Optional.of(NEVER);
                }
                case UNKNOWN -> open.add(each);
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(Plans.and(open));
    }

    private void learn(Scalar condition) {
        switch (condition) {
            case Scalar.InList in
                    when !in.negated()
                            && in.operand() instanceof Scalar.ColumnValue column
                            && in.list().size() <= ALTERNATIVES_MAX
                            && in.list().stream().allMatch(each -> isKnown(each, column)) ->
                    values.putIfAbsent(column.id(), in.list());
            case Scalar.IsNull(Scalar.ColumnValue column, boolean negated) when !negated ->
                    values.putIfAbsent(
                            column.id(),
                            List.of(
                                    new Scalar.Constant(
                                            Value.Null.NULL, column.type(), column.modifier())));
            default ->
                    comparison(condition)
                            .filter(each -> each.symbol().equals("="))
                            .ifPresent(each -> {
                                var column = (Scalar.ColumnValue) each.left();
                                if (isKnown(each.right(), column)) {
                                    values.put(column.id(), List.of(each.right()));
                                }
                            });
        }
    }

    /// Returns a comparison with a column of the partition on its left.
    private Optional<Comparisons.Comparison> comparison(Scalar condition) {
        return Comparisons.of(condition)
                .map(each -> isOwnColumn(each.right()) ? each.flipped() : each)
                .filter(each -> isOwnColumn(each.left()) && isOuter(each.right()));
    }

    private boolean isOwnColumn(Scalar scalar) {
        return scalar instanceof Scalar.ColumnValue column && own.contains(column.id());
    }

    /// Returns whether a scalar can be computed before rows are read.
    private boolean isOuter(Scalar scalar) {
        return !Columns.readsAny(scalar, own);
    }

    private boolean isKnown(Scalar scalar, Scalar.ColumnValue column) {
        return isOuter(scalar) && scalar.type().equals(column.type());
    }

    /// Adds what must hold for something known to be met together with the conditions.
    private void confront(Scalar known, List<Scalar> conditions) {
        Set<Integer> read = new HashSet<>(Columns.read(known));
        read.retainAll(own);
        if (read.isEmpty()) {
            return;
        }
        if (values.keySet().containsAll(read)) {
            equal(known, read);
            return;
        }
        if (read.size() == 1) {
            int column = read.iterator().next();
            listed(known, column)
                    .ifPresent(list -> conditions.forEach(each -> anyOf(each, column, list)));
        }
        comparison(known)
                .ifPresent(each -> conditions.forEach(condition -> ranges(each, known, condition)));
    }

    /// Puts the values that columns are equal to in their places.
    private void equal(Scalar known, Set<Integer> read) {
        Map<Integer, Scalar> single = new HashMap<>();
        Optional<Integer> several = Optional.empty();
        for (int column : read) {
            List<Scalar> equals = known(column);
            if (equals.size() == 1) {
                single.put(column, equals.getFirst());
            } else if (several.isPresent()) {
                return;
            } else {
                several = Optional.of(column);
            }
        }
        Scalar rest = Columns.substitute(known, single);
        if (several.isPresent()) {
            anyOf(rest, several.get(), known(several.get()));
        } else {
            guards.add(rest);
        }
    }

    private List<Scalar> known(int column) {
        return values.getOrDefault(column, List.of());
    }

    /// A condition over one column must hold for one of its values.
    private void anyOf(Scalar condition, int column, List<Scalar> list) {
        Set<Integer> read = new HashSet<>(Columns.read(condition));
        read.retainAll(own);
        if (!read.equals(Set.of(column)) || list.size() > ALTERNATIVES_MAX) {
            return;
        }
        List<Scalar> alternatives =
                list.stream()
                        .map(value -> Columns.substitute(condition, Map.of(column, value)))
                        .toList();
        guards.add(
                alternatives.size() == 1 ? alternatives.getFirst() : new Scalar.Or(alternatives));
    }

    /// Returns the values that a list partition's column can have.
    private static Optional<List<Scalar>> listed(Scalar known, int column) {
        return switch (known) {
            case Scalar.InList in when !in.negated() && isColumn(in.operand(), column) ->
                    Optional.of(in.list());
            case Scalar.IsNull(Scalar operand, boolean negated)
                    when !negated && isColumn(operand, column) ->
                    Optional.of(
                            List.of(
                                    new Scalar.Constant(
                                            Value.Null.NULL, operand.type(), operand.modifier())));
            case Scalar.Or(List<Scalar> operands) -> {
                var all = new ArrayList<Scalar>();
                for (Scalar operand : operands) {
                    Optional<List<Scalar>> each = listed(operand, column);
                    if (each.isEmpty()) {
                        yield Optional.empty();
                    }
                    all.addAll(each.get());
                }
                yield Optional.of(all);
            }
            default ->
                    Comparisons.of(known)
                            .filter(each ->
                                    each.symbol().equals("=")
                                            && isColumn(each.left(), column)
                                            && each.right() instanceof Scalar.Constant)
                            .map(each -> List.of(each.right()));
        };
    }

    private static boolean isColumn(Scalar scalar, int id) {
        return scalar instanceof Scalar.ColumnValue column && column.id() == id;
    }

    /// What a column is above must be below what it is below.
    private void ranges(Comparisons.Comparison known, Scalar knownCall, Scalar condition) {
        Optional<Comparisons.Comparison> asked = comparison(condition);
        if (asked.isEmpty() || !(known.left() instanceof Scalar.ColumnValue column)) {
            return;
        }
        boolean isOpposite =
                isColumn(asked.get().left(), column.id())
                        && ((isUpper(known.symbol()) && isLower(asked.get().symbol()))
                                || (isLower(known.symbol()) && isUpper(asked.get().symbol())));
        if (!isOpposite) {
            return;
        }
        if (isKnown(known.right(), column)) {
            guards.add(Columns.substitute(condition, Map.of(column.id(), known.right())));
        }
        if (isKnown(asked.get().right(), column)) {
            guards.add(Columns.substitute(knownCall, Map.of(column.id(), asked.get().right())));
        }
    }

    private static boolean isUpper(String symbol) {
        return symbol.equals("<") || symbol.equals("<=");
    }

    private static boolean isLower(String symbol) {
        return symbol.equals(">") || symbol.equals(">=");
    }
}
