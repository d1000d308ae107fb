package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds statements, and the expressions that definitions consist of. Immutable; safe for the
/// threads that may use the environment.
///
/// @param environment reads constants and folds what is constant
public record StatementBinder(Catalog catalog, SearchPath searchPath, Environment environment) {
    /// Binds a statement that is planned.
    ///
    /// @param parameterTypes the types that the client gave; `unknown` or a shorter list leaves
    ///   them to be inferred
    /// @param parameterCount how many parameters the text has
    /// @throws dev.reckon.storage.error.DatabaseException PostgreSQL's errors of analysis
    public BoundStatement bind(
            Preparable statement, List<DataType> parameterTypes, int parameterCount) {
        var parameters = new ParameterTypes(parameterTypes, parameterCount);
        return bind(statement, new Binder(catalog, searchPath, environment, parameters));
    }

    /// A cursor's query, whose rows have the keys of their tables' rows at their ends.
    public record BoundCursor(BoundStatement statement, CursorRows rows) {}

    /// Binds the query of a cursor.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException PostgreSQL's errors of analysis
    public BoundCursor bindCursor(Query query, List<DataType> parameterTypes, int parameterCount) {
        var parameters = new ParameterTypes(parameterTypes, parameterCount);
        var binder = new Binder(catalog, searchPath, environment, parameters);
        CursorRows rows = binder.forCursor(query);
        return new BoundCursor(bind(query, binder), rows);
    }

    static BoundStatement bind(Preparable statement, Binder binder) {
        return bound(bind(statement, binder, Scope.empty()), binder);
    }

    private static BoundQuery bind(Preparable statement, Binder binder, Scope scope) {
        return switch (statement) {
            case Query query -> new QueryBinder(binder).bind(query, scope, true);
            case DataStatement.Insert insert -> new InsertBinder(binder).bind(insert, scope);
            case DataStatement.Update update -> new UpdateBinder(binder).bind(update, scope);
            case DataStatement.Delete delete -> new DeleteBinder(binder).bind(delete, scope);
            case DataStatement.Merge merge -> new MergeBinder(binder).bind(merge, scope);
        };
    }

    /// Binds a statement of a routine's body, to see whether it can be.
    public BoundStatement bindBody(Routine routine, Preparable statement) {
        var binder = newBinder();
        var arguments = new ArrayList<Scalar>();
        for (DataType type : routine.argumentTypes()) {
            arguments.add(new Scalar.ColumnValue(binder.ids.next(), "argument", type, -1));
        }
        return bindBody(routine, statement, arguments, binder);
    }

    /// Binds a statement of a routine's body with the values of the arguments.
    public BoundStatement bindBody(Routine routine, Preparable statement, List<Scalar> arguments) {
        return bindBody(routine, statement, arguments, newBinder());
    }

    /// Returns the resolved form of a query of a routine's body.
    public Query resolveBody(Routine routine, Query query) {
        var binder = newBinder();
        var arguments = new ArrayList<Scalar>();
        for (DataType type : routine.argumentTypes()) {
            arguments.add(new Scalar.ColumnValue(binder.ids.next(), "argument", type, -1));
        }
        Scope scope = arguments.isEmpty() ? Scope.empty() : RoutineBinder.scope(routine, arguments);
        Binder inside = new RoutineBinder(binder).inside(routine);
        BindingNotes notes = inside.takeNotes();
        bind(query, inside, scope);
        return new TreeResolver(inside, notes).query(query);
    }

    private static BoundStatement bindBody(
            Routine routine, Preparable statement, List<Scalar> arguments, Binder binder) {
        Scope scope =
                routine.argumentTypes().isEmpty()
                        ? Scope.empty()
                        : RoutineBinder.scope(routine, arguments);
        Binder inside = new RoutineBinder(binder).inside(routine);
        return bound(bind(statement, inside, scope), inside);
    }

    /// Finds the procedure that CALL means, and its arguments.
    ///
    /// @param parameterTypes those of the client, as in [#bind]
    /// @throws dev.reckon.storage.error.DatabaseException 42883 when there is none, 42809 when it
    ///   is a function
    public BoundCall bindCall(Expression.FunctionCall call, List<DataType> parameterTypes) {
        // JDBC's driver says `void` of output parameters.
        List<DataType> known =
                parameterTypes.stream()
                        .map(each -> each.equals(DataType.VOID) ? DataType.UNKNOWN : each)
                        .toList();
        var parameters = new ParameterTypes(known, known.size());
        var binder = new Binder(catalog, searchPath, environment, parameters);
        return new ProcedureBinder(binder).bind(call, Scope.empty());
    }

