package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Operator;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Writes the SEARCH and CYCLE clauses of a recursive table as the columns that they stand for
/// (PostgreSQL, "WITH Queries", "Search Order" and "Cycle Detection"): for a search, the row's path
/// or its depth; for a cycle, the path and a mark, at which the recursion stops.
///
/// @param columns the names of the table's columns without those that the clauses add
record SearchCycle(Query.CommonTable table, List<String> columns) {
    private static final String LEFT = "*TLOCRN*";
    private static final String RIGHT = "*TROCRN*";
    private static final String DEPTH = "*DEPTH*";

    /// Returns the table without the clauses.
    ///
    /// The depth of a search in breadth stands in a column of its own, the last, which is no column
    /// of the table.
    Query.CommonTable rewritten() {
        check();
        var query = (Query) table.statement();
        var operation = (Query.SetOperation) query.body();
        Query left = start(operation.left());
        Query right = step(operation.right());
        var union =
                new Query.SetOperation(
                        operation.operator(), operation.all(), left, right, operation.position());
        var body =
                new Query(
                        query.with(),
                        union,
                        query.orderBy(),
                        query.offset(),
                        query.limit(),
                        query.withTies(),
                        query.locking(),
                        query.position());
        return new Query.CommonTable(
                table.name(),
                names(),
                table.materialized(),
                body,
                Optional.empty(),
                Optional.empty(),
                table.position());
    }

    /// Returns whether the last column of the rewritten table is none of the table's.
    boolean hasDepth() {
        return table.search().filter(Query.Search::breadthFirst).isPresent();
    }

    private List<String> names() {
        var names = new ArrayList<>(columns);
        names.addAll(added());
        return names;
    }

    /// The columns that the clauses add, the depth last.
    private List<String> added() {
        var added = new ArrayList<String>();
        table.search().ifPresent(search -> added.add(search.sequenceColumn()));
        table.cycle()
                .ifPresent(cycle -> {
                    added.add(cycle.markColumn());
                    added.add(cycle.pathColumn());
                });
        if (hasDepth()) {
            added.add(DEPTH);
        }
        return added;
    }

    private Query start(Query left) {
        var items = new ArrayList<SelectItem>();
        columns.forEach(name -> items.add(item(column(LEFT, name))));
        table.search()
                .ifPresent(search ->
                        items.add(
                                item(
                                        search.breadthFirst()
                                                ? depthRow(number(0), LEFT, search.columns())
                                                : path(LEFT, search.columns()))));
        table.cycle()
                .ifPresent(cycle -> {
                    items.add(item(cycle.markDefault()));
                    items.add(item(path(LEFT, cycle.columns())));
                });
        if (hasDepth()) {
            items.add(item(number(0)));
        }
        return select(items, left, LEFT, columns, left.position());
    }

    private Query step(Query right) {
        var items = new ArrayList<SelectItem>();
        columns.forEach(name -> items.add(item(column(RIGHT, name))));
        Expression depth =
                new Expression.Binary(
                        Operator.of("+"), column(RIGHT, DEPTH), number(1), table.position());
        table.search()
                .ifPresent(search ->
                        items.add(
                                item(
                                        search.breadthFirst()
                                                ? depthRow(depth, RIGHT, search.columns())
                                                : longer(
                                                        search.sequenceColumn(),
                                                        search.columns()))));
        table.cycle()
                .ifPresent(cycle -> {
                    items.add(item(mark(cycle)));
                    items.add(item(longer(cycle.pathColumn(), cycle.columns())));
                });
        if (hasDepth()) {
            items.add(item(depth));
        }
        return select(items, carrying(right), RIGHT, names(), right.position());
    }

