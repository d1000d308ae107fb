package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Binds statements and expressions of a procedure, which can name its variables: these become
/// parameters, in the order in which they are asked for. For one thread.
public final class ProcedureBinding {
    private final StatementBinder statements;
    private final Variables variables;

    ProcedureBinding(StatementBinder statements, Variables variables) {
        this.statements = statements;
        this.variables = variables;
    }

    private Binder newBinder() {
        Binder binder = statements.newBinder();
        binder.takeVariables(variables);
        return binder;
    }

    /// Binds a statement.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException PostgreSQL's errors of analysis
    public BoundStatement bind(Preparable statement) {
        return StatementBinder.bind(statement, newBinder())
                .withParameterTypes(variables.parameterTypes());
    }

    /// Binds the query of a cursor.
    public StatementBinder.BoundCursor bindCursor(Query query) {
        Binder binder = newBinder();
        CursorRows rows = binder.forCursor(query);
        return new StatementBinder.BoundCursor(
                StatementBinder.bind(query, binder).withParameterTypes(variables.parameterTypes()),
                rows);
    }

    /// An expression as a query of one value.
    ///
    /// @param simple the value, when it needs no plan, converted to what was wanted
    public record BoundExpression(BoundStatement statement, Optional<Scalar> simple) {}

    /// Binds an expression.
    ///
    /// @param wanted the type that a value without a plan is converted to, as an assignment of
    ///   PL/pgSQL does
    public BoundExpression bindExpression(
            Expression expression, Optional<TypeBinder.BoundType> wanted) {
        Binder binder = newBinder();
        BoundQuery bound = new QueryBinder(binder).bind(selected(expression), Scope.empty(), true);
        Optional<Scalar> simple = Optional.empty();
        if (bound.plan() instanceof Project(Values one, List<Output> outputs)
                && one.columns().isEmpty()
                && one.rows().size() == 1
                && outputs.size() == 1
                && !Scalars.any(outputs.getFirst().value(), ProcedureBinding::hasPlan)) {
            Scalar value = outputs.getFirst().value();
            simple =
                    Optional.of(
                            wanted.isPresent()
                                    ? converted(
                                            binder.coercion,
                                            value,
                                            wanted.get(),
                                            expression.position())
                                    : value);
        }
        return new BoundExpression(
                StatementBinder.bound(bound, binder).withParameterTypes(variables.parameterTypes()),
                simple);
    }

    /// Returns the query of one value that an expression is.
    public static Query selected(Expression expression) {
        int position = expression.position();
        return Query.of(
                new Query.Select(
                        false,
                        List.of(),
                        List.of(new SelectItem(expression, Optional.empty(), position)),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        position));
    }

    private static boolean hasPlan(Scalar scalar) {
        return switch (scalar) {
            case Scalar.ScalarSubquery _,
                    Scalar.Exists _,
                    Scalar.QuantifiedSubquery _,
                    Scalar.ArraySubquery _ ->
                    true;
            default -> false;
        };
    }

    private static Scalar converted(
            Coercion coercion, Scalar value, TypeBinder.BoundType type, int position) {
        return coercion.convert(
                        value, type.type(), type.modifier(), CastContext.ASSIGNMENT, position)
                .orElseGet(() ->
                        coercion.explicit(
                                coercion.explicit(value, DataType.TEXT, -1, -1),
                                type.type(),
                                type.modifier(),
                                -1));
    }

    /// Returns the conversion of the first parameter to a type, as an assignment of PL/pgSQL does
    /// it: by way of text when there is no other.
    public Scalar bindConversion(DataType from, DataType to, int modifier) {
        return converted(
                newBinder().coercion,
                new Scalar.Parameter(0, from),
                new TypeBinder.BoundType(to, modifier),
                -1);
    }

    /// Binds the assignment of a value to a place in a container.
    ///
    /// @param container what it is now
    /// @param name what messages call it
    public Scalar bindPlace(
            Scalar container, String name, List<DataStatement.Accessor> path, Scalar value) {
        var expressions = new ExpressionBinder(newBinder(), Scope.empty(), Clause.EXECUTE);
        var column = new TableColumn(1, name, container.type(), container.modifier());
        return new PathBinder(expressions, column)
                .bind(new DataStatement.TargetColumn(name, path, -1), container, value, -1);
    }

    /// Binds the assignment of an expression to a place in a container; empty when the expression
    /// needs a plan.
    public Optional<Scalar> bindPlace(
            Scalar container, String name, List<DataStatement.Accessor> path, Expression value) {
        if (value instanceof Expression.ScalarSubquery) {
            return Optional.empty();
        }
        var expressions = new ExpressionBinder(newBinder(), Scope.empty(), Clause.EXECUTE);
        Scalar bound = expressions.bind(value);
        if (Scalars.any(bound, ProcedureBinding::hasPlan)) {
            return Optional.empty();
        }
        var column = new TableColumn(1, name, container.type(), container.modifier());
        return Optional.of(
                new PathBinder(expressions, column)
                        .bind(
                                new DataStatement.TargetColumn(name, path, -1),
                                container,
                                bound,
                                value.position()));
    }

    /// Finds the procedure that a CALL means, and its arguments.
    public BoundCall bindCall(Expression.FunctionCall call) {
        return new ProcedureBinder(newBinder()).bind(call, Scope.empty());
    }
}
