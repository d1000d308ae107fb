package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// A query: rows, with what may stand around any of its bodies.
///
/// @param limit the expression of `LIMIT` or `FETCH FIRST`; absent for none and for `LIMIT ALL`
/// @param withTies `FETCH FIRST … WITH TIES`
public record Query(
        Optional<With> with,
        Body body,
        List<SortKey> orderBy,
        Optional<Expression> offset,
        Optional<Expression> limit,
        boolean withTies,
        List<Locking> locking,
        int position)
        implements Preparable {
    /// A body with nothing around it.
    public static Query of(Body body) {
        return of(body, body.position());
    }

    /// A body with nothing around it that begins elsewhere than where it is blamed.
    public static Query of(Body body, int position) {
        return new Query(
                Optional.empty(),
                body,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                position);
    }

    /// What a query's rows come from.
    public sealed interface Body {
        /// Where it begins; of a set operation, where the operator stands.
        int position();
    }

    /// `SELECT …`; `TABLE name` is `SELECT * FROM name`.
    ///
    /// @param distinct `DISTINCT`, with or without `ON`
    /// @param distinctOn the expressions of `DISTINCT ON (…)`
    /// @param into the table of `SELECT … INTO`
    /// @param from what stands in `FROM`, between commas
    public record Select(
            boolean distinct,
            List<Expression> distinctOn,
            List<SelectItem> items,
            Optional<Into> into,
            List<TableReference> from,
            Optional<Expression> where,
            Optional<GroupBy> groupBy,
            Optional<Expression> having,
            List<Over.Definition> windows,
            int position)
            implements Body {}

    /// `left UNION|INTERSECT|EXCEPT [ALL] right`; an operand in parentheses keeps what stands in
    /// them.
    public record SetOperation(
            SetOperator operator, boolean all, Query left, Query right, int position)
            implements Body {}

    /// Which set operation.
    public enum SetOperator {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /// `VALUES (…), (…)`: rows as written, not yet checked to be of equal length.
    public record Values(List<List<Expression>> rows, int position) implements Body {}

    /// The new table of `SELECT … INTO`.
    public record Into(QualifiedName table, TableStatement.Persistence persistence) {}

    /// `GROUP BY [DISTINCT] …`.
    public record GroupBy(boolean distinct, List<GroupingElement> elements) {}

    /// An element of `GROUP BY`.
    public sealed interface GroupingElement {
        /// Where it begins.
        int position();
    }

    /// A plain expression; a [Expression.Row] that is not explicit groups by its fields.
    public record GroupingExpression(Expression expression, int position)
            implements GroupingElement {}

    /// `()`.
    public record EmptyGroup(int position) implements GroupingElement {}

    /// `ROLLUP (…)`.
    public record Rollup(List<Expression> operands, int position) implements GroupingElement {}

    /// `CUBE (…)`.
    public record Cube(List<Expression> operands, int position) implements GroupingElement {}

    /// `GROUPING SETS (…)`.
    public record GroupingSets(List<GroupingElement> sets, int position)
            implements GroupingElement {}

    /// `FOR UPDATE …`.
    ///
    /// @param of the tables named by `OF`; empty for all
    public record Locking(
            LockStrength strength, List<QualifiedName> of, LockWait whenLocked, int position) {}

    /// How strong a row lock is, weakest first.
    public enum LockStrength {
        KEY_SHARE,
        SHARE,
        NO_KEY_UPDATE,
        UPDATE
    }

    /// What to do about rows that others have locked.
    public enum LockWait {
        WAIT,
        NOWAIT,
        SKIP_LOCKED
    }

    /// `WITH [RECURSIVE] …`.
    public record With(boolean recursive, List<CommonTable> tables, int position) {}

    /// `name [(columns)] AS [[NOT] MATERIALIZED] (statement)`.
    ///
    /// @param materialized absent when not said
    public record CommonTable(
            String name,
            List<String> columns,
            Optional<Boolean> materialized,
            Preparable statement,
            Optional<Search> search,
            Optional<Cycle> cycle,
            int position) {}

    /// `SEARCH BREADTH|DEPTH FIRST BY columns SET sequenceColumn`.
    public record Search(
            boolean breadthFirst, List<String> columns, String sequenceColumn, int position) {}

    /// `CYCLE columns SET mark [TO value DEFAULT otherwise] USING path`.
    public record Cycle(
            List<String> columns,
            String markColumn,
            Expression markValue,
            Expression markDefault,
            String pathColumn,
            int position) {}
}
