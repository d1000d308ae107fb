package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.And;
import dev.reckon.sql.ast.Expression.ArrayConstructor;
import dev.reckon.sql.ast.Expression.ArraySubquery;
import dev.reckon.sql.ast.Expression.Between;
import dev.reckon.sql.ast.Expression.Binary;
import dev.reckon.sql.ast.Expression.BitConstant;
import dev.reckon.sql.ast.Expression.BooleanConstant;
import dev.reckon.sql.ast.Expression.BooleanTest;
import dev.reckon.sql.ast.Expression.Case;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Expression.Coalesce;
import dev.reckon.sql.ast.Expression.Collate;
import dev.reckon.sql.ast.Expression.ColumnReference;
import dev.reckon.sql.ast.Expression.CurrentOf;
import dev.reckon.sql.ast.Expression.DefaultValue;
import dev.reckon.sql.ast.Expression.DistinctFrom;
import dev.reckon.sql.ast.Expression.Exists;
import dev.reckon.sql.ast.Expression.Extreme;
import dev.reckon.sql.ast.Expression.FieldSelection;
import dev.reckon.sql.ast.Expression.FieldStar;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.Grouping;
import dev.reckon.sql.ast.Expression.InList;
import dev.reckon.sql.ast.Expression.InSubquery;
import dev.reckon.sql.ast.Expression.IntegerConstant;
import dev.reckon.sql.ast.Expression.IsNull;
import dev.reckon.sql.ast.Expression.Like;
import dev.reckon.sql.ast.Expression.NamedArgument;
import dev.reckon.sql.ast.Expression.Not;
import dev.reckon.sql.ast.Expression.NullConstant;
import dev.reckon.sql.ast.Expression.NullIf;
import dev.reckon.sql.ast.Expression.NumericConstant;
import dev.reckon.sql.ast.Expression.Or;
import dev.reckon.sql.ast.Expression.Parameter;
import dev.reckon.sql.ast.Expression.QuantifiedArray;
import dev.reckon.sql.ast.Expression.QuantifiedSubquery;
import dev.reckon.sql.ast.Expression.Row;
import dev.reckon.sql.ast.Expression.ScalarSubquery;
import dev.reckon.sql.ast.Expression.SessionValue;
import dev.reckon.sql.ast.Expression.Slice;
import dev.reckon.sql.ast.Expression.Star;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Expression.Subscript;
import dev.reckon.sql.ast.Expression.Unary;
import dev.reckon.sql.ast.Expression.UnsupportedExpression;
import dev.reckon.sql.ast.Expression.When;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.Query;
import java.util.List;

/// Writes expressions, with parentheses around everything that has an operator.
final class ExpressionPrinter {
    private final Deparser.Printers printers;
    private final StringBuilder out;

    ExpressionPrinter(Deparser.Printers printers) {
        this.printers = printers;
        this.out = printers.out;
    }

    void list(List<Expression> expressions) {
        String separator = "";
        for (Expression expression : expressions) {
            out.append(separator);
            print(expression);
            separator = ", ";
        }
    }

