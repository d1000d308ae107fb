package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.plan.Append;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.RowMover;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.Update;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Binds UPDATE.
///
/// The input is the scan of the target, joined with FROM and filtered; it serves to find the keys.
/// The scalars of the change read the row as it is when it has been locked, through the target's
/// own columns; RETURNING reads the new row through the same.
record UpdateBinder(Binder binder) {
    BoundQuery bind(DataStatement.Update update, Scope outer) {
        WithBinder with = new WithBinder(binder, outer);
        update.with().ifPresent(with::bind);
        var targets = new TargetBinder(binder);
        TargetRelation relation = targets.find(update.table().name(), "update");
        relation.access('w');
        Table table = relation.table();
        if (!table.isPartitioned() || update.table().only()) {
            BoundQuery bound = bind(update, relation, table, Optional.empty(), with.scope());
            return new BoundQuery(with.wrap(bound.plan()), bound.origins());
        }
        Target root = targets.target(table);
        return new PartitionedChange(binder, table)
                .bind(
                        partition ->
                                bind(
                                        update,
                                        relation.in(partition),
                                        table,
                                        Optional.of(
                                                new RowMover(
                                                        root,
                                                        PartitionConditions.positions(
                                                                table, partition))),
                                        with.scope()),
                        with);
    }

    /// @param named the table that the statement names
    /// @param mover where rows go that are no longer those of the partition that is changed
    private BoundQuery bind(
            DataStatement.Update update,
            TargetRelation relation,
            Table named,
            Optional<RowMover> mover,
            Scope outer) {
        Target plain = new TargetBinder(binder).target(relation.table(), Optional.of(named));
        Input input = input(relation, update.table(), update.from(), outer);
        Optional<Scalar> where = where(update.where(), input, relation);
        Plan plan = where.isPresent() ? new Filter(input.plan, where.get()) : input.plan;
        TargetRelation.Shown shown = relation.show(plain.row(), input.name);
        Target target = plain.withViewChecks(relation.checks(shown));
        Scope rowScope = rowScope(shown, input, outer);
        List<RowChange.Assignment> assignments =
                new AssignmentBinder(
                                new ExpressionBinder(binder, rowScope, Clause.UPDATE),
                                relation,
                                target)
                        .bind(update.assignments());
        ReturningBinder.Bound returning =
                new ReturningBinder(binder, rowScope).bind(update.returning());
        boolean mayMove = mayMove(target, assignments);
        Plan changed =
                new Update(
                        plan,
                        mayMove ? target : target.withoutPartitionCondition(),
                        input.key,
                        new RowChange(assignments, recheck(where, input, target)),
                        returning.returning(),
                        mover.filter(_ -> mayMove));
        return new BoundQuery(changed, returning.origins());
    }

    /// Returns whether a change may make a row another partition's.
    private static boolean mayMove(Target target, List<RowChange.Assignment> assignments) {
        if (target.partitionCondition().isEmpty()) {
            return false;
        }
        if (target.firesForRows()) {
            return true; // Functions of triggers may change any column.
        }
        Set<Integer> read = new HashSet<>();
        Plans.collectFree(target.partitionCondition().get(), read);
        return Stream.concat(assignments.stream(), target.generated().stream())
                .anyMatch(each -> read.contains(target.row().get(each.position()).id()));
    }

    /// The rows to change, before the filter.
    ///
    /// @param row the columns that have the target's row
    /// @param key those of its key; all of the row where a view's triggers change it
    /// @param conditions of the views by way of which the table is changed
    /// @param others the names of FROM alone
    record Input(
            Plan plan,
            List<Column> row,
            List<Column> key,
            List<Scalar> conditions,
            Scope scope,
            Namespace others,
            String name) {}

    Input input(
            TargetRelation relation,
            TableReference.Table reference,
            List<TableReference> references,
            Scope outer) {
        String name =
                reference.alias().map(TableReference.Alias::name).orElse(relation.named().name());
        Plan whole =
                relation.isTriggered()
                        ? relation.triggeredRows(reference, outer)
                        : RelationBinder.scan(binder, relation.table(), name);
        List<Column> key = whole instanceof TableScan scan ? key(scan) : whole.columns();
        Scope scope = Scope.inside(outer);
        TargetRelation.Shown shown = relation.show(whole.columns(), name);
        List<Scalar> conditions =
                shown.conditions().stream().map(TargetRelation.Condition::value).toList();
        Namespace own = Namespace.of(shown.row());
        Plan rows =
                relation.isOfPartition()
                        ? new Append(
                                List.of(whole),
                                whole.columns(),
                                List.of(
                                        new PartitionConditions(binder)
                                                .ofLeaf(
                                                        relation.table(),
                                                        relation.table(),
                                                        whole.columns())))
                        : whole;
        if (references.isEmpty()) {
            scope.replace(own);
            return new Input(rows, rows.columns(), key, conditions, scope, Namespace.EMPTY, name);
        }
        Scope fromScope = Scope.inside(outer);
        var from = new FromBinder(binder, fromScope);
        Plan others = from.bind(references);
        FromBinder.requireNewNames(own, fromScope.namespace(), reference.position());
        scope.replace(own.join(fromScope.namespace()));
        return new Input(
                from.join(JoinKind.INNER, rows, others, Plans.TRUE, reference.position()),
                rows.columns(),
                key,
                conditions,
                scope,
                fromScope.namespace(),
                name);
    }

