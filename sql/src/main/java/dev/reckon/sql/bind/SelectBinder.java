package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Distinct;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Sort;
import dev.reckon.sql.plan.SortKey;
import dev.reckon.sql.plan.Window;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Binds one SELECT with the ORDER BY and LIMIT of the query whose body it is. For one thread.
final class SelectBinder {
    /// PostgreSQL's limit, which is that of a row it can send.
    private static final int TARGET_COUNT_MAX = 1664;

    private final Binder binder;
    private final Query query;
    private final Query.Select select;
    private final Scope scope;
    private final Scope outer;
    private final Collector collector = new Collector();

    private List<SelectTarget> targets = new ArrayList<>();

    /// Values for sorting only, which are no targets.
    private final List<Scalar> hidden = new ArrayList<>();

    /// A sort key: the index of a target, or of a hidden value after the targets.
    private record OrderKey(int index, SortKey key) {}

    SelectBinder(Binder binder, Query query, Query.Select select, Scope outer) {
        this.binder = binder;
        this.query = query;
        this.select = select;
        this.outer = outer;
        this.scope = Scope.inside(outer);
        scope.collectInto(collector);
    }

    private ExpressionBinder expressions(Clause clause) {
        collector.enter(clause);
        return new ExpressionBinder(binder, scope, clause);
    }

