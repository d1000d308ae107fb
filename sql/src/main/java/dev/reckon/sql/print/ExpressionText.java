package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Cast;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/// Prints expressions. Operators stand in parentheses; in a pretty text, only where they must.
final class ExpressionText {
    private final DefinitionPrinter.Printers printers;
    private final Layout text;

    ExpressionText(DefinitionPrinter.Printers printers) {
        this.printers = printers;
        this.text = printers.text;
    }

    void list(List<Expression> expressions) {
        String separator = "";
        for (Expression expression : expressions) {
            text.append(separator);
            print(expression);
            separator = ", ";
        }
    }

    /// Prints an expression that is part of another.
    void part(Expression expression, Expression parent) {
        boolean wraps = text.pretty() && !Simplicity.isSimple(expression, parent);
        text.append(wraps ? "(" : "");
        print(expression);
        text.append(wraps ? ")" : "");
    }

    private void open() {
        text.append(text.pretty() ? "" : "(");
    }

    private void close() {
        text.append(text.pretty() ? "" : ")");
    }

    void print(Expression expression) {
        switch (expression) {
            case Expression.IntegerConstant constant ->
                    text.append(String.valueOf(constant.value()));
            case Expression.NumericConstant constant -> text.append(constant.text());
            case Expression.StringConstant constant -> string(constant.value());
            case Expression.BitConstant constant -> {
                text.append(constant.hexadecimal() ? "X" : "B");
                string(constant.digits());
            }
            case Expression.BooleanConstant constant ->
                    text.append(constant.value() ? "true" : "false");
            case Expression.NullConstant _ -> text.append("NULL");
            case Expression.Parameter parameter -> text.append("$" + parameter.number());
            case Expression.DefaultValue _ -> text.append("DEFAULT");
            case Expression.ColumnReference column ->
                    text.append(
                            printers.inDomain && column.names().equals(List.of("value"))
                                    ? "VALUE"
                                    : dotted(column.names()));
            case Expression.Star star ->
                    text.append(star.qualifier().isEmpty() ? "*" : dotted(star.qualifier()) + ".*");
            case Expression.FieldSelection field -> {
                text.append("(");
                print(field.operand());
                text.append(").").append(Identifiers.quote(field.field()));
            }
            case Expression.FieldStar star -> {
                text.append("(");
                print(star.operand());
                text.append(").*");
            }
            case Expression.Subscript subscript -> {
                subscripted(subscript.operand());
                text.append("[");
                print(subscript.index());
                text.append("]");
            }
            case Expression.Slice slice -> {
                subscripted(slice.operand());
                text.append("[");
                slice.lower().ifPresent(this::print);
                text.append(":");
                slice.upper().ifPresent(this::print);
                text.append("]");
            }
            case Expression.Unary unary -> {
                open();
                text.append(unary.operator().symbol()).append(" ");
                part(unary.operand(), unary);
                close();
            }
            case Expression.Binary binary -> {
                open();
                part(binary.left(), binary);
                text.append(" ").append(binary.operator().symbol()).append(" ");
                part(binary.right(), binary);
                close();
            }
            case Expression.And and -> joined(and, and.operands(), " AND ");
            case Expression.Or or -> joined(or, or.operands(), " OR ");
            case Expression.Not not -> {
                open();
                text.append("NOT ");
                part(not.operand(), not);
                close();
            }
            case Expression.IsNull test ->
                    postfix(test, test.operand(), test.negated() ? " IS NOT NULL" : " IS NULL");
            case Expression.BooleanTest test ->
                    postfix(
                            test,
                            test.operand(),
                            (test.negated() ? " IS NOT " : " IS ") + test.value());
            case Expression.DistinctFrom test -> distinct(test);
            case Expression.InSubquery in -> {
                text.append("(");
                left(in.operand());
                text.append(" IN ");
                subquery(in.query());
                text.append(")");
            }
            case Expression.QuantifiedSubquery test -> {
                text.append("(");
                left(test.left());
                String symbol = test.operator().symbol();
                boolean in = !test.all() && symbol.equals("=");
                text.append(in ? " IN " : " " + symbol + (test.all() ? " ALL " : " ANY "));
                subquery(test.query());
                text.append(")");
            }
            case Expression.QuantifiedArray test -> {
                open();
                part(test.left(), test);
                text.append(" ").append(test.operator().symbol());
                text.append(test.all() ? " ALL (" : " ANY (");
                part(test.array(), test);
                text.append(")");
                close();
            }
            case Expression.Exists exists -> {
                text.append("(EXISTS ");
                subquery(exists.query());
                text.append(")");
            }
            case Expression.ScalarSubquery scalar -> subquery(scalar.query());
            case Expression.ArraySubquery array -> {
                text.append("ARRAY");
                subquery(array.query());
            }
            case Expression.ArrayConstructor array -> array(array);
            case Expression.Row row -> call("ROW", row.fields());
            case Expression.Case choice -> choice(choice);
            case Expression.Coalesce coalesce -> call("COALESCE", coalesce.operands());
            case Expression.NullIf nullIf -> call("NULLIF", List.of(nullIf.left(), nullIf.right()));
            case Expression.Extreme extreme ->
                    call(extreme.greatest() ? "GREATEST" : "LEAST", extreme.operands());
            case Expression.Grouping grouping -> call("GROUPING", grouping.operands());
            case Cast cast -> cast(cast);
            case Expression.Collate collate -> {
                open();
                part(collate.operand(), collate);
                text.append(" COLLATE ").append(Identifiers.quote(collate.collation().name()));
                close();
            }
            case Expression.FunctionCall call -> printers.calls.print(call);
            case Expression.NamedArgument argument -> {
                text.append(Identifiers.quote(argument.name())).append(" => ");
                print(argument.value());
            }
            case Expression.SessionValue value -> {
                text.append(value.kind().name());
                value.precision().ifPresent(digits -> text.append("(" + digits + ")"));
            }
            case Expression.CurrentOf current ->
                    text.append("CURRENT OF ").append(Identifiers.quote(current.cursor()));
            // Texts that were kept before resolved forms were.
            case Expression.Between _, Expression.Like _, Expression.InList _ ->
                    text.append(Deparser.deparse(expression));
            case Expression.UnsupportedExpression unsupported ->
                    throw new IllegalArgumentException(
                            "cannot be written: " + unsupported.feature());
        }
    }