    /// Finds the procedure that a CALL in the body of a routine means, and its arguments.
    ///
    /// @param caller the arguments of the routine
    /// @throws dev.reckon.storage.error.DatabaseException as [#bindCall(Expression.FunctionCall,
    ///   List)]
    public BoundCall bindCall(Expression.FunctionCall call, Optional<BoundCall> caller) {
        var binder = newBinder();
        Scope scope =
                caller.map(each -> RoutineBinder.scope(each.routine(), each.arguments()))
                        .orElseGet(Scope::empty);
        return new ProcedureBinder(binder).bind(call, scope);
    }

    /// A query for a view.
    ///
    /// @param resolved its resolved form: the same under any search path
    public record BoundDefinition(BoundStatement statement, Query resolved) {}

    /// Binds the query of a view that is to be made.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException PostgreSQL's errors of analysis
    public BoundDefinition bindDefinition(Query query) {
        var binder = newBinder();
        BindingNotes notes = binder.takeNotes();
        BoundStatement bound = bind(query, binder);
        return new BoundDefinition(bound, new TreeResolver(binder, notes).query(query));
    }

    /// Returns whether a value of one type can be assigned to another.
    public boolean isAssignable(DataType source, DataType target) {
        var binder = newBinder();
        DataType from = binder.coercion.base(source);
        DataType to = binder.coercion.base(target);
        return from.equals(to)
                || source.equals(target)
                || source.equals(DataType.UNKNOWN)
                || binder.functions.canConvert(from, to, CastContext.ASSIGNMENT);
    }

    static BoundStatement bound(BoundQuery bound, Binder binder) {
        var fields = new ArrayList<BoundStatement.Field>();
        for (int i = 0; i < bound.origins().size(); i++) {
            Column column = bound.columns().get(i);
            BoundQuery.Origin origin = bound.origins().get(i);
            fields.add(
                    new BoundStatement.Field(
                            column.name(),
                            column.type(),
                            column.modifier(),
                            origin.tableOid(),
                            origin.number()));
        }
        return new BoundStatement(
                bound.plan(),
                fields,
                binder.parameters.all(),
                binder.accesses,
                binder.indexes,
                binder.ids);
    }

    /// Binds an expression without columns and converts it.
    public Scalar bindValue(Expression expression, DataType type, int modifier) {
        var binder = newBinder();
        Scalar value = new ExpressionBinder(binder, Scope.empty(), Clause.EXECUTE).bind(expression);
        return binder.coercion.explicit(value, type, modifier, expression.position());
    }

