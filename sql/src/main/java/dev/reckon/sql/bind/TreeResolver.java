package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SortKey;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Makes the resolved form of a tree that was bound: relations, types and functions with their
/// schemas, columns with their tables, stars written out, constants and conversions with their
/// types, and words such as BETWEEN and IN as the operators that they stand for. It means the same
/// under any search path, and is what PostgreSQL shows of a view, a check or a default. For one
/// thread.
final class TreeResolver {
    private final Binder binder;
    private final BindingNotes notes;
    private final ItemAliases aliases;
    private final ExpressionResolver expressions;

    /// The resolved items of each select list, stars written out, by the list's SELECT.
    private final IdentityHashMap<Query.Select, List<SelectItem>> items = new IdentityHashMap<>();

    TreeResolver(Binder binder, BindingNotes notes) {
        this.binder = binder;
        this.notes = notes;
        this.aliases = new ItemAliases(notes);
        this.expressions = new ExpressionResolver(binder, notes, aliases);
    }

    /// Says that a row is known by the name that it has, though it stands in no FROM.
    void item(ScopeTable row) {
        var item =
                new TableReference.Table(
                        new QualifiedName(List.of(row.name()), -1),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        -1);
        notes.item(item, row);
        aliases.name(item, row.name());
    }

    /// Returns the resolved form of a view's query.
    Query query(Query query) {
        aliases.assign(query);
        return SyntaxTrees.rewrite(query, this::resolved);
    }

    /// Returns the resolved form of an expression.
    Expression expression(Expression expression) {
        aliases.assign(expression);
        SyntaxTrees.rewrite(expression, this::resolved);
        return expressions.plain(expression);
    }

    private Object resolved(Object original, Object copy) {
        return switch (copy) {
            case Expression expression -> expressions.resolve((Expression) original, expression);
            case TableReference.Table table -> table((TableReference.Table) original, table);
            case TableReference.Subquery subquery ->
                    new TableReference.Subquery(
                            subquery.query(),
                            subquery.lateral(),
                            alias((TableReference) original, subquery.alias()),
                            -1);
            case TableReference.Functions functions ->
                    functions((TableReference.Functions) original, functions);
            case TableReference.Join join -> join((TableReference.Join) original, join);
            case Query.Values values -> new Query.Values(rows((Query.Values) original, values), -1);
            case Query.Select select -> select((Query.Select) original, select);
            case Query query -> order((Query) original, query);
            case Over.Bound bound ->
                    new Over.Bound(
                            bound.kind(),
                            ((Over.Bound) original).offset().map(expressions::plain),
                            -1);
            default -> copy;
        };
    }

    private TableReference table(TableReference.Table original, TableReference.Table copy) {
        ScopeTable shown = notes.item(original).orElseThrow();
        var name = copy.name();
        Optional<Relation> relation = binder.catalog.relation(shown.tableOid());
        if (relation.isPresent()) {
            name =
                    new QualifiedName(
                            List.of(
                                    binder.catalog.schemaName(relation.get().schemaOid()),
                                    relation.get().name()),
                            -1);
        } else if (shown.tableOid() != 0) {
            String schema =
                    binder.catalog
                            .systemTable(binder.searchPath, name.parts())
                            .map(dev.reckon.sql.catalog.SystemTable::schema)
                            .orElse("pg_catalog");
            name = new QualifiedName(List.of(schema, name.name()), -1);
        }
        Optional<TableReference.Alias> alias = alias(original, copy.alias());
        boolean needless =
                original.alias().isEmpty()
                        && alias.filter(each -> each.columns().isEmpty()).isPresent()
                        && alias.get().name().equals(name.name());
        return new TableReference.Table(
                name, copy.only(), needless ? Optional.empty() : alias, copy.sample(), -1);
    }

    /// The name by which the rest of the query knows an item, with all names of columns where the
    /// user gave some.
    private Optional<TableReference.Alias> alias(
            TableReference original, Optional<TableReference.Alias> given) {
        boolean renames = given.filter(each -> !each.columns().isEmpty()).isPresent();
        return Optional.of(
                new TableReference.Alias(
                        aliases.of(original), renames ? columnNames(original) : List.of(), -1));
    }

    private List<String> columnNames(TableReference item) {
        return notes.item(item).orElseThrow().columns().stream().map(ScopeColumn::name).toList();
    }

