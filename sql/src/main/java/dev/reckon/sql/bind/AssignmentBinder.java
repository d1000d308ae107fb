package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.system.SequenceFunctions;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Binds SET of UPDATE, ON CONFLICT and MERGE, and the defaults of columns.
///
/// @param row the row until now, a value for each column of the table
record AssignmentBinder(ExpressionBinder expressions, TargetRelation relation, List<Scalar> row) {
    AssignmentBinder(ExpressionBinder expressions, TargetRelation relation, Target target) {
        this(expressions, relation, target.row().stream().<Scalar>map(Column::value).toList());
    }

    /// Binds the values of a row that is not there yet.
    static AssignmentBinder ofNewRow(ExpressionBinder expressions, TargetRelation relation) {
        return new AssignmentBinder(
                expressions,
                relation,
                relation.table().columns().stream()
                        .<Scalar>map(column ->
                                new Scalar.Constant(
                                        Value.Null.NULL, column.type(), column.modifier()))
                        .toList());
    }

    List<RowChange.Assignment> bind(List<DataStatement.Assignment> assignments) {
        var bound = new ArrayList<RowChange.Assignment>();
        Set<Integer> assigned = new HashSet<>();
        for (DataStatement.Assignment assignment : assignments) {
            switch (assignment) {
                case DataStatement.Assignment.Single single ->
                        add(single.column(), single.value(), bound, assigned);
                case DataStatement.Assignment.Multiple multiple ->
                        addMultiple(multiple, bound, assigned);
            }
        }
        return bound;
    }

    private void add(
            DataStatement.TargetColumn target,
            Expression value,
            List<RowChange.Assignment> bound,
            Set<Integer> assigned) {
        int position = relation.position(target.name(), target.position(), 'w');
        TableColumn column = relation.column(position);
        if (value instanceof Expression.DefaultValue) {
            if (!target.path().isEmpty()) {
                throw noDefault(target);
            }
            claim(position, target, bound, assigned);
            bound.add(new RowChange.Assignment(position, defaultValue(column)));
            return;
        }
        requireNotGenerated(column);
        put(target, position, expressions.bind(value), value.position(), bound, assigned);
    }

