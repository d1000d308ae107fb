package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import java.util.List;

/// Prints resolved trees. Safe for use by many threads if its naming is.
///
/// @param pretty whether parentheses that change nothing are left out
public record DefinitionPrinter(ObjectNaming naming, boolean pretty) {
    /// Prints an expression.
    public String expression(Expression expression) {
        var text = new Layout(pretty, 0);
        new Printers(text, naming).expressions.print(expression);
        return text.toString();
    }

    /// Prints the condition of a domain, where the value is called VALUE.
    public String domainCondition(Expression condition) {
        var text = new Layout(pretty, 0);
        var printers = new Printers(text, naming);
        printers.inDomain = true;
        printers.expressions.print(condition);
        return text.toString();
    }

    /// Prints the query of a view, with a semicolon at its end.
    ///
    /// @param names of the view's columns
    public String query(Query query, List<String> names) {
        var text = new Layout(pretty, 0);
        new Printers(text, naming).queries.print(query, names);
        return text + ";";
    }

    /// Prints a query of a routine's body, with a semicolon at its end. Its columns are called by
    /// position: those without a name need none.
    public String bodyQuery(Query query) {
        var text = new Layout(pretty, 1);
        var printers = new Printers(text, naming);
        printers.showsUnnamed = false;
        printers.queries.print(query, List.of());
        return text + ";";
    }

    /// What prints the parts of one text.
    static final class Printers {
        final Layout text;
        final ObjectNaming naming;

        /// Whether the name `value` means the value that a domain checks.
        boolean inDomain;

        /// Whether columns without a name get the one that they have then, `?column?`.
        boolean showsUnnamed = true;

        final ExpressionText expressions;
        final CallText calls;
        final QueryText queries;
        final FromText from;

        Printers(Layout text, ObjectNaming naming) {
            this.text = text;
            this.naming = naming;
            this.expressions = new ExpressionText(this);
            this.calls = new CallText(this);
            this.queries = new QueryText(this);
            this.from = new FromText(this);
        }

        /// Prints a query that stands inside, indented as its surroundings are.
        ///
        /// @param names of its columns; those not given keep the names that they have
        /// @param showsUnnamed whether columns without a name get the one that they have then
        void subquery(Query query, List<String> names, boolean showsUnnamed) {
            var inner = new Layout(text.pretty(), text.indent());
            var printers = new Printers(inner, naming);
            printers.showsUnnamed = showsUnnamed;
            printers.queries.print(query, names);
            text.append(inner.toString());
        }
    }
}