    private TableReference functions(
            TableReference.Functions original, TableReference.Functions copy) {
        boolean defines = !copy.rowsFrom() && !copy.functions().getFirst().columns().isEmpty();
        return new TableReference.Functions(
                copy.functions(),
                copy.rowsFrom(),
                copy.lateral(),
                copy.ordinality(),
                Optional.of(
                        new TableReference.Alias(
                                aliases.of(original),
                                defines ? List.of() : columnNames(original),
                                -1)),
                -1);
    }

    private TableReference join(TableReference.Join original, TableReference.Join copy) {
        List<String> using = notes.sharedNames(original).orElse(copy.using());
        boolean crosses = original.natural() && using.isEmpty();
        boolean outer = copy.kind() != TableReference.JoinKind.INNER;
        return new TableReference.Join(
                crosses && !outer ? TableReference.JoinKind.CROSS : copy.kind(),
                false,
                copy.left(),
                copy.right(),
                crosses && outer
                        ? Optional.of(new Expression.BooleanConstant(true, -1))
                        : copy.on(),
                using,
                copy.usingAlias(),
                copy.alias().isEmpty() ? Optional.empty() : alias(original, copy.alias()),
                -1);
    }

    private Query.Select select(Query.Select original, Query.Select copy) {
        List<SelectItem> resolved = items(original, copy);
        items.put(original, resolved);
        return new Query.Select(
                copy.distinct(),
                targets(original.distinctOn(), copy.distinctOn(), resolved),
                resolved,
                copy.into(),
                copy.from(),
                copy.where(),
                original.groupBy()
                        .map(each -> groupBy(each, copy.groupBy().orElseThrow(), resolved)),
                copy.having(),
                copy.windows(),
                -1);
    }