    /// Binds the condition on the rows to change, with those of the views on the way.
    Optional<Scalar> where(Optional<Expression> condition, Input input, TargetRelation relation) {
        List<Scalar> all = new ArrayList<>(input.conditions);
        condition.ifPresent(each -> {
            var expressions = new ExpressionBinder(binder, input.scope, Clause.WHERE);
            all.add(
                    each instanceof Expression.CurrentOf current
                            ? currentOf(current, relation, input.key, expressions)
                            : expressions.bindCondition(each, "WHERE"));
        });
        return all.isEmpty() ? Optional.empty() : Optional.of(Plans.and(all));
    }

    /// The row that a cursor stands on, by its key.
    private static Scalar currentOf(
            Expression.CurrentOf current,
            TargetRelation relation,
            List<Column> key,
            ExpressionBinder expressions) {
        if (relation.isTriggered()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "WHERE CURRENT OF on a view is not implemented");
        }
        Table table = relation.table();
        List<Scalar> cursor = cursor(current, expressions);
        var conditions = new ArrayList<Scalar>();
        for (Column column : key) {
            int index = conditions.size();
            Kernel kernel =
                    (arguments, rows, environment) -> {
                        String name =
                                arguments.isEmpty()
                                        ? current.cursor()
                                        : arguments.getFirst().value(0).toString();
                        Value value = environment.cursorKey(name, table.oid(), table.name(), index);
                        var builder = new VectorBuilder(column.type().physical(), rows.rowCount());
                        for (int row = 0; row < rows.rowCount(); row++) {
                            builder.append(value);
                        }
                        return builder.build();
                    };
            var function =
                    new ScalarFunction(
                            0,
                            "current of",
                            cursor.stream().map(Scalar::type).toList(),
                            false,
                            column.type(),
                            false,
                            Volatility.STABLE,
                            kernel);
            conditions.add(
                    expressions.operators.binary(
                            "=",
                            column.value(),
                            new Scalar.Call(function, cursor, column.type(), -1, -1),
                            current.position()));
        }
        return Plans.and(conditions);
    }

    /// Returns the variable that holds the cursor's name, where it is one of a procedure.
    private static List<Scalar> cursor(Expression.CurrentOf current, ExpressionBinder expressions) {
        return expressions
                .binder
                .variables()
                .flatMap(each -> each.find(List.of(current.cursor()), current.position()))
                .filter(each -> each.type().equals(DataType.REFCURSOR))
                .map(List::of)
                .orElse(List.of());
    }

    /// Returns the scope in which the target's row is read by its own columns.
    static Scope rowScope(TargetRelation.Shown shown, Input input, Scope outer) {
        Scope scope = Scope.inside(outer);
        scope.replace(Namespace.of(shown.row()).join(input.others));
        return scope;
    }

    /// Returns the condition that a row must still meet that has changed meanwhile, over the
    /// target's columns; empty for rows of a view, which are not locked.
    static Optional<Scalar> recheck(Optional<Scalar> where, Input input, Target target) {
        return target.isView()
                ? Optional.empty()
                : where.map(each -> overRow(each, input.row, target));
    }

    /// Makes a condition over the input's columns one over the target's.
    private static Scalar overRow(Scalar condition, List<Column> row, Target target) {
        Map<Integer, Scalar> columns = new HashMap<>();
        for (int i = 0; i < row.size(); i++) {
            columns.put(row.get(i).id(), target.row().get(i).value());
        }
        return Plans.rewrite(
                condition,
                each ->
                        each instanceof Scalar.ColumnValue column
                                ? columns.getOrDefault(column.id(), column)
                                : each);
    }

    static List<Column> key(TableScan scan) {
        var key = new ArrayList<Column>();
        for (KeyColumn column : scan.table().key()) {
            key.add(scan.columns().get(column.column()));
        }
        return key;
    }
}
