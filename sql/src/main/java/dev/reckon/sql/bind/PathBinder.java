package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.DataStatement.Accessor;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds assignments to elements, slices and fields of columns: each becomes an assignment of the
/// whole column, changed in one place.
record PathBinder(ExpressionBinder expressions, TableColumn column) {
    /// Returns the whole new value of the column.
    ///
    /// @param before the column's value until now
    /// @param value what to put in the place that the target names
    Scalar bind(DataStatement.TargetColumn target, Scalar before, Scalar value, int position) {
        Scalar whole = put(before, target.path(), value, target.position(), position);
        return coercion().assign(whole, column.type(), column.modifier(), column.name(), position);
    }

    private Coercion coercion() {
        return expressions.binder.coercion;
    }

    /// Returns a container with a value put in, of the container's type without its domains.
    private Scalar put(
            Scalar container, List<Accessor> path, Scalar value, int target, int position) {
        return switch (path.getFirst()) {
            case Accessor.Field(String name) ->
                    field(container, name, path.subList(1, path.size()), value, target, position);
            case Accessor.Element _, Accessor.Range _ -> {
                int count = 1;
                while (count < path.size() && !(path.get(count) instanceof Accessor.Field)) {
                    count++;
                }
                yield subscripts(
                        container,
                        path.subList(0, count),
                        path.subList(count, path.size()),
                        value,
                        target,
                        position);
            }
        };
    }

    private Scalar field(
            Scalar container,
            String name,
            List<Accessor> rest,
            Scalar value,
            int target,
            int position) {
        DataType type = coercion().base(container.type());
        List<Column> fields = Composites.fields(expressions.binder.catalog, type);
        if (fields.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot assign to field \""
                                    + name
                                    + "\" of column \""
                                    + column.name()
                                    + "\" because its type "
                                    + container.type()
                                    + " is not a composite type")
                    .at(target);
        }
        for (int i = 0; i < fields.size(); i++) {
            Column field = fields.get(i);
            if (field.name().equals(name)) {
                Scalar part =
                        rest.isEmpty()
                                ? value
                                : put(
                                        new Scalar.FieldSelection(
                                                container, i, name, field.type(), field.modifier()),
                                        rest,
                                        value,
                                        target,
                                        position);
                Scalar fitted =
                        coercion()
                                .convert(
                                        part,
                                        field.type(),
                                        field.modifier(),
                                        CastContext.ASSIGNMENT,
                                        position)
                                .orElseThrow(() ->
                                        mismatch(
                                                "subfield \"" + name + "\" is of type ",
                                                field.type(),
                                                part,
                                                position));
                return new Scalar.Assignment(
                        container,
                        new Scalar.Place.Field(i, fields.size()),
                        List.of(),
                        fitted,
                        type);
            }
        }
        throw new DatabaseException(
                        SqlState.UNDEFINED_COLUMN,
                        "cannot assign to field \""
                                + name
                                + "\" of column \""
                                + column.name()
                                + "\" because there is no such column in data type "
                                + type)
                .at(target);
    }

    private Scalar subscripts(
            Scalar container,
            List<Accessor> subscripts,
            List<Accessor> rest,
            Scalar value,
            int target,
            int position) {
        DataType type = coercion().base(container.type());
        if (type.equals(DataType.JSONB)) {
            return json(container, subscripts, rest, value, target, position);
        }
        boolean slice = subscripts.stream().anyMatch(Accessor.Range.class::isInstance);
        boolean isFixed = FixedElements.has(type);
        if (slice) {
            FixedElements.requireNone(type);
        }
        DataType element = expressions.elementType(type, target);
        if (!slice) {
            List<Scalar> numbers = new ArrayList<>();
            for (Accessor each : subscripts) {
                numbers.add(expressions.subscriptNumber(((Accessor.Element) each).index()));
            }
            Scalar part =
                    rest.isEmpty()
                            ? value
                            : put(
                                    isFixed
                                            ? FixedElements.element(container, type, numbers)
                                            : new Scalar.Subscript(
                                                    container,
                                                    numbers,
                                                    element,
                                                    container.modifier()),
                                    rest,
                                    value,
                                    target,
                                    position);
            Scalar fitted = required(part, element, container.modifier(), position);
            return isFixed
                    ? FixedElements.assignment(container, type, numbers, fitted)
                    : new Scalar.Assignment(
                            container, new Scalar.Place.Element(), numbers, fitted, type);
        }
        List<Scalar> bounds = new ArrayList<>();
        List<Boolean> hasLower = new ArrayList<>();
        List<Boolean> hasUpper = new ArrayList<>();
        for (Accessor each : subscripts) {
            switch (each) {
                case Accessor.Range(Optional<Expression> lower, Optional<Expression> upper) -> {
                    lower.map(expressions::subscriptNumber).ifPresent(bounds::add);
                    upper.map(expressions::subscriptNumber).ifPresent(bounds::add);
                    hasLower.add(lower.isPresent());
                    hasUpper.add(upper.isPresent());
                }
                case Accessor.Element(Expression index) -> {
                    bounds.add(new Scalar.Constant(new Value.Int(1), DataType.INT4, -1));
                    bounds.add(expressions.subscriptNumber(index));
                    hasLower.add(true);
                    hasUpper.add(true);
                }
                case Accessor.Field _ -> throw new IllegalStateException("not a subscript");
            }
        }
        if (!rest.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot assign to a field of a slice of column \""
                                    + column.name()
                                    + "\"")
                    .at(target);
        }
        return new Scalar.Assignment(
                container,
                new Scalar.Place.Part(hasLower, hasUpper),
                bounds,
                required(value, type, container.modifier(), position),
                type);
    }

    private Scalar required(Scalar part, DataType type, int modifier, int position) {
        return coercion()
                .convert(part, type, modifier, CastContext.ASSIGNMENT, position)
                .orElseThrow(() ->
                        mismatch(
                                "subscripted assignment to \""
                                        + column.name()
                                        + "\" requires type ",
                                type,
                                part,
                                position));
    }

    private Scalar json(
            Scalar container,
            List<Accessor> subscripts,
            List<Accessor> rest,
            Scalar value,
            int target,
            int position) {
        List<Scalar> path = new ArrayList<>();
        boolean startsWithIndex = false;
        for (Accessor each : subscripts) {
            if (!(each instanceof Accessor.Element(Expression index))) {
                throw new DatabaseException(
                                SqlState.DATATYPE_MISMATCH,
                                "jsonb subscript does not support slices")
                        .at(target);
            }
            Scalar step = expressions.jsonSubscript(index);
            startsWithIndex |= path.isEmpty() && step.type().equals(DataType.INT4);
            path.add(coercion().explicit(step, DataType.TEXT, -1, index.position()));
        }
        if (!rest.isEmpty()) {
            throw new DatabaseException(
                            SqlState.DATATYPE_MISMATCH,
                            "cannot assign to a field of column \""
                                    + column.name()
                                    + "\" because its type jsonb is not a composite type")
                    .at(target);
        }
        return new Scalar.Assignment(
                container,
                new Scalar.Place.Json(startsWithIndex),
                path,
                required(value, DataType.JSONB, -1, position),
                DataType.JSONB);
    }

    private static DatabaseException mismatch(
            String place, DataType type, Scalar value, int position) {
        return new DatabaseException(
                        SqlState.DATATYPE_MISMATCH,
                        place + type + " but expression is of type " + value.type())
                .withHint("You will need to rewrite or cast the expression.")
                .at(position);
    }
}
