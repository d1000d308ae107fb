package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.TypeName;

/// Writes trees as SQL again, on one line, in the style of PostgreSQL's `pg_get_expr` and
/// `pg_get_viewdef` without pretty-printing: operators in parentheses, casts as `::`, keywords in
/// upper case.
///
/// What it writes parses to the same tree, but for positions and for the form of casts. Safe for
/// use by many threads.
public final class Deparser {
    private Deparser() {}

    /// An expression.
    public static String deparse(Expression expression) {
        var printer = new Printers();
        printer.expressions.print(expression);
        return printer.out.toString();
    }

    /// A query, or a statement that changes rows.
    public static String deparse(Preparable statement) {
        var printer = new Printers();
        printer.queries.print(statement);
        return printer.out.toString();
    }

    /// A type, by SQL's name if it has one.
    public static String deparse(TypeName type) {
        var printer = new Printers();
        printer.types.print(type);
        return printer.out.toString();
    }

    /// The printers of one text.
    static final class Printers {
        final StringBuilder out = new StringBuilder();
        final TypePrinter types = new TypePrinter(this);
        final ExpressionPrinter expressions = new ExpressionPrinter(this);
        final CallPrinter calls = new CallPrinter(this);
        final QueryPrinter queries = new QueryPrinter(this);
        final FromPrinter from = new FromPrinter(this);
        final DataPrinter data = new DataPrinter(this);

        /// Names between dots, each quoted if it must be.
        void name(Iterable<String> parts) {
            String separator = "";
            for (String part : parts) {
                out.append(separator).append(Identifiers.quote(part));
                separator = ".";
            }
        }

        /// Names between commas, each quoted if it must be.
        void names(Iterable<String> names) {
            String separator = "";
            for (String name : names) {
                out.append(separator).append(Identifiers.quote(name));
                separator = ", ";
            }
        }

        /// A string constant.
        void string(String value) {
            out.append('\'').append(value.replace("'", "''")).append('\'');
        }
    }
}
