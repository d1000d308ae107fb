package dev.reckon.sql.execute.expression;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ARRAY(query)`: the one column of all rows.
///
/// @param nested whether the column holds arrays, which get one dimension more
record ArraySubqueryExpression(Subquery subquery, boolean nested) implements Expression {
    @Override
    public ColumnVector evaluate(Batch rows, Evaluation evaluation) {
        return subquery.evaluate(this, rows, evaluation, PhysicalType.OBJECT, this::array);
    }

    private ColumnVector array(Operator query) {
        List<Value> elements = new ArrayList<>();
        for (Optional<Batch> batch = query.next(); batch.isPresent(); batch = query.next()) {
            for (int i = 0; i < batch.get().selectedCount(); i++) {
                elements.add(batch.get().column(0).value(batch.get().row(i)));
            }
        }
        return ObjectVector.of(nested ? ArrayValues.nest(elements) : Value.Array.of(elements));
    }
}
