package dev.reckon.sql.execute.expression;

import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys by which a subquery's rows are hashed, where its condition is that keys are equal.
///
/// @param outside read nothing of the subquery
/// @param inside read the subquery's columns alone
record HashedKeys(List<Scalar> outside, List<Scalar> inside, List<DataType> types) {
    HashedKeys {
        outside = List.copyOf(outside);
        inside = List.copyOf(inside);
        types = List.copyOf(types);
    }

    /// Takes a condition apart; empty when it is anything else.
    static Optional<HashedKeys> of(Scalar.QuantifiedSubquery subquery) {
        Set<Integer> columns = new HashSet<>();
        for (Column column : subquery.plan().columns()) {
            columns.add(column.id());
        }
        List<Scalar> outside = new ArrayList<>();
        List<Scalar> inside = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        for (Scalar condition : Plans.conjuncts(subquery.condition())) {
            if (!(condition instanceof Scalar.Call call)
                    || ComparisonOperator.of(call.function())
                            .filter(each -> each == ComparisonOperator.EQUAL)
                            .isEmpty()) {
                return Optional.empty();
            }
            Scalar left = call.arguments().get(0);
            Scalar right = call.arguments().get(1);
            boolean straight = isSide(left, columns, false) && isSide(right, columns, true);
            boolean crossed = isSide(left, columns, true) && isSide(right, columns, false);
            if (!straight && !crossed) {
                return Optional.empty();
            }
            outside.add(straight ? left : right);
            inside.add(straight ? right : left);
            DataType type = call.function().argumentTypes().get(0);
            types.add(type.equals(call.function().argumentTypes().get(1)) ? type : DataType.INT8);
        }
        return subquery.all() || types.isEmpty()
                ? Optional.empty()
                : Optional.of(new HashedKeys(outside, inside, types));
    }

    /// Returns whether a scalar reads the subquery's columns and no others, or none of them.
    private static boolean isSide(Scalar scalar, Set<Integer> columns, boolean inside) {
        Set<Integer> read = new HashSet<>();
        Plans.collectFree(scalar, read);
        return inside
                ? !read.isEmpty() && columns.containsAll(read)
                : read.stream().noneMatch(columns::contains);
    }
}