    static DatabaseException noDefault(DataStatement.TargetColumn target) {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        target.path().getLast() instanceof DataStatement.Accessor.Field
                                ? "cannot set a subfield to DEFAULT"
                                : "cannot set an array element to DEFAULT")
                .at(target.position());
    }

    /// Adds the assignment of a value to a column, or to a place in it; several to places of one
    /// column become one.
    private void put(
            DataStatement.TargetColumn target,
            int position,
            Scalar value,
            int valuePosition,
            List<RowChange.Assignment> bound,
            Set<Integer> assigned) {
        TableColumn column = relation.column(position);
        if (target.path().isEmpty()) {
            claim(position, target, bound, assigned);
            bound.add(new RowChange.Assignment(position, converted(value, column, valuePosition)));
            return;
        }
        if (assigned.contains(position)) {
            claim(position, target, bound, assigned);
        }
        for (int i = 0; i < bound.size(); i++) {
            RowChange.Assignment earlier = bound.get(i);
            if (earlier.position() == position) {
                bound.set(
                        i,
                        new RowChange.Assignment(
                                position,
                                assigned(target, earlier.value(), value, column, valuePosition)));
                return;
            }
        }
        bound.add(
                new RowChange.Assignment(
                        position,
                        assigned(target, row.get(position), value, column, valuePosition)));
    }

    /// Returns the new value of a column: the value given, or the old one with that put into a
    /// place.
    Scalar assigned(
            DataStatement.TargetColumn target,
            Scalar before,
            Scalar value,
            TableColumn column,
            int position) {
        if (target.path().isEmpty()) {
            return converted(value, column, position);
        }
        return new PathBinder(expressions, column).bind(target, before, value, position);
    }

    private static void requireNotGenerated(TableColumn column) {
        if (column.generatedText().isPresent()) {
            throw new DatabaseException(
                            SqlState.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT")
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.identity() == TableColumn.Identity.ALWAYS) {
            throw new DatabaseException(
                            SqlState.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT")
                    .withDetail(
                            "Column \""
                                    + column.name()
                                    + "\" is an identity column defined as GENERATED ALWAYS.");
        }
    }

    private static void claim(
            int position,
            DataStatement.TargetColumn target,
            List<RowChange.Assignment> bound,
            Set<Integer> assigned) {
        boolean again =
                !assigned.add(position)
                        || bound.stream().anyMatch(each -> each.position() == position);
        if (again) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "multiple assignments to same column \"" + target.name() + "\"")
                    .at(-1);
        }
    }

    private void addMultiple(
            DataStatement.Assignment.Multiple multiple,
            List<RowChange.Assignment> bound,
            Set<Integer> assigned) {
        List<DataStatement.TargetColumn> columns = multiple.columns();
        if (multiple.source() instanceof Expression.Row row) {
            boolean hasStar =
                    row.fields().stream()
                            .anyMatch(each ->
                                    each instanceof Expression.Star
                                            || each instanceof Expression.FieldStar);
            if (hasStar) {
                addAll(columns, expressions.row(row.fields()), multiple, bound, assigned);
                return;
            }
            requireWidth(columns.size(), row.fields().size(), multiple.position());
            for (int i = 0; i < columns.size(); i++) {
                add(columns.get(i), row.fields().get(i), bound, assigned);
            }
            return;
        }
        if (!(multiple.source() instanceof Expression.ScalarSubquery subquery)) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "source for a multiple-column UPDATE item must be a sub-SELECT or"
                                    + " ROW() expression")
                    .at(multiple.source().position());
        }
        Binder binder = expressions.binder;
        BoundQuery query = new QueryBinder(binder).bind(subquery.query(), expressions.scope, true);
        var values = new ArrayList<Scalar>();
        for (Column column : query.columns()) {
            // Each column reads the subquery by itself; it gives the same row each time.
            var only =
                    new Project(
                            query.plan(),
                            List.of(
                                    new Output(
                                            binder.newColumn(column.name(), column.value()),
                                            column.value())));
            values.add(new Scalar.ScalarSubquery(only, column.type(), column.modifier()));
        }
        addAll(columns, values, multiple, bound, assigned);
    }

    private void addAll(
            List<DataStatement.TargetColumn> columns,
            List<Scalar> values,
            DataStatement.Assignment.Multiple multiple,
            List<RowChange.Assignment> bound,
            Set<Integer> assigned) {
        requireWidth(columns.size(), values.size(), multiple.position());
        for (int i = 0; i < columns.size(); i++) {
            DataStatement.TargetColumn column = columns.get(i);
            int position = relation.position(column.name(), column.position(), 'w');
            requireNotGenerated(relation.column(position));
            put(column, position, values.get(i), column.position(), bound, assigned);
        }
    }

    private static void requireWidth(int columns, int values, int position) {
        if (columns != values) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "number of columns does not match number of values")
                    .at(position);
        }
    }

    /// Converts a value to a column's type.
    Scalar converted(Scalar value, TableColumn column, int position) {
        return expressions.binder.coercion.assign(
                value, column.type(), column.modifier(), column.name(), position);
    }

    /// Returns the default of a column; NULL when it has none, and for generated columns, which are
    /// computed later.
    Scalar defaultValue(TableColumn column) {
        return defaultValue(expressions.binder, column);
    }

    static Scalar defaultValue(Binder binder, TableColumn column) {
        if (column.identity() != TableColumn.Identity.NONE) {
            Scalar next =
                    new Scalar.Call(
                            SequenceFunctions.NEXT_IDENTITY,
                            List.of(
                                    new Scalar.Constant(
                                            new Value.Int(column.sequenceOid()),
                                            DataType.REGCLASS,
                                            -1)),
                            DataType.INT8,
                            -1,
                            -1);
            return binder.coercion.assign(
                    next, column.type(), column.modifier(), column.name(), -1);
        }
        if (column.generatedText().isEmpty()) {
            java.util.Optional<String> text =
                    column.defaultText().or(() -> domainDefault(binder, column.type()));
            if (text.isPresent()) {
                Scalar value =
                        new ExpressionBinder(binder, Scope.empty(), Clause.COLUMN_DEFAULT)
                                .bind(Parser.parseExpression(text.get()));
                return binder.coercion.assign(
                        value, column.type(), column.modifier(), column.name(), -1);
            }
        }
        Scalar missing = new Scalar.Constant(Value.Null.NULL, DataType.UNKNOWN, -1);
        return column.generatedText().isPresent()
                ? new Scalar.Constant(Value.Null.NULL, column.type(), column.modifier())
                : binder.coercion.assign(
                        missing, column.type(), column.modifier(), column.name(), -1);
    }

    private static java.util.Optional<String> domainDefault(Binder binder, DataType type) {
        return binder.catalog.userType(type.oid()).orElse(null)
                        instanceof dev.reckon.sql.catalog.UserType.Domain domain
                ? domain.defaultText().or(() -> domainDefault(binder, domain.base()))
                : java.util.Optional.empty();
    }
}