    /// The recursive term with the added columns of the row that it came from.
    private Query carrying(Query right) {
        if (!(right.body() instanceof Query.Select select)) {
            throw mustBeSelect("right");
        }
        String alias =
                select.from().stream()
                        .map(this::reference)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.FEATURE_NOT_SUPPORTED,
                                                "with a SEARCH or CYCLE clause, the recursive"
                                                        + " reference to WITH query \""
                                                        + table.name()
                                                        + "\" must be at the top level of its"
                                                        + " right-hand SELECT")
                                        .at(table.position()));
        var items = new ArrayList<>(select.items());
        added().forEach(name -> items.add(item(column(alias, name))));
        Optional<Expression> where =
                table.cycle()
                        .map(cycle -> {
                            Expression open =
                                    new Expression.Binary(
                                            Operator.of("<>"),
                                            column(alias, cycle.markColumn()),
                                            cycle.markValue(),
                                            cycle.position());
                            return select.where()
                                    .<Expression>map(each ->
                                            new Expression.And(
                                                    List.of(each, open), cycle.position()))
                                    .orElse(open);
                        })
                        .or(select::where);
        var carrying =
                new Query.Select(
                        select.distinct(),
                        select.distinctOn(),
                        items,
                        select.into(),
                        select.from(),
                        where,
                        select.groupBy(),
                        select.having(),
                        select.windows(),
                        select.position());
        return new Query(
                right.with(),
                carrying,
                right.orderBy(),
                right.offset(),
                right.limit(),
                right.withTies(),
                right.locking(),
                right.position());
    }

    private Optional<String> reference(TableReference from) {
        return switch (from) {
            case TableReference.Table each
                    when each.name().parts().size() == 1
                            && each.name().name().equals(table.name()) ->
                    Optional.of(
                            each.alias()
                                    .map(TableReference.Alias::name)
                                    .orElse(each.name().name()));
            case TableReference.Join join ->
                    reference(join.left()).or(() -> reference(join.right()));
            default -> Optional.empty();
        };
    }

    private Expression mark(Query.Cycle cycle) {
        Expression seen =
                new Expression.QuantifiedArray(
                        row(RIGHT, cycle.columns()),
                        Operator.of("="),
                        false,
                        column(RIGHT, cycle.pathColumn()),
                        cycle.position());
        return new Expression.Case(
                Optional.empty(),
                List.of(new Expression.When(seen, cycle.markValue(), cycle.position())),
                Optional.of(cycle.markDefault()),
                cycle.position());
    }

    private Expression longer(String pathColumn, List<String> keys) {
        return new Expression.Binary(
                Operator.of("||"), column(RIGHT, pathColumn), path(RIGHT, keys), table.position());
    }

    private Expression path(String from, List<String> keys) {
        return new Expression.ArrayConstructor(List.of(row(from, keys)), table.position());
    }

    private Expression depthRow(Expression depth, String from, List<String> keys) {
        var fields = new ArrayList<Expression>();
        fields.add(depth);
        keys.forEach(key -> fields.add(column(from, key)));
        return new Expression.Row(fields, true, table.position());
    }

    private Expression row(String from, List<String> keys) {
        return new Expression.Row(
                keys.stream().map(key -> column(from, key)).toList(), true, table.position());
    }

    private Expression column(String from, String name) {
        return new Expression.ColumnReference(List.of(from, name), table.position());
    }

    private Expression number(int value) {
        return new Expression.IntegerConstant(value, table.position());
    }

    private SelectItem item(Expression expression) {
        return new SelectItem(expression, Optional.empty(), table.position());
    }

    private Query select(
            List<SelectItem> items, Query from, String alias, List<String> names, int position) {
        var source =
                new TableReference.Subquery(
                        from,
                        false,
                        Optional.of(new TableReference.Alias(alias, names, position)),
                        position);
        return Query.of(
                new Query.Select(
                        false,
                        List.of(),
                        items,
                        Optional.empty(),
                        List.of(source),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        position));
    }

    /// Returns a query of the table's own columns over the rewritten one.
    ///
    /// @param hidden the name under which that is known
    Query.CommonTable withoutDepth(String hidden) {
        List<String> shown = names().subList(0, names().size() - 1);
        var source =
                new TableReference.Table(
                        new QualifiedName(List.of(hidden), table.position()),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        table.position());
        var body =
                new Query.Select(
                        false,
                        List.of(),
                        shown.stream().map(name -> item(column(hidden, name))).toList(),
                        Optional.empty(),
                        List.of(source),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        table.position());
        return new Query.CommonTable(
                table.name(),
                shown,
                table.materialized(),
                Query.of(body),
                Optional.empty(),
                Optional.empty(),
                table.position());
    }

    private void check() {
        if (!(table.statement() instanceof Query query)
                || !(query.body() instanceof Query.SetOperation operation)) {
            return;
        }
        if (operation.left().body() instanceof Query.SetOperation) {
            throw mustBeSelect("left");
        }
        if (operation.right().body() instanceof Query.SetOperation) {
            throw mustBeSelect("right");
        }
        table.search()
                .ifPresent(search -> {
                    requireColumns("search", search.columns(), search.position());
                    requireNew(
                            "search sequence column", search.sequenceColumn(), search.position());
                });
        table.cycle().ifPresent(this::checkCycle);
    }

    private void checkCycle(Query.Cycle cycle) {
        requireColumns("cycle", cycle.columns(), cycle.position());
        requireNew("cycle mark column", cycle.markColumn(), cycle.position());
        requireNew("cycle path column", cycle.pathColumn(), cycle.position());
        String wrong = "";
        if (cycle.markColumn().equals(cycle.pathColumn())) {
            wrong = "cycle mark column name and cycle path column name are the same";
        }
        String sequence = table.search().map(Query.Search::sequenceColumn).orElse("");
        if (sequence.equals(cycle.markColumn())) {
            wrong = "search sequence column name and cycle mark column name are the same";
        } else if (sequence.equals(cycle.pathColumn())) {
            wrong = "search sequence column name and cycle path column name are the same";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, wrong).at(cycle.position());
        }
    }

    private DatabaseException mustBeSelect(String side) {
        return new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "with a SEARCH or CYCLE clause, the "
                                + side
                                + " side of the UNION must be a SELECT")
                .at(table.position());
    }

    private void requireColumns(String clause, List<String> keys, int position) {
        var seen = new HashSet<String>();
        for (String key : keys) {
            if (!columns.contains(key)) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                clause + " column \"" + key + "\" not in WITH query column list")
                        .at(position);
            }
            if (!seen.add(key)) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_COLUMN,
                                clause + " column \"" + key + "\" specified more than once")
                        .at(position);
            }
        }
    }

    private void requireNew(String what, String name, int position) {
        if (columns.contains(name)) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            what + " name \"" + name + "\" already used in WITH query column list")
                    .at(position);
        }
    }
}
