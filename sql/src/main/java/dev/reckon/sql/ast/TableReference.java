package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Something in `FROM`.
public sealed interface TableReference {
    /// Where it begins.
    int position();

    /// A table, view or common table.
    ///
    /// @param only `ONLY name`: without the tables that inherit from it
    record Table(
            QualifiedName name,
            boolean only,
            Optional<Alias> alias,
            Optional<Sample> sample,
            int position)
            implements TableReference {}

    /// `[LATERAL] (query) [AS] alias`.
    record Subquery(Query query, boolean lateral, Optional<Alias> alias, int position)
            implements TableReference {}

    /// `[LATERAL] function(…) [WITH ORDINALITY] [AS] alias`, or `ROWS FROM (f(…), g(…))`.
    ///
    /// @param functions one, or several for `ROWS FROM`
    /// @param rowsFrom written as `ROWS FROM`
    record Functions(
            List<FunctionItem> functions,
            boolean rowsFrom,
            boolean lateral,
            boolean ordinality,
            Optional<Alias> alias,
            int position)
            implements TableReference {}

    /// One function of [Functions].
    ///
    /// @param call a function call, or a form that PostgreSQL treats as one (`COALESCE`,
    ///   `CURRENT_DATE`, …)
    /// @param columns the column definitions of `AS (a int, b text)`, for functions that return
    ///   `record`
    record FunctionItem(Expression call, List<TableElement.Column> columns) {}

    /// A join.
    ///
    /// @param natural `NATURAL`
    /// @param on the condition of `ON`; none for cross and natural joins and `USING`
    /// @param using the columns of `USING (…)`; empty for none
    /// @param usingAlias the name of `USING (…) AS name`
    /// @param alias the alias of a join in parentheses
    record Join(
            JoinKind kind,
            boolean natural,
            TableReference left,
            TableReference right,
            Optional<Expression> on,
            List<String> using,
            Optional<Alias> usingAlias,
            Optional<Alias> alias,
            int position)
            implements TableReference {}

    /// The kinds of joins. `CROSS JOIN` is an inner one without a condition.
    enum JoinKind {
        INNER,
        CROSS,
        LEFT,
        RIGHT,
        FULL
    }

    /// Something PostgreSQL has and we don't (`XMLTABLE`); binding it is an error (0A000).
    record Unsupported(String feature, int position) implements TableReference {}

    /// `AS name (columns)`.
    ///
    /// @param name empty text for a function's `AS (a int)`, whose name is the function's
    record Alias(String name, List<String> columns, int position) {}

    /// `TABLESAMPLE method (arguments) [REPEATABLE (seed)]`.
    record Sample(QualifiedName method, List<Expression> arguments, Optional<Expression> seed) {}
}