    /// Binds an argument of EXECUTE.
    ///
    /// @param number which parameter it is for, from 1
    public Scalar bindArgument(Expression expression, DataType type, int number) {
        var binder = newBinder();
        Scalar value = new ExpressionBinder(binder, Scope.empty(), Clause.EXECUTE).bind(expression);
        return binder.coercion
                .convert(value, type, -1, CastContext.ASSIGNMENT, expression.position())
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "parameter $"
                                                + number
                                                + " of type "
                                                + value.type()
                                                + " cannot be coerced to the expected type "
                                                + type)
                                .withHint("You will need to rewrite or cast the expression.")
                                .at(expression.position()));
    }

    /// Binds a value of a partition's bound.
    ///
    /// @param type of the partition key
    /// @param column the key's name, for messages
    public Scalar bindBound(Expression expression, DataType type, int modifier, String column) {
        var binder = newBinder();
        boolean[] hasColumn = new boolean[1];
        SyntaxTrees.visit(
                expression, node -> hasColumn[0] |= node instanceof Expression.ColumnReference);
        if (hasColumn[0]) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot use column reference in partition bound expression")
                    .at(expression.position());
        }
        Scalar value =
                new ExpressionBinder(binder, Scope.empty(), Clause.PARTITION_BOUND)
                        .bind(expression);
        return binder.coercion
                .convert(value, type, modifier, CastContext.ASSIGNMENT, expression.position())
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.DATATYPE_MISMATCH,
                                        "specified value cannot be cast to type "
                                                + type
                                                + " for column \""
                                                + column
                                                + "\"")
                                .at(expression.position()));
    }

    /// Binds the condition that a bound asks of rows; empty when it asks for none.
    ///
    /// @param partition whose columns are in `row`
    public Optional<Scalar> bindPartitionCondition(
            Table parent, PartitionBound bound, Table partition, List<Column> row) {
        return new PartitionConditions(newBinder()).condition(parent, bound, partition, row);
    }

    /// Binds an expression without columns, of whatever type it has.
    public Scalar bindValue(Expression expression) {
        var binder = newBinder();
        return new ExpressionBinder(binder, Scope.empty(), Clause.EXECUTE).bindKnown(expression);
    }

    /// Binds the conversion of a value of a domain's base type to the domain.
    public Scalar bindDomain(Value value, DataType domain) {
        var binder = newBinder();
        return binder.coercion.explicit(
                new Scalar.Constant(value, binder.coercion.base(domain), -1), domain, -1, -1);
    }

    /// Returns the fields of a composite type in order; none when the type has none.
    public List<Column> fields(DataType type) {
        return Composites.fields(catalog, catalog.baseType(type));
    }

    /// Returns what binds the code of a procedure.
    public ProcedureBinding procedure(Variables variables) {
        return new ProcedureBinding(this, variables);
    }

    /// Finds a type that is written.
    public TypeBinder types() {
        return new TypeBinder(catalog, searchPath);
    }

    /// Describes a table as one that is stored, for filling it and its indexes.
    public BoundTarget bindStored(Table table) {
        var binder = newBinder();
        return new BoundTarget(new TargetBinder(binder).stored(table), binder.ids);
    }

    /// Describes a table as the target of a statement, for COPY.
    public BoundTarget bindTarget(Table table) {
        var binder = newBinder();
        return new BoundTarget(new TargetBinder(binder).target(table), binder.ids);
    }

    /// Describes an index.
    ///
    /// @param row the columns of the table's row, the hidden key included
    public Target.IndexTarget bindIndex(
            dev.reckon.sql.catalog.Index index, Table table, List<Column> row) {
        return new IndexBinder(newBinder()).target(index, table, row);
    }

    /// Returns the default of a column, converted to its type.
    public Scalar bindDefault(dev.reckon.sql.catalog.TableColumn column) {
        return AssignmentBinder.defaultValue(newBinder(), column);
    }

    /// Binds an expression over a row of a table.
    ///
    /// @param row the table's columns in order
    public Scalar bindRowExpression(
            Expression expression, Table table, List<Column> row, DefinitionPlace place) {
        return bindRowExpression(expression, table, row, place, newBinder());
    }

    private static Scalar bindRowExpression(
            Expression expression,
            Table table,
            List<Column> row,
            DefinitionPlace place,
            Binder binder) {
        var expressions =
                new ExpressionBinder(
                        binder, TargetBinder.rowScope(table, row, table.name()), place.clause());
        Scalar bound = expressions.bind(expression);
        return place.isCondition()
                ? binder.coercion.condition(bound, place.construct(), expression.position())
                : binder.coercion.known(bound);
    }

    /// Binds a column's default to see that it fits, and returns its resolved form.
    public Expression resolveDefault(
            Expression expression, DataType type, int modifier, String column) {
        var binder = newBinder();
        BindingNotes notes = binder.takeNotes();
        Scalar value =
                new ExpressionBinder(binder, Scope.empty(), Clause.COLUMN_DEFAULT).bind(expression);
        binder.coercion.assign(value, type, modifier, column, expression.position());
        return new TreeResolver(binder, notes).expression(expression);
    }

    /// Binds an expression over a row of a table, and returns its resolved form.
    ///
    /// @param row the table's columns in order
    public Expression resolveRowExpression(
            Expression expression, Table table, List<Column> row, DefinitionPlace place) {
        var binder = newBinder();
        BindingNotes notes = binder.takeNotes();
        bindRowExpression(expression, table, row, place, binder);
        return new TreeResolver(binder, notes).expression(expression);
    }

    /// Binds the condition of a trigger over the rows `old` and `new` of a table or view, and
    /// returns its resolved form.
    public Expression resolveTriggerCondition(Expression condition, Relation relation) {
        return new TriggerBinder(newBinder()).resolve(condition, relation);
    }

    /// Binds the condition of a domain, and returns its resolved form.
    ///
    /// @param base the type of the value, called `value`
    public Expression resolveDomainCheck(Expression condition, DataType base, int modifier) {
        var binder = newBinder();
        BindingNotes notes = binder.takeNotes();
        Column value = binder.newColumn("value", base, modifier);
        new ExpressionBinder(binder, Coercion.domainScope(value), Clause.CHECK)
                .bindCondition(condition, "CHECK");
        return new TreeResolver(binder, notes).expression(condition);
    }

    /// Converts a scalar to a column's type, as an assignment.
    public Scalar assign(Scalar value, DataType type, int modifier, String column, int position) {
        return newBinder().coercion.assign(value, type, modifier, column, position);
    }

    Binder newBinder() {
        return new Binder(catalog, searchPath, environment, new ParameterTypes(List.of(), 0));
    }

    /// A target and the source of further ids.
    public record BoundTarget(Target target, ColumnIds ids) {}

    /// Where in a definition an expression stands.
    public enum DefinitionPlace {
        CHECK,
        GENERATED,
        INDEX_EXPRESSION,
        INDEX_PREDICATE,
        ALTER_TYPE,
        PARTITION_KEY,
        COPY_WHERE;

        private Clause clause() {
            return Clause.valueOf(name());
        }

        private boolean isCondition() {
            return this == CHECK || this == INDEX_PREDICATE || this == COPY_WHERE;
        }

        private String construct() {
            return this == CHECK ? "CHECK" : "WHERE";
        }
    }
}
