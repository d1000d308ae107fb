package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Merge;
import dev.reckon.sql.plan.MergeBranch;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Binds MERGE: the source, joined from the left with the target.
record MergeBinder(Binder binder) {
    BoundQuery bind(DataStatement.Merge merge, Scope outer) {
        WithBinder with = new WithBinder(binder, outer);
        if (merge.with().filter(Query.With::recursive).isPresent()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "WITH RECURSIVE is not supported for MERGE statement")
                    .at(merge.position());
        }
        merge.with().ifPresent(with::bind);
        var targets = new TargetBinder(binder);
        TargetRelation relation = targets.find(merge.table().name(), "merge into");
        Table table = relation.table();
        if (table.isPartitioned()) {
            throw DatabaseException.notSupported(
                            "MERGE into a partitioned table",
                            "Use INSERT and UPDATE, or merge into each partition.")
                    .at(merge.position());
        }
        Target target = targets.target(table);
        String name =
                merge.table()
                        .alias()
                        .map(dev.reckon.sql.ast.TableReference.Alias::name)
                        .orElse(table.name());
        Scope sourceScope = Scope.inside(with.scope());
        Plan source = new FromBinder(binder, sourceScope).bind(List.of(merge.source()));
        TableScan scan = RelationBinder.scan(binder, table, name);
        Namespace own = Namespace.of(TargetBinder.rowTable(table, scan.columns(), name));
        FromBinder.requireNewNames(own, sourceScope.namespace(), merge.position());
        Scope both = Scope.inside(with.scope());
        both.replace(own.join(sourceScope.namespace()));
        Scalar condition =
                new ExpressionBinder(binder, both, Clause.JOIN_ON)
                        .bindCondition(merge.on(), "JOIN/ON");
        Scope matched = Scope.inside(with.scope());
        matched.replace(
                Namespace.of(TargetBinder.rowTable(table, target.row(), name))
                        .join(sourceScope.namespace()));
        var branches = new ArrayList<MergeBranch>();
        for (DataStatement.MergeBranch branch : merge.branches()) {
            Scope scope = branch.matched() ? matched : sourceScope;
            branches.add(branch(branch, scope, relation, target));
        }
        Plan plan =
                new Merge(
                        new Join(JoinKind.LEFT, source, scan, condition),
                        target,
                        UpdateBinder.key(scan),
                        branches);
        return new BoundQuery(with.wrap(plan), List.of());
    }

    private MergeBranch branch(
            DataStatement.MergeBranch branch, Scope scope, TargetRelation relation, Target target) {
        Optional<Scalar> condition =
                branch.condition()
                        .map(each ->
                                new ExpressionBinder(binder, scope, Clause.MERGE_WHEN)
                                        .bindCondition(each, "WHEN"));
        var expressions = new ExpressionBinder(binder, scope, Clause.UPDATE);
        MergeBranch.Action action =
                switch (branch.action()) {
                    case DataStatement.MergeAction.Nothing _ -> new MergeBranch.Action.Nothing();
                    case DataStatement.MergeAction.Delete _ -> {
                        relation.access('d');
                        yield new MergeBranch.Action.Remove();
                    }
                    case DataStatement.MergeAction.Update update -> {
                        relation.access('w');
                        yield new MergeBranch.Action.Change(
                                new RowChange(
                                        new AssignmentBinder(expressions, relation, target)
                                                .bind(update.assignments()),
                                        Optional.empty()));
                    }
                    case DataStatement.MergeAction.Insert insert -> {
                        relation.access('a');
                        yield new MergeBranch.Action.Add(values(insert, expressions, relation));
                    }
                };
        return new MergeBranch(branch.matched(), condition, action);
    }

    private List<Scalar> values(
            DataStatement.MergeAction.Insert insert,
            ExpressionBinder expressions,
            TargetRelation relation) {
        Table table = relation.table();
        var assignments = AssignmentBinder.ofNewRow(expressions, relation);
        var positions = new ArrayList<Integer>();
        insert.columns()
                .forEach(column ->
                        positions.add(relation.position(column.name(), column.position(), 'a')));
        if (positions.isEmpty()) {
            for (int i = 0; i < insert.values().size(); i++) {
                positions.add(i);
            }
        }
        if (insert.values().size() > table.columns().size()
                || (!insert.values().isEmpty() && positions.size() != insert.values().size())) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            positions.size() > insert.values().size()
                                    ? "INSERT has more target columns than expressions"
                                    : "INSERT has more expressions than target columns")
                    .at(insert.values().getFirst().position());
        }
        var given = new HashMap<Integer, Scalar>();
        for (int i = 0; i < insert.values().size(); i++) {
            Expression value = insert.values().get(i);
            int position = positions.get(i);
            TableColumn column = table.columns().get(position);
            var target =
                    insert.columns().isEmpty()
                            ? new DataStatement.TargetColumn(column.name(), List.of(), -1)
                            : insert.columns().get(i);
            if (value instanceof Expression.DefaultValue) {
                if (!target.path().isEmpty()) {
                    throw AssignmentBinder.noDefault(target);
                }
                continue;
            }
            if (column.generatedText().isPresent()) {
                throw new DatabaseException(
                                SqlState.GENERATED_ALWAYS,
                                "cannot insert a non-DEFAULT value into column \""
                                        + column.name()
                                        + "\"")
                        .withDetail("Column \"" + column.name() + "\" is a generated column.");
            }
            Scalar before = given.getOrDefault(position, assignments.row().get(position));
            given.put(
                    position,
                    assignments.assigned(
                            target, before, expressions.bind(value), column, value.position()));
        }
        var values = new ArrayList<Scalar>();
        for (int i = 0; i < table.columns().size(); i++) {
            values.add(
                    given.containsKey(i)
                            ? given.get(i)
                            : assignments.defaultValue(table.columns().get(i)));
        }
        return values;
    }
}
