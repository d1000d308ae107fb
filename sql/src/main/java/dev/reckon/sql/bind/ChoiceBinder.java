package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds what computes some of its parts only: no set-returning function may stand there. For one
/// construct, from before its parts are bound.
final class ChoiceBinder {
    private final ExpressionBinder expressions;
    private final int setMentionsBefore;

    ChoiceBinder(ExpressionBinder expressions) {
        this.expressions = expressions;
        this.setMentionsBefore = setMentions().size();
    }

    private List<Integer> setMentions() {
        return expressions.scope.collector().map(Collector::setMentions).orElse(List.of());
    }

    /// Fails when a set-returning function has been mentioned since this was made.
    void requireNoSets(String construct) {
        if (setMentions().size() > setMentionsBefore) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "set-returning functions are not allowed in " + construct)
                    .withHint(
                            "You might be able to move the set-returning function into a LATERAL"
                                    + " FROM item.")
                    .at(setMentions().get(setMentionsBefore));
        }
    }

    /// Binds CASE.
    Scalar bind(Expression.Case choice) {
        Optional<Scalar> operand = choice.operand().map(each -> expressions.bindKnown(each));
        int operandId = expressions.binder.ids.next();
        Optional<Scalar> tested =
                operand.map(each ->
                        ExpressionBinder.isRepeatable(each)
                                ? each
                                : new Scalar.ColumnValue(
                                        operandId, "case", each.type(), each.modifier()));
        var conditions = new ArrayList<Scalar>();
        var results = new ArrayList<Scalar>();
        var positions = new ArrayList<Integer>();
        for (Expression.When branch : choice.branches()) {
            conditions.add(
                    tested.isPresent()
                            ? expressions.operators.binary(
                                    "=",
                                    tested.get(),
                                    expressions.bind(branch.condition()),
                                    branch.position())
                            : expressions.bindCondition(branch.condition(), "CASE/WHEN"));
            results.add(expressions.bind(branch.result()));
            positions.add(branch.result().position());
        }
        // PostgreSQL looks at ELSE first when it chooses the type.
        Scalar otherwise =
                choice.otherwise()
                        .map(expressions::bind)
                        .orElse(new Scalar.Constant(Value.Null.NULL, DataType.UNKNOWN, -1));
        results.addFirst(otherwise);
        positions.addFirst(choice.otherwise().map(Expression::position).orElse(choice.position()));
        List<Scalar> converted = expressions.converted(results, "CASE", positions);
        var branches = new ArrayList<Scalar.Branch>();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Scalar.Branch(conditions.get(i), converted.get(i + 1)));
        }
        Scalar bound =
                new Scalar.Case(
                        branches,
                        converted.getFirst(),
                        converted.getFirst().type(),
                        ExpressionBinder.commonModifier(converted));
        requireNoSets("CASE");
        return operand.isPresent() && !ExpressionBinder.isRepeatable(operand.get())
                ? new Scalar.Let(operandId, operand.get(), bound)
                : bound;
    }
}
