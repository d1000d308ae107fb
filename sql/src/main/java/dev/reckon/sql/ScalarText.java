package dev.reckon.sql;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.OperatorEntry;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.plan.KeySelection;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes scalars as EXPLAIN shows them.
record ScalarText(Environment environment) {
    private static final Map<Integer, String> OPERATORS = operators();

    private static Map<Integer, String> operators() {
        var symbols = new HashMap<Integer, String>();
        for (OperatorEntry entry : FunctionCatalog.builtInOperators()) {
            symbols.putIfAbsent(entry.functionOid(), entry.symbol());
        }
        return symbols;
    }

    String of(Scalar scalar) {
        return switch (scalar) {
            case Scalar.ColumnValue column -> Identifiers.quote(column.name());
            case Scalar.Constant(Value value, DataType type, int _) -> constant(value, type);
            case Scalar.Parameter parameter -> "$" + (parameter.index() + 1);
            case Scalar.Call call -> call(call);
            case Scalar.And(List<Scalar> operands) -> joined(operands, " AND ");
            case Scalar.Or(List<Scalar> operands) -> joined(operands, " OR ");
            case Scalar.Not(Scalar operand) -> "(NOT " + of(operand) + ")";
            case Scalar.IsNull test ->
                    "(" + of(test.operand()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
            case Scalar.BooleanTest test ->
                    "("
                            + of(test.operand())
                            + " IS "
                            + (test.negated() ? "NOT " : "")
                            + (test.value() ? "TRUE)" : "FALSE)");
            case Scalar.DistinctFrom test ->
                    "("
                            + of(test.left())
                            + (test.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
                            + of(test.right())
                            + ")";
            case Scalar.Case choice ->
                    choice.branches().stream()
                                    .map(branch ->
                                            " WHEN "
                                                    + of(branch.condition())
                                                    + " THEN "
                                                    + of(branch.result()))
                                    .collect(Collectors.joining("", "CASE", ""))
                            + " ELSE "
                            + of(choice.otherwise())
                            + " END";
            case Scalar.Coalesce coalesce -> "COALESCE(" + list(coalesce.operands()) + ")";
            case Scalar.Extreme extreme ->
                    (extreme.greatest() ? "GREATEST(" : "LEAST(") + list(extreme.operands()) + ")";
            case Scalar.InList in ->
                    "("
                            + of(in.operand())
                            + (in.negated() ? " <> ALL (" : " = ANY (")
                            + list(in.list())
                            + "))";
            case Scalar.QuantifiedArray array ->
                    "("
                            + of(array.left())
                            + " "
                            + OPERATORS.getOrDefault(array.comparison().oid(), "=")
                            + (array.all() ? " ALL (" : " ANY (")
                            + of(array.array())
                            + "))";
            case Scalar.ArrayConstructor array -> "ARRAY[" + list(array.elements()) + "]";
            case Scalar.RowConstructor row -> "ROW(" + list(row.fields()) + ")";
            case Scalar.FieldSelection field ->
                    "(" + of(field.operand()) + ")." + Identifiers.quote(field.name());
            case Scalar.Subscript subscript ->
                    of(subscript.array()) + "[" + list(subscript.indexes()) + "]";
            case Scalar.Slice slice -> of(slice.array()) + "[…]";
            case Scalar.Assignment assignment -> of(assignment.value());
            case Scalar.Let let -> of(let.body());
            case Scalar.DomainCheck check -> of(check.operand());
            case Scalar.Relabel relabel -> of(relabel.operand());
            case Scalar.ScalarSubquery _ -> "(SubPlan)";
            case Scalar.Exists _ -> "EXISTS(SubPlan)";
            case Scalar.QuantifiedSubquery _ -> "(hashed SubPlan)";
            case Scalar.ArraySubquery _ -> "ARRAY(SubPlan)";
        };
    }

    private String constant(Value value, DataType type) {
        if (value.isNull()) {
            return "NULL";
        }
        String text = ValueFormat.text(value, type, environment);
        if (type.category() == TypeCategory.NUMERIC) {
            return text;
        }
        if (type.equals(DataType.BOOL)) {
            return text.equals("t") ? "true" : "false";
        }
        return Identifiers.literal(text) + "::" + type;
    }

    private String call(Scalar.Call call) {
        String symbol = OPERATORS.get(call.function().oid());
        if (symbol != null && call.arguments().size() == 2) {
            return "("
                    + of(call.arguments().get(0))
                    + " "
                    + symbol
                    + " "
                    + of(call.arguments().get(1))
                    + ")";
        }
        if (symbol != null && call.arguments().size() == 1) {
            return "(" + symbol + " " + of(call.arguments().getFirst()) + ")";
        }
        boolean cast =
                call.arguments().size() == 1 && call.function().name().equals(call.type().name());
        return cast
                ? "(" + of(call.arguments().getFirst()) + ")::" + call.type()
                : call.function().name() + "(" + list(call.arguments()) + ")";
    }

    private String joined(List<Scalar> operands, String separator) {
        return operands.stream().map(this::of).collect(Collectors.joining(separator, "(", ")"));
    }

    String list(List<Scalar> scalars) {
        return scalars.stream().map(this::of).collect(Collectors.joining(", "));
    }

    /// Writes a key selection.
    ///
    /// @param names of the key's columns
    String of(KeySelection keys, List<String> names) {
        var conditions = new java.util.ArrayList<String>();
        for (int i = 0; i < keys.equal().size(); i++) {
            String name = Identifiers.quote(names.get(i));
            conditions.add(
                    switch (keys.equal().get(i)) {
                        case KeySelection.Term.One(Scalar value) ->
                                "(" + name + " = " + of(value) + ")";
                        case KeySelection.Term.Any(List<Scalar> values) ->
                                "(" + name + " = ANY (" + list(values) + "))";
                        case KeySelection.Term.Element(Scalar array) ->
                                "(" + name + " = ANY (" + of(array) + "))";
                    });
        }
        if (keys.lower().isPresent()) {
            conditions.add(
                    "("
                            + Identifiers.quote(names.get(keys.equal().size()))
                            + (keys.lower().get().inclusive() ? " >= " : " > ")
                            + of(keys.lower().get().value())
                            + ")");
        }
        if (keys.upper().isPresent()) {
            conditions.add(
                    "("
                            + Identifiers.quote(names.get(keys.equal().size()))
                            + (keys.upper().get().inclusive() ? " <= " : " < ")
                            + of(keys.upper().get().value())
                            + ")");
        }
        return conditions.size() == 1
                ? conditions.getFirst()
                : "(" + String.join(" AND ", conditions) + ")";
    }
}
