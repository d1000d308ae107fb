package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.sql.plan.Scalar;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What binding found out about the nodes of a tree, kept where the tree is to be stored in its
/// resolved form. Nodes and scalars are told apart by identity. For one thread.
final class BindingNotes {
    private final IdentityHashMap<Expression, Scalar> values = new IdentityHashMap<>();
    private final IdentityHashMap<Scalar, Converted> conversions = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, ResolvedFunction> functions = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, List<ScopeColumn>> stars = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Integer> targets = new IdentityHashMap<>();
    private final IdentityHashMap<TableReference, ScopeTable> items = new IdentityHashMap<>();
    private final IdentityHashMap<TableReference.Join, List<String>> sharedNames =
            new IdentityHashMap<>();
    private final Map<Integer, Source> sources = new HashMap<>();

    /// What a scalar was made into.
    record Converted(Scalar result, CastContext context) {}

    /// Where values of joined columns come from that are no plain columns.
    private final IdentityHashMap<Scalar, Source> valueSources = new IdentityHashMap<>();

    /// Where a column comes from.
    ///
    /// @param name the column's, as the item shows it
    record Source(TableReference item, String name) {}

    void bound(Expression expression, Scalar value) {
        values.put(expression, value);
    }

    void converted(Scalar scalar, Scalar result, CastContext context) {
        conversions.put(scalar, new Converted(result, context));
    }

    void function(Expression.FunctionCall call, ResolvedFunction function) {
        functions.put(call, function);
    }

    /// Notes the columns that a star stands for.
    void star(Expression star, List<ScopeColumn> columns) {
        stars.put(star, columns);
    }

    /// Notes that an expression of ORDER BY, GROUP BY or DISTINCT ON means an item of the select
    /// list, counted from 0 with stars expanded.
    void target(Expression expression, int index) {
        targets.put(expression, index);
    }

    /// Notes what an item of FROM shows. The alias of a join hides what the joined items show.
    void item(TableReference item, ScopeTable table) {
        items.put(item, table);
        for (ScopeColumn column : table.columns()) {
            if (column.value() instanceof Scalar.ColumnValue value) {
                sources.put(value.id(), new Source(item, column.name()));
            } else {
                valueSources.put(column.value(), new Source(item, column.name()));
            }
        }
    }

    /// Notes the columns that a natural join joins by.
    void sharedNames(TableReference.Join join, List<String> names) {
        sharedNames.put(join, names);
    }

    Optional<Scalar> value(Expression expression) {
        return Optional.ofNullable(values.get(expression));
    }

    Optional<Converted> conversion(Scalar scalar) {
        return Optional.ofNullable(conversions.get(scalar));
    }

    Optional<ResolvedFunction> function(Expression.FunctionCall call) {
        return Optional.ofNullable(functions.get(call));
    }

    /// Returns the columns that a star stands for; empty when it wasn't expanded.
    Optional<List<ScopeColumn>> star(Expression star) {
        return Optional.ofNullable(stars.get(star));
    }

    Optional<Integer> target(Expression expression) {
        return Optional.ofNullable(targets.get(expression));
    }

    Optional<ScopeTable> item(TableReference item) {
        return Optional.ofNullable(items.get(item));
    }

    Optional<List<String>> sharedNames(TableReference.Join join) {
        return Optional.ofNullable(sharedNames.get(join));
    }

    Optional<Source> source(Scalar scalar) {
        return Optional.ofNullable(
                scalar instanceof Scalar.ColumnValue value
                        ? sources.get(value.id())
                        : valueSources.get(scalar));
    }
}
