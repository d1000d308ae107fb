package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.plan.Aggregate;
import dev.reckon.sql.plan.AggregateCall;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Binds GROUP BY, and rewrites what stands above it: there, only the keys and the aggregates can
/// be read. For one thread.
final class GroupingBinder {
    private static final int SET_COUNT_MAX = 4096;

    private final Binder binder;
    private final Scope scope;
    private final Collector collector;
    private final Query.Select select;
    private final List<SelectTarget> targets;

    /// The keys by fingerprint, in order.
    private final Map<String, Output> keys = new LinkedHashMap<>();

    /// The grouping sets as positions of keys.
    private List<List<Integer>> sets = List.of();

    private final Map<Integer, Scalar> groupings = new HashMap<>();
    private Optional<Column> setNumber = Optional.empty();

    GroupingBinder(
            Binder binder,
            Scope scope,
            Collector collector,
            Query.Select select,
            List<SelectTarget> targets) {
        this.binder = binder;
        this.scope = scope;
        this.collector = collector;
        this.select = select;
        this.targets = targets;
    }

    /// The grouping's plan.
    record Grouped(Plan plan) {}

    void bind(Query.GroupBy groupBy) {
        List<List<Integer>> product = List.of(List.of());
        for (Query.GroupingElement element : groupBy.elements()) {
            List<List<Integer>> alternatives = elementSets(element);
            var longer = new ArrayList<List<Integer>>();
            for (List<Integer> before : product) {
                for (List<Integer> each : alternatives) {
                    longer.add(union(before, each));
                }
            }
            if (longer.size() > SET_COUNT_MAX) {
                throw new DatabaseException(
                                SqlState.STATEMENT_TOO_COMPLEX,
                                "too many grouping sets present (maximum 4096)")
                        .at(element.position());
            }
            product = longer;
        }
        if (groupBy.distinct()) {
            var different = new LinkedHashMap<Set<Integer>, List<Integer>>();
            product.forEach(each -> different.putIfAbsent(new HashSet<>(each), each));
            product = new ArrayList<>(different.values());
        }
        boolean plain = product.size() == 1 && product.getFirst().size() == keys.size();
        sets = plain ? List.of() : product;
    }

    private static List<Integer> union(List<Integer> left, List<Integer> right) {
        var all = new LinkedHashSet<>(left);
        all.addAll(right);
        return List.copyOf(all);
    }

    private List<List<Integer>> elementSets(Query.GroupingElement element) {
        return switch (element) {
            case Query.EmptyGroup _ -> List.of(List.of());
            case Query.GroupingExpression(Expression expression, int _) ->
                    List.of(keysOf(expression));
            case Query.Rollup(List<Expression> operands, int _) -> {
                var all = new ArrayList<List<Integer>>();
                List<List<Integer>> parts = operands.stream().map(this::keysOf).toList();
                for (int count = parts.size(); count >= 0; count--) {
                    List<Integer> set = List.of();
                    for (List<Integer> part : parts.subList(0, count)) {
                        set = union(set, part);
                    }
                    all.add(set);
                }
                yield all;
            }
            case Query.Cube(List<Expression> operands, int position) -> {
                if (operands.size() > 12) {
                    throw new DatabaseException(
                                    SqlState.TOO_MANY_COLUMNS, "CUBE is limited to 12 elements")
                            .at(position);
                }
                List<List<Integer>> parts = operands.stream().map(this::keysOf).toList();
                var all = new ArrayList<List<Integer>>();
                for (int mask = (1 << parts.size()) - 1; mask >= 0; mask--) {
                    List<Integer> set = List.of();
                    for (int i = 0; i < parts.size(); i++) {
                        if ((mask & 1 << (parts.size() - 1 - i)) != 0) {
                            set = union(set, parts.get(i));
                        }
                    }
                    all.add(set);
                }
                yield all;
            }
            case Query.GroupingSets(List<Query.GroupingElement> elements, int _) ->
                    elements.stream().flatMap(each -> elementSets(each).stream()).toList();
        };
    }

    /// Returns the positions of the keys that an expression means; a row without the word ROW is
    /// its fields.
    private List<Integer> keysOf(Expression expression) {
        if (expression instanceof Expression.Row row && !row.explicit()) {
            List<Integer> all = List.of();
            for (Expression field : row.fields()) {
                all = union(all, keysOf(field));
            }
            return all;
        }
        Scalar value = value(expression);
        Orders.requireEquality(value.type(), expression.position());
        String fingerprint = Fingerprint.of(value);
        if (!keys.containsKey(fingerprint)) {
            addKey(fingerprint, value, ItemNames.of(expression));
        }
        return List.of(new ArrayList<>(keys.keySet()).indexOf(fingerprint));
    }

    /// Returns the keys found so far, over the input.
    List<Scalar> keys() {
        return keys.values().stream().map(Output::value).toList();
    }

    private Output addKey(String fingerprint, Scalar value, String name) {
        var output = new Output(binder.newColumn(name, value), value);
        keys.put(fingerprint, output);
        return output;
    }

