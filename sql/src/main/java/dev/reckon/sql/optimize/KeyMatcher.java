package dev.reckon.sql.optimize;

import dev.reckon.sql.optimize.Comparisons.Comparison;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Matches conditions with the columns of a key.
final class KeyMatcher {
    /// More combinations of IN lists than this are better scanned.
    private static final int POINT_COUNT_MAX = 10_000;

    private KeyMatcher() {}

    /// Finds a selection: equalities for the first columns, then bounds for the next one.
    ///
    /// @param key the values of the key's columns
    /// @param own the ids of the scan's columns, which may not be among what they are compared with
    static KeyMatch match(List<Scalar> key, List<Scalar> conditions, Set<Integer> own) {
        var terms = new ArrayList<KeySelection.Term>();
        var used = new ArrayList<Scalar>();
        long points = 1;
        for (Scalar column : key) {
            Optional<KeySelection.Term> term = Optional.empty();
            Optional<Scalar> by = Optional.empty();
            for (Scalar condition : conditions) {
                Optional<KeySelection.Term> found = equality(condition, column, own);
                boolean better =
                        found.isPresent()
                                && (term.isEmpty() || found.get() instanceof KeySelection.Term.One);
                if (better) {
                    term = found;
                    by = Optional.of(condition);
                }
            }
            if (term.isEmpty()) {
                return bounded(column, terms, used, conditions, own);
            }
            points *= term.get() instanceof KeySelection.Term.Any any ? any.values().size() : 1;
            if (points > POINT_COUNT_MAX) {
                break;
            }
            terms.add(term.get());
            used.add(by.orElseThrow());
        }
        return new KeyMatch(new KeySelection(terms, Optional.empty(), Optional.empty()), used);
    }

    private static Optional<KeySelection.Term> equality(
            Scalar condition, Scalar column, Set<Integer> own) {
        if (condition instanceof Scalar.InList list
                && !list.negated()
                && isColumn(list.operand(), column)
                && list.list().stream()
                        .allMatch(each -> Comparisons.areAlike(each.type(), column.type()))) {
            return Optional.of(new KeySelection.Term.Any(list.list()));
        }
        if (condition instanceof Scalar.QuantifiedArray array
                && !array.all()
                && isColumn(array.left(), column)
                && Comparisons.symbol(array.comparison()).filter("="::equals).isPresent()
                && isFixed(array.array(), own)
                && DataType.builtIn(array.array().type().elementOid())
                        .filter(type -> Comparisons.areAlike(type, column.type()))
                        .isPresent()) {
            return Optional.of(new KeySelection.Term.Element(array.array()));
        }
        return comparison(condition, column, own)
                .filter(comparison -> comparison.symbol().equals("="))
                .map(comparison -> new KeySelection.Term.One(comparison.right()));
    }

    private static KeyMatch bounded(
            Scalar column,
            List<KeySelection.Term> terms,
            List<Scalar> used,
            List<Scalar> conditions,
            Set<Integer> own) {
        Optional<KeySelection.Bound> lower = Optional.empty();
        Optional<KeySelection.Bound> upper = Optional.empty();
        for (Scalar condition : conditions) {
            Optional<Comparison> comparison = comparison(condition, column, own);
            if (comparison.isEmpty()) {
                continue;
            }
            String symbol = comparison.get().symbol();
            boolean inclusive = symbol.endsWith("=");
            var bound = new KeySelection.Bound(comparison.get().right(), inclusive);
            if (symbol.startsWith(">") && lower.isEmpty()) {
                lower = Optional.of(bound);
                used.add(condition);
            } else if (symbol.startsWith("<") && !symbol.equals("<>") && upper.isEmpty()) {
                upper = Optional.of(bound);
                used.add(condition);
            }
        }
        return new KeyMatch(new KeySelection(terms, lower, upper), used);
    }

    /// Returns the comparison of a column with something fixed that a condition is, the column on
    /// the left.
    static Optional<Comparison> comparison(Scalar condition, Scalar column, Set<Integer> own) {
        Optional<Comparison> comparison = Comparisons.of(condition);
        if (comparison.isEmpty()) {
            return Optional.empty();
        }
        for (Comparison each : List.of(comparison.get(), comparison.get().flipped())) {
            if (isColumn(each.left(), column)
                    && isFixed(each.right(), own)
                    && Comparisons.areAlike(
                            Comparisons.unlabelled(each.right()).type(), column.type())) {
                return Optional.of(
                        new Comparison(
                                each.symbol(),
                                column,
                                Comparisons.unlabelled(each.right()),
                                each.function()));
            }
        }
        return Optional.empty();
    }

    private static boolean isColumn(Scalar scalar, Scalar column) {
        Scalar plain = Comparisons.unlabelled(scalar);
        if (plain instanceof Scalar.ColumnValue read
                && column instanceof Scalar.ColumnValue wanted) {
            return read.id() == wanted.id();
        }
        return !(column instanceof Scalar.ColumnValue)
                && Fingerprint.of(plain).equals(Fingerprint.of(Comparisons.unlabelled(column)));
    }

    /// Returns whether a scalar has one value for a whole scan.
    private static boolean isFixed(Scalar scalar, Set<Integer> own) {
        return !Columns.readsAny(scalar, own) && !Columns.isVolatile(scalar);
    }
}