    void print(Expression expression) {
        switch (expression) {
            case IntegerConstant constant -> out.append(constant.value());
            case NumericConstant constant -> out.append(constant.text());
            case StringConstant constant -> printers.string(constant.value());
            case BitConstant constant -> {
                out.append(constant.hexadecimal() ? 'X' : 'B');
                printers.string(constant.digits());
            }
            case BooleanConstant constant -> out.append(constant.value() ? "true" : "false");
            case NullConstant ignored -> out.append("NULL");
            case Parameter parameter -> out.append('$').append(parameter.number());
            case DefaultValue ignored -> out.append("DEFAULT");
            case ColumnReference column -> printers.name(column.names());
            case Star star -> {
                printers.name(star.qualifier());
                out.append(star.qualifier().isEmpty() ? "*" : ".*");
            }
            case FieldSelection field -> {
                composite(field.operand());
                out.append('.').append(Identifiers.quote(field.field()));
            }
            case FieldStar star -> {
                composite(star.operand());
                out.append(".*");
            }
            case Subscript subscript -> {
                primary(subscript.operand());
                out.append('[');
                print(subscript.index());
                out.append(']');
            }
            case Slice slice -> {
                primary(slice.operand());
                out.append('[');
                slice.lower().ifPresent(this::print);
                out.append(':');
                slice.upper().ifPresent(this::print);
                out.append(']');
            }
            case Unary unary -> {
                out.append('(');
                operator(unary.operator());
                out.append(' ');
                print(unary.operand());
                out.append(')');
            }
            case Binary binary -> {
                out.append('(');
                print(binary.left());
                out.append(' ');
                operator(binary.operator());
                out.append(' ');
                print(binary.right());
                out.append(')');
            }
            case And and -> joined(and.operands(), " AND ");
            case Or or -> joined(or.operands(), " OR ");
            case Not not -> {
                out.append("(NOT ");
                print(not.operand());
                out.append(')');
            }
            case IsNull test -> postfix(test.operand(), test.negated(), "NULL");
            case BooleanTest test -> postfix(test.operand(), test.negated(), test.value().name());
            case DistinctFrom test -> {
                out.append('(');
                print(test.left());
                out.append(test.negated() ? " IS NOT" : " IS").append(" DISTINCT FROM ");
                print(test.right());
                out.append(')');
            }
            case Between between -> between(between);
            case Like like -> like(like);
            case InList in -> {
                in(in.operand(), in.negated());
                list(in.list());
                out.append("))");
            }
            case InSubquery in -> {
                in(in.operand(), in.negated());
                printers.queries.print(in.query());
                out.append("))");
            }
            case QuantifiedArray test -> {
                quantifier(test.left(), test.operator(), test.all());
                print(test.array());
                out.append("))");
            }
            case QuantifiedSubquery test -> {
                quantifier(test.left(), test.operator(), test.all());
                printers.queries.print(test.query());
                out.append("))");
            }
            case Exists exists -> subquery("EXISTS ", exists.query());
            case ScalarSubquery scalar -> subquery("", scalar.query());
            case ArraySubquery array -> subquery("ARRAY", array.query());
            case ArrayConstructor array -> array(array, true);
            case Row row -> row(row);
            case Case test -> caseExpression(test);
            case Coalesce call -> call("COALESCE", call.operands());
            case NullIf call -> call("NULLIF", List.of(call.left(), call.right()));
            case Extreme call -> call(call.greatest() ? "GREATEST" : "LEAST", call.operands());
            case Grouping call -> call("GROUPING", call.operands());
            case Cast cast -> cast(cast);
            case Collate collate -> {
                out.append('(');
                print(collate.operand());
                out.append(" COLLATE ");
                printers.name(collate.collation().parts());
                out.append(')');
            }
            case FunctionCall call -> printers.calls.print(call);
            case NamedArgument argument -> {
                out.append(Identifiers.quote(argument.name())).append(" => ");
                print(argument.value());
            }
            case SessionValue value -> {
                out.append(value.kind().name());
                value.precision().ifPresent(p -> out.append('(').append(p).append(')'));
            }
            case CurrentOf current ->
                    out.append("CURRENT OF ").append(Identifiers.quote(current.cursor()));
            case UnsupportedExpression unsupported ->
                    throw new IllegalArgumentException(
                            "cannot be written: " + unsupported.feature());
        }
    }

    /// An operand of a field, in parentheses unless there are some already: `a.b` would be a column
    /// of a table.
    private void composite(Expression operand) {
        if (operand instanceof ColumnReference) {
            parenthesized(operand, false);
        } else {
            primary(operand);
        }
    }

    /// An operand of a subscript or a field, in parentheses unless it is a name or a parameter, or
    /// something reached through one.
    private void primary(Expression operand) {
        boolean plain =
                switch (operand) {
                    case ColumnReference ignored -> true;
                    case Parameter ignored -> true;
                    case Subscript ignored -> true;
                    case Slice ignored -> true;
                    case FieldSelection ignored -> true;
                    default -> false;
                };
        parenthesized(operand, plain);
    }

    private void parenthesized(Expression operand, boolean plain) {
        if (plain) {
            print(operand);
        } else {
            out.append('(');
            print(operand);
            out.append(')');
        }
    }

    void operator(Operator operator) {
        if (operator.schema().isEmpty()) {
            out.append(operator.symbol());
        } else {
            out.append("OPERATOR(");
            printers.name(operator.schema());
            out.append('.').append(operator.symbol()).append(')');
        }
    }