    /// A number is a target; a name is a column of the input or else a target; anything else is an
    /// expression over the input.
    private Scalar value(Expression expression) {
        int position = expression.position();
        if (expression instanceof Expression.IntegerConstant(int number, int _)) {
            if (number < 1 || number > targets.size()) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "GROUP BY position " + number + " is not in select list")
                        .at(position);
            }
            noteTarget(expression, number - 1);
            return checked(targets.get(number - 1).value(), position);
        }
        if (expression instanceof Expression.NumericConstant
                || expression instanceof Expression.StringConstant) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "non-integer constant in GROUP BY")
                    .at(position);
        }
        if (expression instanceof Expression.ColumnReference reference
                && reference.names().size() == 1) {
            String name = reference.names().getFirst();
            boolean inInput =
                    scope.namespace().columns().stream()
                            .anyMatch(column -> column.name().equals(name));
            if (!inInput) {
                Optional<SelectTarget> target = target(name, position);
                if (target.isPresent()) {
                    noteTarget(expression, targets.indexOf(target.get()));
                    return checked(target.get().value(), position);
                }
            }
        }
        return binder.coercion.known(
                new ExpressionBinder(binder, scope, Clause.GROUP_BY).bind(expression));
    }

    private void noteTarget(Expression expression, int index) {
        binder.notes().ifPresent(notes -> notes.target(expression, index));
    }

    private Optional<SelectTarget> target(String name, int position) {
        Optional<SelectTarget> found = Optional.empty();
        for (SelectTarget target : targets) {
            if (!target.name().equals(name)) {
                continue;
            }
            if (found.isPresent()
                    && !Fingerprint.of(found.get().value())
                            .equals(Fingerprint.of(target.value()))) {
                throw new DatabaseException(
                                SqlState.AMBIGUOUS_COLUMN, "GROUP BY \"" + name + "\" is ambiguous")
                        .at(position);
            }
            found = found.isPresent() ? found : Optional.of(target);
        }
        return found;
    }

    private Scalar checked(Scalar value, int position) {
        Set<Integer> ids = Scalars.columnIds(value);
        if (ids.stream().anyMatch(collector::aggregates)) {
            throw new DatabaseException(
                            SqlState.GROUPING_ERROR,
                            "aggregate functions are not allowed in GROUP BY")
                    .at(position);
        }
        boolean hasWindow =
                collector.windows().stream()
                        .flatMap(window -> window.calls().stream())
                        .anyMatch(call -> ids.contains(call.output().id()));
        if (hasWindow) {
            throw new DatabaseException(
                            SqlState.WINDOWING_ERROR,
                            "window functions are not allowed in GROUP BY")
                    .at(position);
        }
        return value;
    }

    /// Makes the grouping.
    ///
    /// @param rewriteAll rewrites everything that stands above, so that all keys are known
    Grouped group(Plan input, Runnable rewriteAll) {
        if (!sets.isEmpty()) {
            setNumber = Optional.of(binder.newColumn("grouping set", DataType.INT4, -1));
        }
        bindGroupings();
        rewriteAll.run();
        collector.aggregates().forEach(this::requireGrouped);
        boolean isOneGroup = select.groupBy().isEmpty() && collector.aggregates().isEmpty();
        return new Grouped(
                new Aggregate(
                        // HAVING alone makes one group, whatever the rows are: none is read.
                        isOneGroup ? Values.oneRow() : input,
                        List.copyOf(keys.values()),
                        sets,
                        collector.aggregates(),
                        setNumber));
    }

    /// The direct arguments of ordered-set aggregates have one value for a group.
    private void requireGrouped(AggregateCall call) {
        if (call.function().kind() != AggregateFunction.Kind.PLAIN) {
            call.arguments()
                    .subList(0, call.arguments().size() - call.orderBy().size())
                    .forEach(this::regroup);
        }
    }

    /// Computes each GROUPING(…) from the number of the grouping set.
    private void bindGroupings() {
        var expressions = new ExpressionBinder(binder, scope, Clause.SELECT);
        for (Collector.GroupingMention mention : collector.groupings()) {
            var positions = new ArrayList<Integer>();
            for (Scalar operand : mention.operands()) {
                int index = new ArrayList<>(keys.keySet()).indexOf(Fingerprint.of(operand));
                if (index < 0) {
                    throw new DatabaseException(
                                    SqlState.GROUPING_ERROR,
                                    "arguments to GROUPING must be grouping expressions of the"
                                            + " associated query level")
                            .at(mention.position());
                }
                positions.add(index);
            }
            Scalar result = integer(0);
            for (int set = sets.size() - 1; set >= 0; set--) {
                int mask = 0;
                for (int position : positions) {
                    mask = mask << 1 | (sets.get(set).contains(position) ? 0 : 1);
                }
                Scalar isSet =
                        expressions.operators.binary(
                                "=",
                                setNumber.orElseThrow().value(),
                                integer(set),
                                mention.position());
                result =
                        new Scalar.Case(
                                List.of(new Scalar.Branch(isSet, integer(mask))),
                                result,
                                DataType.INT4,
                                -1);
            }
            groupings.put(mention.output().id(), result);
        }
    }

    private static Scalar integer(int value) {
        return new Scalar.Constant(new Value.Int(value), DataType.INT4, -1);
    }

    /// Rewrites a scalar over the input into one over keys and aggregates.
    ///
    /// @throws DatabaseException 42803 when it reads a column that is neither
    Scalar regroup(Scalar scalar) {
        Output key = keys.get(Fingerprint.of(scalar));
        if (key != null) {
            return key.column().value();
        }
        if (scalar instanceof Scalar.ColumnValue column) {
            return regroupColumn(column, false);
        }
        if (scalar instanceof Scalar.RowConstructor row) {
            requireGrouped(row);
        }
        Scalar below = scalar.map(this::regroup);
        return switch (below) {
            case Scalar.ScalarSubquery(Plan plan, DataType type, int modifier) ->
                    new Scalar.ScalarSubquery(regroup(plan), type, modifier);
            case Scalar.Exists exists -> new Scalar.Exists(regroup(exists.plan()));
            case Scalar.ArraySubquery(Plan plan, DataType type) ->
                    new Scalar.ArraySubquery(regroup(plan), type);
            case Scalar.QuantifiedSubquery(Plan plan, Scalar condition, boolean all) ->
                    new Scalar.QuantifiedSubquery(regroup(plan), condition, all);
            default -> below;
        };
    }

    /// A table's whole row is no row of its columns: it is a key itself, or depends on the keys.
    private void requireGrouped(Scalar.RowConstructor row) {
        for (ScopeTable table : scope.namespace().tables()) {
            boolean isWhole =
                    table.kind() == ScopeTable.Kind.ROWS && row.equals(Scope.wholeRow(table));
            boolean depends =
                    table.columns().stream()
                            .allMatch(each ->
                                    each.value() instanceof Scalar.ColumnValue column
                                            && dependsOnKeys(column));
            if (isWhole && !depends) {
                throw new DatabaseException(
                                SqlState.GROUPING_ERROR,
                                "column \""
                                        + table.name()
                                        + ".*\" must appear in the GROUP BY clause or be used in an"
                                        + " aggregate function")
                        .at(select.position());
            }
        }
    }

    private Plan regroup(Plan subquery) {
        return Plans.rewriteScalars(
                subquery,
                each ->
                        each instanceof Scalar.ColumnValue column
                                ? regroupColumn(column, true)
                                : each);
    }

    private Scalar regroupColumn(Scalar.ColumnValue column, boolean inSubquery) {
        Scalar grouping = groupings.get(column.id());
        if (grouping != null) {
            return grouping;
        }
        if (!scope.owns(column.id())) {
            return column;
        }
        String fingerprint = Fingerprint.of(column);
        Output key = keys.get(fingerprint);
        if (key != null) {
            return key.column().value();
        }
        if (dependsOnKeys(column)) {
            int index = keys.size();
            Output added = addKey(fingerprint, column, column.name());
            sets = sets.stream().map(set -> union(set, List.of(index))).toList();
            return added.column().value();
        }
        String name = qualifiedName(column);
        throw new DatabaseException(
                        SqlState.GROUPING_ERROR,
                        inSubquery
                                ? "subquery uses ungrouped column \"" + name + "\" from outer query"
                                : "column \""
                                        + name
                                        + "\" must appear in the GROUP BY clause or be used in an"
                                        + " aggregate function")
                .at(binder.position(column).orElse(select.position()));
    }

    private String qualifiedName(Scalar.ColumnValue column) {
        for (ScopeTable table : scope.namespace().tables()) {
            for (ScopeColumn each : table.columns()) {
                if (each.value() instanceof Scalar.ColumnValue known && known.id() == column.id()) {
                    return table.name() + "." + each.name();
                }
            }
        }
        return column.name();
    }

    /// Returns whether the column's table has its whole primary key among the keys.
    private boolean dependsOnKeys(Scalar.ColumnValue column) {
        for (ScopeTable table : scope.namespace().tables()) {
            boolean has =
                    table.columns().stream()
                            .anyMatch(each ->
                                    each.value() instanceof Scalar.ColumnValue known
                                            && known.id() == column.id());
            if (has
                    && binder.catalog.relation(table.tableOid()).orElse(null)
                            instanceof Table stored) {
                Optional<Constraint> key =
                        stored.storedKey().filter(each -> isGrouped(each, table));
                key.ifPresent(each -> binder.needConstraint(each.oid()));
                return key.isPresent();
            }
        }
        return false;
    }

    private boolean isGrouped(Constraint primaryKey, ScopeTable table) {
        for (int number : primaryKey.columns()) {
            boolean found =
                    table.columns().stream()
                            .anyMatch(each ->
                                    each.number() == number
                                            && isKeyOfAllSets(Fingerprint.of(each.value())));
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private boolean isKeyOfAllSets(String fingerprint) {
        int index = new ArrayList<>(keys.keySet()).indexOf(fingerprint);
        return index >= 0 && sets.stream().allMatch(set -> set.contains(index));
    }
}