    void string(String value) {
        text.append("'").append(value.replace("'", "''")).append("'");
    }

    private static String dotted(List<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining("."));
    }

    private void subscripted(Expression operand) {
        boolean plain =
                operand instanceof Expression.ColumnReference
                        || operand instanceof Expression.Subscript
                        || operand instanceof Expression.Slice;
        text.append(plain ? "" : "(");
        print(operand);
        text.append(plain ? "" : ")");
    }

    private void joined(Expression parent, List<Expression> operands, String word) {
        open();
        String separator = "";
        for (Expression operand : operands) {
            text.append(separator);
            part(operand, parent);
            separator = word;
        }
        close();
    }

    private void postfix(Expression test, Expression operand, String words) {
        open();
        part(operand, test);
        text.append(words);
        close();
    }

    private void distinct(Expression.DistinctFrom test) {
        if (test.negated()) {
            open();
            text.append("NOT ");
        }
        boolean wraps = !text.pretty() || test.negated();
        text.append(wraps ? "(" : "");
        part(test.left(), test);
        text.append(" IS DISTINCT FROM ");
        part(test.right(), test);
        text.append(wraps ? ")" : "");
        if (test.negated()) {
            close();
        }
    }

    /// What is compared with the rows of a query.
    private void left(Expression operand) {
        if (operand instanceof Expression.Row row) {
            text.append("(");
            list(row.fields());
            text.append(")");
        } else {
            print(operand);
        }
    }

    private void subquery(Query query) {
        text.append("(");
        printers.subquery(query, List.of(), false);
        text.append(")");
    }

    private void array(Expression.ArrayConstructor array) {
        text.append("ARRAY[");
        list(array.elements());
        text.append("]");
    }

    private void call(String word, List<Expression> operands) {
        text.append(word).append("(");
        list(operands);
        text.append(")");
    }

    private void choice(Expression.Case choice) {
        text.line("CASE", 0, Layout.ITEM, 0);
        choice.operand()
                .ifPresent(operand -> {
                    text.append(" ");
                    print(operand);
                });
        for (Expression.When branch : choice.branches()) {
            text.line("WHEN ", 0, 0, 0);
            print(branch.condition());
            text.append(" THEN ");
            print(branch.result());
        }
        choice.otherwise()
                .ifPresent(otherwise -> {
                    text.line("ELSE ", 0, 0, 0);
                    print(otherwise);
                });
        text.line("END", -Layout.ITEM, 0, 0);
    }

    /// A constant has its type behind it; anything else is converted to the type.
    private void cast(Cast cast) {
        TypeName type = cast.type();
        switch (cast.operand()) {
            case Expression.StringConstant constant ->
                    string(printers.naming.object(constant.value(), type));
            case Expression.NullConstant _, Expression.BitConstant _, Expression.Star _ ->
                    print(cast.operand());
            case Expression.NumericConstant _ when type.name().name().equals("numeric") ->
                    print(cast.operand());
            case Expression.ArrayConstructor array when array.elements().isEmpty() ->
                    print(cast.operand());
            default -> {
                if (text.pretty()) {
                    part(cast.operand(), cast);
                } else {
                    text.append("(");
                    print(cast.operand());
                    text.append(")");
                }
            }
        }
        text.append("::").append(printers.naming.type(type));
    }
}
