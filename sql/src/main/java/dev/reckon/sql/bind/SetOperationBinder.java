package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.SetOperation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// Binds UNION, INTERSECT and EXCEPT.
record SetOperationBinder(Binder binder) {
    BoundQuery bind(Query.SetOperation operation, Scope scope, boolean resolve) {
        BoundQuery left = new QueryBinder(binder).bind(operation.left(), scope, false);
        BoundQuery right = new QueryBinder(binder).bind(operation.right(), scope, false);
        return combine(operation, left, right, resolve);
    }

    /// Combines two queries whose columns of unknown type may still be converted.
    BoundQuery combine(
            Query.SetOperation operation, BoundQuery left, BoundQuery right, boolean resolve) {
        String name = operation.operator().name();
        if (left.columns().size() != right.columns().size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "each " + name + " query must have the same number of columns")
                    .at(operation.right().position());
        }
        var types = new ArrayList<DataType>();
        var modifiers = new ArrayList<Integer>();
        for (int i = 0; i < left.columns().size(); i++) {
            Column first = left.columns().get(i);
            Column second = right.columns().get(i);
            DataType type = commonType(first, second, name, operation, resolve);
            types.add(type);
            modifiers.add(
                    first.type().equals(second.type()) && first.modifier() == second.modifier()
                            ? first.modifier()
                            : -1);
            boolean compares =
                    !(operation.operator() == Query.SetOperator.UNION && operation.all());
            if (compares) {
                Orders.requireEquality(type, operation.position());
            }
        }
        Plan leftPlan =
                QueryBinder.convert(binder, left, types, modifiers, operation.left().position())
                        .plan();
        Plan rightPlan =
                QueryBinder.convert(binder, right, types, modifiers, operation.right().position())
                        .plan();
        var columns = new ArrayList<Column>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(
                    binder.newColumn(left.columns().get(i).name(), types.get(i), modifiers.get(i)));
            binder.copyShape(left.columns().get(i), columns.getLast());
        }
        Plan plan =
                operation.operator() == Query.SetOperator.UNION && operation.all()
                        ? append(leftPlan, rightPlan, columns)
                        : new SetOperation(
                                SetOperation.Kind.valueOf(name),
                                operation.all(),
                                leftPlan,
                                rightPlan,
                                columns);
        return new BoundQuery(plan, columns.stream().map(_ -> BoundQuery.Origin.NONE).toList());
    }

    private static Plan append(Plan left, Plan right, List<Column> columns) {
        var inputs = new ArrayList<Plan>();
        for (Plan each : List.of(left, right)) {
            if (each instanceof Append(List<Plan> below, List<Column> _, List<Scalar> known)
                    && known.isEmpty()) {
                inputs.addAll(below);
            } else {
                inputs.add(each);
            }
        }
        return new Append(inputs, columns);
    }

    private DataType commonType(
            Column first,
            Column second,
            String construct,
            Query.SetOperation operation,
            boolean resolve) {
        DataType left = first.type();
        DataType right = second.type();
        if (left.equals(right)) {
            // Left unknown for an operation around this one, or for INSERT, unless rows are
            // compared.
            boolean keep = !resolve && operation.all();
            return left.equals(DataType.UNKNOWN) && !keep ? DataType.TEXT : left;
        }
        try {
            return binder.functions.commonType(
                    List.of(binder.coercion.base(left), binder.coercion.base(right)), construct);
        } catch (DatabaseException mismatch) {
            throw mismatch.at(itemPosition(operation.right(), second, operation));
        }
    }

    private static int itemPosition(Query query, Column column, Query.SetOperation operation) {
        if (query.body() instanceof Query.Select select) {
            for (var item : select.items()) {
                if (ItemNames.of(item).equals(column.name())) {
                    return item.position();
                }
            }
        }
        return operation.right().position();
    }
}
