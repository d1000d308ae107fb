package dev.reckon.sql.procedural;

import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.ProcedureBinding;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// Evaluates the expressions of procedures. Each is bound once and kept: as a scalar when it needs
/// no plan, so that `i + 1` costs no query. For the session's thread.
final class Expressions {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);
    private static final TypeBinder.BoundType BOOLEAN = new TypeBinder.BoundType(DataType.BOOL, -1);

    private final Host host;
    private final Conversions conversions;

    Expressions(Host host, Conversions conversions) {
        this.host = host;
        this.conversions = conversions;
    }

    /// A value with its type.
    record Typed(Value value, DataType type) {}

    /// Evaluates an expression.
    Typed typed(Code.Value code, Frame frame) {
        Kept kept = kept(code, frame, Optional.empty());
        return new Typed(value(kept, code, frame), kept.type());
    }

    /// Evaluates an expression and converts its value to a type.
    Value as(Code.Value code, Frame frame, DataType type, int modifier) {
        Kept kept = kept(code, frame, Optional.of(new TypeBinder.BoundType(type, modifier)));
        Value value = value(kept, code, frame);
        return kept.sql() == null ? value : conversions.convert(value, kept.type(), type, modifier);
    }

    /// Evaluates a condition: NULL is not true.
    boolean isTrue(Code.Value code, Frame frame) {
        Kept kept = kept(code, frame, Optional.of(BOOLEAN));
        Value value = value(kept, code, frame);
        if (kept.sql() != null) {
            value = conversions.convert(value, kept.type(), DataType.BOOL, -1);
        }
        return value instanceof Value.Int(long bit) && bit != 0;
    }

    @SuppressWarnings("ReferenceEquality") // The state is told by identity.
    private Kept kept(Code.Value code, Frame frame, Optional<TypeBinder.BoundType> wanted) {
        Kept known = frame.kept[code.id()];
        if (known != null && known.state() == host.planState() && known.variables().fits(frame)) {
            return known;
        }
        Kept made = planned(code, frame, wanted);
        frame.kept[code.id()] = made;
        return made;
    }

    private Kept planned(Code.Value code, Frame frame, Optional<TypeBinder.BoundType> wanted) {
        var variables = new CodeVariables(code.names(), host.binder(), frame);
        try {
            ProcedureBinding.BoundExpression bound =
                    host.binder().procedure(variables).bindExpression(code.tree(), wanted);
            BoundStatement statement = bound.statement();
            host.require(statement.accesses());
            if (bound.simple().isPresent()) {
                Scalar scalar = bound.simple().get();
                return new Kept(
                        host.planState(),
                        variables,
                        variables.parameterTypes().stream().map(DataType::physical).toList(),
                        scalar.type(),
                        FastValues.of(scalar, variables).orElse(null),
                        host.compile(scalar),
                        null);
            }
            if (statement.fields().size() != 1) {
                throw new DatabaseException(
                        SqlState.SYNTAX_ERROR,
                        "query returned " + statement.fields().size() + " columns");
            }
            return new Kept(
                    host.planState(),
                    variables,
                    List.of(),
                    statement.fields().getFirst().type(),
                    null,
                    null,
                    host.plan(ProcedureBinding.selected(code.tree()), variables, code.text()));
        } catch (DatabaseException wrong) {
            throw SqlErrors.ofCode(wrong, code.text(), code.title());
        }
    }

    private Value value(Kept kept, Code.Value code, Frame frame) {
        FastValue fast = kept.fast();
        if (fast != null) {
            return fast.value(frame.values);
        }
        List<Value> parameters = kept.variables().parameters(frame.values);
        Expression simple = kept.simple();
        if (simple != null) {
            return simple.evaluate(ONE_ROW, host.evaluation(parameters, kept.types())).value(0);
        }
        PlannedSql sql = kept.sql();
        if (sql == null) {
            throw new IllegalStateException("neither simple nor planned");
        }
        Optional<String> outer = frame.statement;
        frame.statement = Optional.of(code.title());
        Value value = Value.Null.NULL;
        try (RowStream rows = host.open(sql, parameters)) {
            boolean isFirst = true;
            for (Optional<Batch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                if (!isFirst || batch.get().selectedCount() > 1) {
                    throw new DatabaseException(
                            SqlState.CARDINALITY_VIOLATION, "query returned more than one row");
                }
                value = batch.get().column(0).value(batch.get().row(0));
                isFirst = false;
            }
            frame.rowCount = isFirst ? 0 : 1;
        } catch (DatabaseException wrong) {
            throw SqlErrors.inStatement(wrong, frame);
        }
        frame.statement = outer;
        return value;
    }
}
