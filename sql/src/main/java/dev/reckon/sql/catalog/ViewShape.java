package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.parse.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the rows of a view are rows of one relation, so that changing those changes these, by
/// the rules of PostgreSQL's page CREATE VIEW, section "Updatable Views".
///
/// @param query the view's query
/// @param obstacle why it isn't so, as PostgreSQL's error detail says it; absent when it is
/// @param base the relation below, a table or a view; absent when there is an obstacle
/// @param columns where each of the view's columns comes from; empty when there is an obstacle
public record ViewShape(
        View view,
        Query query,
        Optional<String> obstacle,
        Optional<Relation> base,
        List<Source> columns) {
    /// Where a column of a view comes from.
    ///
    /// @param number of the column of the relation below, 0 when it is none
    /// @param reason why it can't be changed then, as PostgreSQL's error detail says it
    public record Source(int number, String reason) {}

    private static final String WHOLE_ROW =
            "View columns that return whole-row references are not updatable.";

    public ViewShape {
        columns = List.copyOf(columns);
    }

    /// Looks at a view.
    public static ViewShape of(View view, Catalog catalog) {
        var query = (Query) Parser.parse(view.definition().text()).getFirst().statement();
        Optional<String> obstacle = obstacle(query);
        if (obstacle.isPresent()) {
            return new ViewShape(view, query, obstacle, Optional.empty(), List.of());
        }
        var select = (Query.Select) query.body();
        var reference = (TableReference.Table) select.from().getFirst();
        Optional<Relation> base = base(view, reference, catalog);
        if (base.isEmpty()) {
            return new ViewShape(
                    view,
                    query,
                    Optional.of(refusal("do not select from a single table or view")),
                    Optional.empty(),
                    List.of());
        }
        List<Source> sources = sources(select, reference, base.get());
        return new ViewShape(view, query, Optional.empty(), base, sources);
    }

    /// The same words begin and end each of PostgreSQL's reasons.
    private static String refusal(String middle) {
        return "Views that " + middle + " are not automatically updatable.";
    }

    private static Optional<String> obstacle(Query query) {
        if (query.with().isPresent()) {
            return Optional.of(containing("WITH"));
        }
        if (query.body() instanceof Query.SetOperation) {
            return Optional.of(containing("UNION, INTERSECT, or EXCEPT"));
        }
        if (!(query.body() instanceof Query.Select select)) {
            return Optional.of(refusal("do not select from a single table or view"));
        }
        if (select.distinct()) {
            return Optional.of(containing("DISTINCT"));
        }
        if (select.groupBy().isPresent()) {
            return Optional.of(containing("GROUP BY"));
        }
        if (select.having().isPresent()) {
            return Optional.of(containing("HAVING"));
        }
        if (query.limit().isPresent() || query.offset().isPresent()) {
            return Optional.of(containing("LIMIT or OFFSET"));
        }
        return calls(select)
                .or(() -> {
                    if (select.from().size() != 1
                            || !(select.from().getFirst() instanceof TableReference.Table table)) {
                        return Optional.of(refusal("do not select from a single table or view"));
                    }
                    return table.sample().map(_ -> containing("TABLESAMPLE"));
                });
    }

    private static String containing(String what) {
        return "Views containing " + what + " are not automatically updatable.";
    }

    /// Looks for calls that give something else than a value for each row; those in subqueries are
    /// the subqueries' own.
    private static Optional<String> calls(Query.Select select) {
        boolean[] found = new boolean[3];
        SyntaxTrees.visitWhile(
                List.of(select.items()),
                node -> {
                    if (node instanceof Expression.FunctionCall call) {
                        if (call.over().isPresent()) {
                            found[1] = true;
                        } else {
                            for (FunctionEntry entry :
                                    FunctionCatalog.builtInFunctions(call.name().name())) {
                                found[0] |= entry.kind() == FunctionEntry.Kind.AGGREGATE;
                                found[2] |= entry.returnsSet();
                            }
                        }
                    }
                    return !(node instanceof Query);
                });
        if (found[0]) {
            return Optional.of(refusal("return aggregate functions"));
        }
        if (found[1]) {
            return Optional.of(refusal("return window functions"));
        }
        return found[2] ? Optional.of(refusal("return set-returning functions")) : Optional.empty();
    }

    /// Finds the relation among those that the view was bound to.
    private static Optional<Relation> base(
            View view, TableReference.Table reference, Catalog catalog) {
        Optional<String> schema = reference.name().schema();
        for (Dependency dependency : view.definition().dependencies()) {
            Optional<Relation> relation = catalog.relation(dependency.oid());
            if (relation.isPresent()
                    && relation.get().name().equals(reference.name().name())
                    && (schema.isEmpty()
                            || schema.get().equals("pg_temp")
                            || schema.get()
                                    .equals(catalog.schemaName(relation.get().schemaOid())))) {
                boolean fits =
                        relation.get() instanceof View
                                || (relation.get() instanceof Table table
                                        && table.definition().isEmpty());
                return fits ? relation : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static List<Source> sources(
            Query.Select select, TableReference.Table reference, Relation base) {
        List<String> names = new ArrayList<>();
        List<String> aliases =
                reference.alias().map(TableReference.Alias::columns).orElse(List.of());
        for (int i = 0; i < base.columns().size(); i++) {
            names.add(i < aliases.size() ? aliases.get(i) : base.columns().get(i).name());
        }
        String alias =
                reference.alias().map(TableReference.Alias::name).orElse(reference.name().name());
        var sources = new ArrayList<Source>();
        for (SelectItem item : select.items()) {
            switch (item.expression()) {
                case Expression.Cast cast when cast.operand() instanceof Expression.Star ->
                        sources.add(new Source(0, WHOLE_ROW));
                case Expression.ColumnReference column -> {
                    int index = names.indexOf(column.names().getLast());
                    sources.add(
                            index >= 0
                                    ? new Source(base.columns().get(index).number(), "")
                                    : noColumn(column, alias));
                }
                default ->
                        sources.add(
                                new Source(
                                        0,
                                        "View columns that are not columns of their base relation"
                                                + " are not updatable."));
            }
        }
        return sources;
    }

    private static Source noColumn(Expression.ColumnReference column, String alias) {
        boolean whole = column.names().getLast().equals(alias);
        return new Source(
                0,
                whole ? WHOLE_ROW : "View columns that refer to system columns are not updatable.");
    }

    /// Returns the number of the column of the table below all views that a column of a relation
    /// is; empty when it is none.
    public static Optional<Integer> tableColumn(Relation relation, int number, Catalog catalog) {
        return switch (relation) {
            case Table table when table.definition().isEmpty() -> Optional.of(number);
            case View view -> {
                ViewShape shape = of(view, catalog);
                for (int i = 0; i < shape.columns().size() && i < view.columns().size(); i++) {
                    if (view.columns().get(i).number() == number
                            && shape.columns().get(i).number() != 0) {
                        yield tableColumn(
                                shape.base().orElseThrow(),
                                shape.columns().get(i).number(),
                                catalog);
                    }
                }
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /// Returns whether rows can be deleted from a relation.
    public static boolean isDeletable(Relation relation, Catalog catalog) {
        return switch (relation) {
            case Table table -> table.definition().isEmpty();
            case View view ->
                    of(view, catalog).base().filter(base -> isDeletable(base, catalog)).isPresent();
            default -> false;
        };
    }

    /// Returns whether rows can be inserted into a relation and updated in it: whether at least one
    /// column of it can take a value.
    public static boolean isUpdatable(Relation relation, Catalog catalog) {
        return isDeletable(relation, catalog)
                && (relation instanceof Table
                        || relation.columns().stream()
                                .anyMatch(column ->
                                        tableColumn(relation, column.number(), catalog)
                                                .isPresent()));
    }
}