    private List<List<Expression>> rows(Query.Values original, Query.Values copy) {
        var rows = new ArrayList<List<Expression>>();
        for (int i = 0; i < original.rows().size(); i++) {
            var row = new ArrayList<Expression>();
            for (int j = 0; j < original.rows().get(i).size(); j++) {
                row.add(expressions.item(original.rows().get(i).get(j), copy.rows().get(i).get(j)));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<SelectItem> items(Query.Select original, Query.Select copy) {
        var resolved = new ArrayList<SelectItem>();
        for (int i = 0; i < original.items().size(); i++) {
            SelectItem item = original.items().get(i);
            Expression expression = copy.items().get(i).expression();
            Optional<List<ScopeColumn>> star = notes.star(item.expression());
            boolean expands =
                    item.expression() instanceof Expression.Star
                            || item.expression() instanceof Expression.FieldStar;
            if (!expands || star.isEmpty()) {
                // What a set operation converts goes without saying.
                Expression plain = expressions.plain(item.expression());
                resolved.add(item(expressions.item(item.expression(), plain), ItemNames.of(item)));
                continue;
            }
            for (ScopeColumn column : star.get()) {
                Expression each =
                        expression instanceof Expression.FieldStar fields
                                ? new Expression.FieldSelection(fields.operand(), column.name(), -1)
                                : expressions.column(column.value(), column.name());
                resolved.add(item(each, column.name()));
            }
        }
        return resolved;
    }

    /// A plain column needs no alias where it is called as it is.
    private static SelectItem item(Expression expression, String name) {
        boolean plain =
                expression instanceof Expression.ColumnReference reference
                        ? reference.names().getLast().equals(name)
                        : name.equals(ItemNames.UNNAMED);
        return new SelectItem(expression, plain ? Optional.empty() : Optional.of(name), -1);
    }

    /// Replaces what stands for items of the select list by their expressions.
    private List<Expression> targets(
            List<Expression> original, List<Expression> copy, List<SelectItem> resolved) {
        var replaced = new ArrayList<Expression>();
        for (int i = 0; i < original.size(); i++) {
            replaced.add(target(original.get(i), copy.get(i), resolved));
        }
        return replaced;
    }

    private Expression target(Expression original, Expression copy, List<SelectItem> resolved) {
        if (original instanceof Expression.Row row && copy instanceof Expression.Row copied) {
            return new Expression.Row(
                    targets(row.fields(), copied.fields(), resolved), row.explicit(), -1);
        }
        if (original instanceof Expression.Collate) {
            return copy; // The item that has its value may not say in which order it compares.
        }
        return notes.target(original).map(index -> resolved.get(index).expression()).orElse(copy);
    }

    private Query.GroupBy groupBy(
            Query.GroupBy original, Query.GroupBy copy, List<SelectItem> resolved) {
        return new Query.GroupBy(
                copy.distinct(), elements(original.elements(), copy.elements(), resolved));
    }

    private List<Query.GroupingElement> elements(
            List<Query.GroupingElement> original,
            List<Query.GroupingElement> copy,
            List<SelectItem> resolved) {
        var elements = new ArrayList<Query.GroupingElement>();
        for (int i = 0; i < original.size(); i++) {
            elements.add(element(original.get(i), copy.get(i), resolved));
        }
        return elements;
    }

    private Query.GroupingElement element(
            Query.GroupingElement original, Query.GroupingElement copy, List<SelectItem> resolved) {
        return switch (copy) {
            case Query.GroupingExpression plain ->
                    new Query.GroupingExpression(
                            target(
                                    ((Query.GroupingExpression) original).expression(),
                                    plain.expression(),
                                    resolved),
                            -1);
            case Query.EmptyGroup empty -> empty;
            case Query.Rollup rollup ->
                    new Query.Rollup(
                            targets(
                                    ((Query.Rollup) original).operands(),
                                    rollup.operands(),
                                    resolved),
                            -1);
            case Query.Cube cube ->
                    new Query.Cube(
                            targets(((Query.Cube) original).operands(), cube.operands(), resolved),
                            -1);
            case Query.GroupingSets sets ->
                    new Query.GroupingSets(
                            elements(((Query.GroupingSets) original).sets(), sets.sets(), resolved),
                            -1);
        };
    }

    private Query order(Query original, Query copy) {
        var keys = new ArrayList<SortKey>();
        for (int i = 0; i < original.orderBy().size(); i++) {
            SortKey key = copy.orderBy().get(i);
            Expression written = original.orderBy().get(i).expression();
            Expression meant =
                    original.body() instanceof Query.Select select
                            ? target(
                                    written,
                                    key.expression(),
                                    items.getOrDefault(select, List.of()))
                            : outputColumn(written, original);
            keys.add(new SortKey(meant, key.direction(), key.nulls(), key.using(), -1));
        }
        return new Query(
                copy.with(),
                copy.body(),
                keys,
                original.offset().map(expressions::plain),
                original.limit()
                        .filter(each -> !(each instanceof Expression.NullConstant))
                        .map(expressions::plain),
                copy.withTies(),
                locking(original, copy.locking()),
                -1);
    }

    /// FOR UPDATE without tables means all of them.
    private List<Query.Locking> locking(Query original, List<Query.Locking> clauses) {
        if (!(original.body() instanceof Query.Select select)) {
            return clauses;
        }
        var resolved = new ArrayList<Query.Locking>();
        for (Query.Locking clause : clauses) {
            var tables = new ArrayList<QualifiedName>(clause.of());
            if (tables.isEmpty()) {
                select.from().forEach(item -> addTables(item, tables));
            }
            for (QualifiedName table : tables) {
                resolved.add(
                        new Query.Locking(
                                clause.strength(), List.of(table), clause.whenLocked(), -1));
            }
        }
        return resolved;
    }

    private void addTables(TableReference item, List<QualifiedName> tables) {
        switch (item) {
            case TableReference.Join join -> {
                addTables(join.left(), tables);
                addTables(join.right(), tables);
            }
            case TableReference.Table _, TableReference.Subquery _ ->
                    tables.add(new QualifiedName(List.of(aliases.of(item)), -1));
            default -> {}
        }
    }

    /// What sorts a set operation is a column of its result, written as its number.
    private Expression outputColumn(Expression written, Query query) {
        if (!(written instanceof Expression.ColumnReference reference)) {
            return written;
        }
        int index = outputNames(query).indexOf(reference.names().getLast());
        return index < 0 ? written : new Expression.IntegerConstant(index + 1, -1);
    }

    private List<String> outputNames(Query query) {
        return switch (query.body()) {
            case Query.SetOperation operation -> outputNames(operation.left());
            case Query.Select select ->
                    items.getOrDefault(select, List.of()).stream()
                            .map(each ->
                                    each.alias().orElseGet(() -> ItemNames.of(each.expression())))
                            .toList();
            case Query.Values values -> {
                var names = new ArrayList<String>();
                for (int i = 1; i <= values.rows().getFirst().size(); i++) {
                    names.add("column" + i);
                }
                yield names;
            }
        };
    }
}