    BoundQuery bind(boolean resolve) {
        if (select.into().isPresent()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR, "SELECT ... INTO is not allowed here")
                    .at(select.position());
        }
        collector.enter(Clause.FROM);
        var from = new FromBinder(binder, scope);
        if (!query.locking().isEmpty()) {
            from.lockRows();
        }
        Plan plan = from.bind(select.from());
        Optional<Scalar> where =
                select.where().map(each -> expressions(Clause.WHERE).bindCondition(each, "WHERE"));
        for (Over.Definition window : select.windows()) {
            nameWindow(window);
        }
        targets = bindTargets(select.items(), expressions(Clause.SELECT), resolve);
        var grouping = new GroupingBinder(binder, scope, collector, select, targets);
        expressions(Clause.GROUP_BY);
        select.groupBy().ifPresent(grouping::bind);
        Optional<Scalar> having =
                select.having()
                        .map(each -> expressions(Clause.HAVING).bindCondition(each, "HAVING"));
        List<OrderKey> order = bindOrder();
        List<Integer> distinctOn = bindDistinctOn(order);
        if (where.isPresent()) {
            plan = new Filter(plan, where.get());
        }
        boolean grouped =
                select.groupBy().isPresent()
                        || select.having().isPresent()
                        || !collector.aggregates().isEmpty()
                        || !collector.groupings().isEmpty();
        if (from.hasWorkTable() && !collector.aggregates().isEmpty()) {
            throw new DatabaseException(
                            SqlState.INVALID_RECURSION,
                            "aggregate functions are not allowed in a recursive query's recursive"
                                    + " term")
                    .at(select.position());
        }
        UnaryOperator<Scalar> above = UnaryOperator.identity();
        if (grouped) {
            List<SelectedSet> below = collector.takeSets(grouping.keys());
            GroupingBinder.Grouped result =
                    grouping.group(
                            new SelectedSets(binder).add(plan, below, above),
                            () -> regroupAll(grouping, having));
            plan = result.plan();
            above = grouping::regroup;
        }
        if (having.isPresent()) {
            plan = new Filter(plan, above.apply(having.get()));
        }
        plan = addWindows(plan, above);
        plan = new SelectedSets(binder).add(plan, collector.sets(), above);
        if (!query.locking().isEmpty()) {
            return locked(plan, from, from.withConditions(where), order, grouped);
        }
        List<Output> cursorKeys =
                grouped || !collector.windows().isEmpty() || !collector.sets().isEmpty()
                        ? List.of()
                        : cursorKeys(from, order);
        return finish(plan, above, order, distinctOn, cursorKeys);
    }

    /// The keys of the rows that a cursor's query reads; none for any other query.
    private List<Output> cursorKeys(FromBinder from, List<OrderKey> order) {
        Optional<CursorRows> cursor = binder.cursorRows(query);
        if (cursor.isEmpty() || select.distinct()) {
            return List.of();
        }
        boolean single = from.tables().size() == 1 && !from.hasOther();
        boolean locks = !query.locking().isEmpty();
        boolean sorts = !order.isEmpty();
        cursor.get()
                .describe(
                        single && !sorts,
                        !locks && (sorts || select.from().size() == 1) && !hasJoin());
        var outputs = new ArrayList<Output>();
        for (FromBinder.BoundTable table : from.tables()) {
            if (table.isPartitioned()) {
                continue;
            }
            boolean isLocked =
                    query.locking().stream()
                            .anyMatch(clause ->
                                    clause.of().isEmpty()
                                            || clause.of().stream()
                                                    .anyMatch(name ->
                                                            name.name().equals(table.name())));
            cursor.get()
                    .add(
                            new CursorRows.TableKey(
                                    table.relation().table().oid(),
                                    isLocked,
                                    targets.size() + outputs.size()));
            for (Column column : table.parts().getFirst().key()) {
                outputs.add(
                        new Output(
                                binder.newColumn(column.name(), column.value()), column.value()));
            }
        }
        return outputs;
    }

    private boolean hasJoin() {
        return select.from().stream().anyMatch(TableReference.Join.class::isInstance);
    }

    /// Rewrites everything above the grouping once, so that columns that depend on the keys are
    /// found before the grouping is made.
    private void regroupAll(GroupingBinder grouping, Optional<Scalar> having) {
        targets.forEach(target -> grouping.regroup(target.value()));
        hidden.forEach(grouping::regroup);
        for (Collector.WindowGroup window : collector.windows()) {
            window.partitionBy().forEach(grouping::regroup);
            window.orderBy().forEach(key -> grouping.regroup(key.value()));
            window.calls().forEach(call -> call.map(grouping::regroup));
        }
        collector.sets().forEach(call -> call.map(grouping::regroup));
        having.ifPresent(grouping::regroup);
    }

    private void nameWindow(Over.Definition window) {
        if (collector.namedWindows().containsKey(window.name())) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR,
                            "window \"" + window.name() + "\" is already defined")
                    .at(window.position());
        }
        Over.Specification specification = window.specification();
        collector.nameWindow(
                window.name(),
                specification.base().isPresent()
                        ? WindowBinder.merge(specification, collector)
                        : specification);
    }

    /// Binds a select list or RETURNING.
    List<SelectTarget> bindTargets(
            List<SelectItem> items, ExpressionBinder expressions, boolean resolve) {
        var bound = new ArrayList<SelectTarget>();
        for (SelectItem item : items) {
            switch (item.expression()) {
                case Expression.Star star ->
                        addStar(new StarExpansion(expressions).expand(star), item, bound);
                case Expression.FieldStar star ->
                        addStar(new StarExpansion(expressions).expand(star), item, bound);
                default -> {
                    Scalar value = expressions.bind(item.expression());
                    bound.add(
                            new SelectTarget(
                                    ItemNames.of(item),
                                    resolve ? binder.coercion.known(value) : value,
                                    origin(value, expressions.scope),
                                    item.position()));
                }
            }
        }
        if (bound.size() > TARGET_COUNT_MAX) {
            throw new DatabaseException(
                    SqlState.TOO_MANY_COLUMNS,
                    "target lists can have at most " + TARGET_COUNT_MAX + " entries");
        }
        return bound;
    }

    private static void addStar(
            List<ScopeColumn> columns, SelectItem item, List<SelectTarget> bound) {
        for (ScopeColumn column : columns) {
            bound.add(
                    new SelectTarget(
                            column.name(),
                            column.value(),
                            new BoundQuery.Origin(column.tableOid(), column.number()),
                            item.position()));
        }
    }

    /// Returns the table column that a value is.
    static BoundQuery.Origin origin(Scalar value, Scope scope) {
        if (value instanceof Scalar.ColumnValue column) {
            for (Optional<Scope> level = Optional.of(scope);
                    level.isPresent();
                    level = level.get().outer()) {
                for (ScopeTable table : level.get().namespace().tables()) {
                    for (ScopeColumn each : table.columns()) {
                        if (each.value() instanceof Scalar.ColumnValue known
                                && known.id() == column.id()) {
                            return new BoundQuery.Origin(each.tableOid(), each.number());
                        }
                    }
                }
            }
        }
        return BoundQuery.Origin.NONE;
    }

    private List<OrderKey> bindOrder() {
        var order = new ArrayList<OrderKey>();
        for (dev.reckon.sql.ast.SortKey key : query.orderBy()) {
            int index = targetOf(key.expression(), Clause.ORDER_BY);
            order.add(new OrderKey(index, Orders.key(valueAt(index), key)));
        }
        return order;
    }

    private Scalar valueAt(int index) {
        return index < targets.size()
                ? targets.get(index).value()
                : hidden.get(index - targets.size());
    }

    /// Finds what an expression of ORDER BY or DISTINCT ON means: the name or number of a target,
    /// or else an expression over the input, which may still be a target's.
    private int targetOf(Expression expression, Clause clause) {
        int index = findTarget(expression, clause);
        if (index < targets.size()) {
            binder.notes().ifPresent(notes -> notes.target(expression, index));
        }
        return index;
    }

    private int findTarget(Expression expression, Clause clause) {
        if (expression instanceof Expression.IntegerConstant(int number, int position)) {
            if (number < 1 || number > targets.size()) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                clause.text() + " position " + number + " is not in select list")
                        .at(position);
            }
            return number - 1;
        }
        if (expression instanceof Expression.NumericConstant
                || expression instanceof Expression.StringConstant
                || expression instanceof Expression.BooleanConstant) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR, "non-integer constant in " + clause.text())
                    .at(expression.position());
        }
        if (expression instanceof Expression.ColumnReference reference
                && reference.names().size() == 1) {
            int named = targetNamed(reference.names().getFirst(), clause, expression.position());
            if (named >= 0) {
                return named;
            }
        }
        Scalar value = binder.coercion.known(expressions(clause).bind(expression));
        String fingerprint = Fingerprint.of(value);
        if (!Scalars.isVolatile(value)) {
            for (int i = 0; i < targets.size() + hidden.size(); i++) {
                if (Fingerprint.of(valueAt(i)).equals(fingerprint)) {
                    return i;
                }
            }
        }
        hidden.add(value);
        return targets.size() + hidden.size() - 1;
    }

    private int targetNamed(String name, Clause clause, int position) {
        int found = -1;
        for (int i = 0; i < targets.size(); i++) {
            if (!targets.get(i).name().equals(name)) {
                continue;
            }
            if (found >= 0
                    && !Fingerprint.of(targets.get(found).value())
                            .equals(Fingerprint.of(targets.get(i).value()))) {
                throw new DatabaseException(
                                SqlState.AMBIGUOUS_COLUMN,
                                clause.text() + " \"" + name + "\" is ambiguous")
                        .at(position);
            }
            found = found >= 0 ? found : i;
        }
        return found;
    }

    private List<Integer> bindDistinctOn(List<OrderKey> order) {
        if (select.distinct() && select.distinctOn().isEmpty()) {
            for (SelectTarget target : targets) {
                Orders.requireEquality(target.value().type(), target.position());
            }
            if (!hidden.isEmpty()) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "for SELECT DISTINCT, ORDER BY expressions must appear in select"
                                        + " list")
                        .at(firstHiddenPosition(order));
            }
        }
        var on = new ArrayList<Integer>();
        for (Expression expression : select.distinctOn()) {
            on.add(targetOf(expression, Clause.DISTINCT_ON));
        }
        Set<Integer> wanted = new HashSet<>(on);
        var covered = new HashSet<Integer>();
        for (int i = 0; i < order.size() && covered.size() < wanted.size(); i++) {
            if (!wanted.contains(order.get(i).index)) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "SELECT DISTINCT ON expressions must match initial ORDER BY"
                                        + " expressions")
                        .at(select.distinctOn().getFirst().position());
            }
            covered.add(order.get(i).index);
        }
        return on;
    }

    private int firstHiddenPosition(List<OrderKey> order) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).index >= targets.size()) {
                return query.orderBy().get(i).position();
            }
        }
        return select.position();
    }

    private Plan addWindows(Plan input, UnaryOperator<Scalar> above) {
        Plan plan = input;
        for (Collector.WindowGroup window : collector.windows()) {
            plan =
                    new Window(
                            plan,
                            window.partitionBy().stream().map(above).toList(),
                            window.orderBy().stream()
                                    .map(key -> key.with(above.apply(key.value())))
                                    .toList(),
                            window.calls().stream().map(call -> call.map(above)).toList());
        }
        return plan;
    }

    /// Computes targets and hidden values, then distinct, order and limits.
    private BoundQuery finish(
            Plan input,
            UnaryOperator<Scalar> above,
            List<OrderKey> order,
            List<Integer> distinctOn,
            List<Output> cursorKeys) {
        var outputs = new ArrayList<Output>();
        var late = new HashSet<Integer>();
        for (int i = 0; i < targets.size(); i++) {
            SelectTarget target = targets.get(i);
            Scalar value = above.apply(target.value());
            outputs.add(new Output(binder.newColumn(target.name(), value), value));
            if (isLate(i, value, order)) {
                late.add(i);
            }
        }
        for (Scalar extra : hidden) {
            Scalar value = above.apply(extra);
            outputs.add(
                    new Output(
                            binder.newColumn(
                                    extra instanceof Scalar.ColumnValue column
                                            ? column.name()
                                            : "sort",
                                    value),
                            value));
        }
        List<Column> visible =
                new ArrayList<>(
                        outputs.subList(0, targets.size()).stream().map(Output::column).toList());
        outputs.addAll(cursorKeys);
        cursorKeys.forEach(key -> visible.add(key.column()));
        Plan plan = late.isEmpty() ? new Project(input, outputs) : without(late, input, outputs);
        List<SortKey> keys = new ArrayList<>();
        for (OrderKey key : order) {
            keys.add(key.key.with(outputs.get(key.index).column().value()));
        }
        if (!distinctOn.isEmpty()) {
            plan = distinctOn(plan, outputs, keys, distinctOn);
        } else {
            if (select.distinct()) {
                plan = new Distinct(plan, visible, false);
            }
            if (!keys.isEmpty()) {
                plan = new Sort(plan, keys);
            }
        }
        // What an offset skips is computed.
        boolean isLast = query.offset().isEmpty();
        if (!late.isEmpty() && !isLast) {
            plan = new Project(plan, with(late, outputs));
        }
        plan = new QueryBinder(binder).limit(query, plan, keys, outer);
        if (!late.isEmpty() && isLast) {
            plan = new Project(plan, with(late, outputs.subList(0, visible.size())));
        } else if (!hidden.isEmpty()) {
            plan = new Project(plan, visible.stream().map(Output::of).toList());
        }
        return new BoundQuery(plan, targets.stream().map(SelectTarget::origin).toList());
    }

    /// Returns whether a target is computed after sorting and for the rows within the limits alone:
    /// numbers of a sequence come in the order of the rows, and no more of them than rows.
    private boolean isLate(int index, Scalar value, List<OrderKey> order) {
        boolean isCut = !order.isEmpty() || query.limit().isPresent() || query.offset().isPresent();
        return isCut
                && !select.distinct()
                && Scalars.isVolatile(value)
                && order.stream().noneMatch(key -> key.index == index);
    }

    /// Returns the outputs but some, with all columns that those need.
    private static Plan without(Set<Integer> late, Plan input, List<Output> outputs) {
        var early = new ArrayList<Output>();
        input.columns().forEach(column -> early.add(Output.of(column)));
        for (int i = 0; i < outputs.size(); i++) {
            if (!late.contains(i)) {
                early.add(outputs.get(i));
            }
        }
        return new Project(input, early);
    }

    /// Returns all outputs where all but some are computed.
    private static List<Output> with(Set<Integer> late, List<Output> outputs) {
        var all = new ArrayList<Output>();
        for (int i = 0; i < outputs.size(); i++) {
            all.add(late.contains(i) ? outputs.get(i) : Output.of(outputs.get(i).column()));
        }
        return all;
    }

    /// The first row of each group in the order asked for; keys that are not in it come after it.
    private static Plan distinctOn(
            Plan input, List<Output> outputs, List<SortKey> keys, List<Integer> distinctOn) {
        List<Column> on =
                distinctOn.stream().distinct().map(index -> outputs.get(index).column()).toList();
        var sorted = new ArrayList<>(keys);
        for (Column column : on) {
            boolean known =
                    keys.stream()
                            .anyMatch(key ->
                                    key.value() instanceof Scalar.ColumnValue value
                                            && value.id() == column.id());
            if (!known) {
                // Inserted before the keys that do not decide which rows are equal.
                sorted.add(leading(keys, on), new SortKey(column.value(), false, false));
            }
        }
        return new Distinct(new Sort(input, sorted), on, true);
    }

    private static int leading(List<SortKey> keys, List<Column> on) {
        int count = 0;
        while (count < keys.size()
                && keys.get(count).value() instanceof Scalar.ColumnValue value
                && on.stream().anyMatch(column -> column.id() == value.id())) {
            count++;
        }
        return count;
    }

    /// A query with FOR UPDATE: rows are locked after sorting and before the limit counts them, and
    /// the targets are computed from the rows as they are then.
    private BoundQuery locked(
            Plan input,
            FromBinder from,
            Optional<Scalar> where,
            List<OrderKey> order,
            boolean grouped) {
        String wrong = "";
        if (grouped) {
            wrong = select.groupBy().isPresent() ? "GROUP BY clause" : "aggregate functions";
            wrong = select.having().isPresent() ? "HAVING clause" : wrong;
        } else if (select.distinct()) {
            wrong = "DISTINCT clause";
        } else if (!collector.windows().isEmpty()) {
            wrong = "window functions";
        } else if (!collector.sets().isEmpty()) {
            wrong = "set-returning functions in the target list";
        }
        if (!wrong.isEmpty()) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "FOR "
                                    + query.locking().getFirst().strength().name().replace('_', ' ')
                                    + " is not allowed with "
                                    + wrong)
                    .at(query.locking().getFirst().position());
        }
        Plan plan = input;
        List<SortKey> keys = order.stream().map(OrderKey::key).toList();
        if (!keys.isEmpty()) {
            plan = new Sort(plan, keys);
        }
        plan = new LockBinder(binder, from).lock(plan, query.locking(), where);
        plan = new QueryBinder(binder).limit(query, plan, keys, outer);
        var outputs = new ArrayList<Output>();
        for (SelectTarget target : targets) {
            outputs.add(
                    new Output(binder.newColumn(target.name(), target.value()), target.value()));
        }
        outputs.addAll(cursorKeys(from, order));
        return new BoundQuery(
                new Project(plan, outputs), targets.stream().map(SelectTarget::origin).toList());
    }
}
