package dev.reckon.sql.plan;

import java.util.HashMap;
import java.util.Map;

/// A text that is the same for two scalars only if they compute the same, wherever they stand in
/// the statement.
public final class Fingerprint {
    /// The ids of values that the scalar itself names, numbered as they come: they differ from one
    /// mention of the same expression to the next.
    private final Map<Integer, Integer> lets = new HashMap<>();

    private Fingerprint() {}

    /// Returns the text of a scalar.
    public static String of(Scalar scalar) {
        var text = new StringBuilder();
        new Fingerprint().append(scalar, text);
        return text.toString();
    }

    private void append(Scalar scalar, StringBuilder text) {
        if (scalar instanceof Scalar.Let let) {
            lets.putIfAbsent(let.id(), lets.size());
        }
        String own =
                switch (scalar) {
                    case Scalar.ColumnValue column ->
                            lets.containsKey(column.id())
                                    ? "let" + lets.get(column.id())
                                    : "#" + column.id();
                    case Scalar.Constant constant ->
                            constant.value().getClass().getSimpleName() + constant.value();
                    case Scalar.Parameter parameter -> "$" + parameter.index();
                    case Scalar.Call call ->
                            call.function().oid()
                                    + call.function().name()
                                    + call.function().argumentTypes();
                    case Scalar.IsNull test -> "null" + test.negated();
                    case Scalar.BooleanTest test -> "is" + test.value() + test.negated();
                    case Scalar.DistinctFrom test -> "distinct" + test.negated();
                    case Scalar.Extreme extreme -> "extreme" + extreme.greatest();
                    case Scalar.InList list -> {
                        var elements = new StringBuilder("in" + list.negated());
                        list.list().forEach(each -> append(each, elements));
                        yield elements.toString();
                    }
                    case Scalar.QuantifiedArray array ->
                            "quantified" + array.comparison().oid() + array.all();
                    case Scalar.FieldSelection field -> "field" + field.index();
                    case Scalar.Let let -> "let" + lets.get(let.id());
                    case Scalar.ScalarSubquery subquery -> identity(subquery.plan());
                    case Scalar.Exists subquery -> "exists" + identity(subquery.plan());
                    case Scalar.ArraySubquery subquery -> "array" + identity(subquery.plan());
                    case Scalar.QuantifiedSubquery subquery ->
                            "quantified" + subquery.all() + identity(subquery.plan());
                    case Scalar.Slice slice -> {
                        var shape = new StringBuilder("slice");
                        slice.bounds()
                                .forEach(each ->
                                        shape.append(each.lower().isPresent())
                                                .append(each.upper().isPresent()));
                        yield shape.toString();
                    }
                    case Scalar.RowConstructor row -> "row" + row.names();
                    case Scalar.Assignment assignment -> "assignment" + assignment.place();
                    case Scalar.And _,
                            Scalar.Or _,
                            Scalar.Not _,
                            Scalar.Case _,
                            Scalar.Coalesce _,
                            Scalar.ArrayConstructor _,
                            Scalar.Subscript _,
                            Scalar.DomainCheck _,
                            Scalar.Relabel _ ->
                            scalar.getClass().getSimpleName();
                };
        text.append(own).append(':').append(scalar.type().oid()).append('.');
        text.append(scalar.modifier()).append('(');
        for (Scalar operand : scalar.operands()) {
            append(operand, text);
            text.append(',');
        }
        text.append(')');
    }

    private static String identity(Object plan) {
        return "@" + System.identityHashCode(plan);
    }
}