    private void joined(List<Expression> operands, String word) {
        out.append('(');
        String separator = "";
        for (Expression operand : operands) {
            out.append(separator);
            print(operand);
            separator = word;
        }
        out.append(')');
    }

    private void postfix(Expression operand, boolean negated, String word) {
        out.append('(');
        print(operand);
        out.append(negated ? " IS NOT " : " IS ").append(word).append(')');
    }

    private void between(Between between) {
        out.append('(');
        print(between.operand());
        out.append(between.negated() ? " NOT BETWEEN " : " BETWEEN ");
        out.append(between.symmetric() ? "SYMMETRIC " : "");
        restricted(between.low());
        out.append(" AND ");
        print(between.high());
        out.append(')');
    }

    /// An expression where only PostgreSQL's `b_expr` may stand.
    void restricted(Expression expression) {
        boolean plain =
                switch (expression) {
                    case IntegerConstant ignored -> true;
                    case NumericConstant ignored -> true;
                    case StringConstant ignored -> true;
                    case Parameter ignored -> true;
                    case ColumnReference ignored -> true;
                    default -> false;
                };
        parenthesized(expression, plain);
    }

    private void like(Like like) {
        out.append('(');
        print(like.operand());
        out.append(like.negated() ? " NOT " : " ");
        out.append(like.kind().name().replace('_', ' ')).append(' ');
        print(like.pattern());
        like.escape()
                .ifPresent(escape -> {
                    out.append(" ESCAPE ");
                    print(escape);
                });
        out.append(')');
    }

    private void in(Expression operand, boolean negated) {
        out.append('(');
        print(operand);
        out.append(negated ? " NOT IN (" : " IN (");
    }

    private void quantifier(Expression left, Operator operator, boolean all) {
        out.append('(');
        print(left);
        out.append(' ');
        operator(operator);
        out.append(all ? " ALL (" : " ANY (");
    }

    private void subquery(String word, Query query) {
        out.append(word).append('(');
        printers.queries.print(query);
        out.append(')');
    }

    private void array(ArrayConstructor array, boolean outermost) {
        out.append(outermost ? "ARRAY[" : "[");
        String separator = "";
        boolean nested =
                !array.elements().isEmpty()
                        && array.elements().stream().allMatch(ArrayConstructor.class::isInstance);
        for (Expression element : array.elements()) {
            out.append(separator);
            if (nested && element instanceof ArrayConstructor inner) {
                array(inner, false);
            } else {
                print(element);
            }
            separator = ", ";
        }
        out.append(']');
    }

    private void row(Row row) {
        boolean word = row.explicit() || row.fields().size() < 2;
        out.append(word ? "ROW(" : "(");
        list(row.fields());
        out.append(')');
    }

    private void caseExpression(Case test) {
        out.append("CASE");
        test.operand()
                .ifPresent(operand -> {
                    out.append(' ');
                    print(operand);
                });
        for (When branch : test.branches()) {
            out.append(" WHEN ");
            print(branch.condition());
            out.append(" THEN ");
            print(branch.result());
        }
        test.otherwise()
                .ifPresent(otherwise -> {
                    out.append(" ELSE ");
                    print(otherwise);
                });
        out.append(" END");
    }

    private void call(String name, List<Expression> arguments) {
        out.append(name).append('(');
        list(arguments);
        out.append(')');
    }

    /// A cast in the form that looks like a call.
    void castCall(Cast cast) {
        out.append("CAST(");
        print(cast.operand());
        out.append(" AS ");
        printers.types.print(cast.type());
        out.append(')');
    }

    private void cast(Cast cast) {
        boolean plain =
                switch (cast.operand()) {
                    case StringConstant ignored -> true;
                    case BitConstant ignored -> true;
                    case NullConstant ignored -> true;
                    case BooleanConstant ignored -> true;
                    case Parameter ignored -> true;
                    case IntegerConstant constant -> constant.value() >= 0;
                    case NumericConstant constant -> !constant.text().startsWith("-");
                    default -> false;
                };
        parenthesized(cast.operand(), plain);
        out.append("::");
        printers.types.print(cast.type());
    }
}
