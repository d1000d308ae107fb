package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Binds joins written as such.
record JoinBinder(FromBinder from) {
    FromBinder.Item bind(TableReference.Join join, Namespace outerLeft) {
        FromBinder.Item left = from.bindReference(join.left(), outerLeft);
        FromBinder.Item right = from.bindReference(join.right(), outerLeft.join(left.namespace()));
        FromBinder.requireNewNames(left.namespace(), right.namespace(), join.position());
        JoinKind kind =
                switch (join.kind()) {
                    case INNER, CROSS -> JoinKind.INNER;
                    case LEFT -> JoinKind.LEFT;
                    case RIGHT -> JoinKind.RIGHT;
                    case FULL -> JoinKind.FULL;
                };
        if (kind == JoinKind.LEFT || kind == JoinKind.FULL) {
            right = marked(right);
        }
        if (kind == JoinKind.RIGHT || kind == JoinKind.FULL) {
            left = marked(left);
        }
        List<String> using =
                join.natural() ? shared(left.namespace(), right.namespace()) : join.using();
        if (join.natural()) {
            from.binder.notes().ifPresent(notes -> notes.sharedNames(join, using));
        }
        FromBinder.Item joined =
                using.isEmpty()
                        ? on(join, kind, left, right, outerLeft)
                        : using(join, kind, left, right, using);
        return join.alias().isEmpty() ? joined : aliased(joined, join.alias().get());
    }

    /// Gives the tables of an item that may find no partner what tells whether they did: the key of
    /// a stored table, a constant beside the columns of anything else.
    private FromBinder.Item marked(FromBinder.Item item) {
        Plan plan = item.plan();
        Optional<Scalar> constant = Optional.empty();
        var tables = new ArrayList<ScopeTable>();
        for (ScopeTable table : item.namespace().tables()) {
            Optional<Scalar> mark = table.mark().or(() -> from.key(table));
            // A join's own row is made of its columns, whether it has found any or not.
            if (mark.isEmpty() && table.kind() == ScopeTable.Kind.ROWS) {
                if (constant.isEmpty()) {
                    Column column = from.binder.newColumn("present", Plans.TRUE);
                    plan = with(plan, new Output(column, Plans.TRUE));
                    constant = Optional.of(column.value());
                }
                mark = constant;
            }
            tables.add(mark.map(table::marked).orElse(table));
        }
        return new FromBinder.Item(plan, new Namespace(tables, item.namespace().columns()));
    }

    private static Plan with(Plan plan, Output added) {
        var outputs = new ArrayList<Output>();
        if (plan instanceof Project project) {
            outputs.addAll(project.outputs());
            outputs.add(added);
            return new Project(project.input(), outputs);
        }
        plan.columns().forEach(column -> outputs.add(Output.of(column)));
        outputs.add(added);
        return new Project(plan, outputs);
    }

    private static List<String> shared(Namespace left, Namespace right) {
        var names = new ArrayList<String>();
        for (ScopeColumn column : left.columns()) {
            boolean both =
                    right.columns().stream().anyMatch(each -> each.name().equals(column.name()));
            if (both && !names.contains(column.name())) {
                names.add(column.name());
            }
        }
        return names;
    }

    private FromBinder.Item on(
            TableReference.Join join,
            JoinKind kind,
            FromBinder.Item left,
            FromBinder.Item right,
            Namespace outerLeft) {
        Namespace both = left.namespace().join(right.namespace());
        Scalar condition = Plans.TRUE;
        if (join.on().isPresent()) {
            var scope = new Scope(from.scope.outer(), both);
            scope.hide(outerLeft);
            condition =
                    new ExpressionBinder(from.binder, scope, Clause.JOIN_ON)
                            .bindCondition(join.on().get(), "JOIN/ON");
        }
        return new FromBinder.Item(
                from.join(kind, left.plan(), right.plan(), condition, join.position()), both);
    }

    private FromBinder.Item using(
            TableReference.Join join,
            JoinKind kind,
            FromBinder.Item left,
            FromBinder.Item right,
            List<String> names) {
        var expressions =
                new ExpressionBinder(
                        from.binder,
                        new Scope(from.scope.outer(), Namespace.EMPTY),
                        Clause.JOIN_ON);
        var conditions = new ArrayList<Scalar>();
        var merged = new ArrayList<ScopeColumn>();
        var coalesced = new ArrayList<Output>();
        for (String name : names) {
            ScopeColumn leftColumn = find(left.namespace(), name, "left");
            ScopeColumn rightColumn = find(right.namespace(), name, "right");
            access(leftColumn);
            access(rightColumn);
            Scalar leftValue = leftColumn.value();
            Scalar rightValue = rightColumn.value();
            conditions.add(
                    expressions.operators.binary("=", leftValue, rightValue, join.position()));
            DataType type =
                    expressions.commonType(
                            List.of(leftValue, rightValue),
                            "JOIN/USING",
                            List.of(join.position(), join.position()));
            merged.add(
                    merge(name, kind, leftColumn, rightColumn, type, join.position(), coalesced));
        }
        Plan plan =
                from.join(kind, left.plan(), right.plan(), Plans.and(conditions), join.position());
        if (!coalesced.isEmpty()) {
            var outputs = new ArrayList<Output>();
            plan.columns().forEach(column -> outputs.add(Output.of(column)));
            outputs.addAll(coalesced);
            plan = new Project(plan, outputs);
        }
        var columns = new ArrayList<>(merged);
        var skipped = new HashSet<>(names);
        for (Namespace each : List.of(left.namespace(), right.namespace())) {
            each.columns().stream()
                    .filter(column -> !skipped.contains(column.name()))
                    .forEach(columns::add);
        }
        var tables = new ArrayList<>(left.namespace().tables());
        tables.addAll(right.namespace().tables());
        if (join.usingAlias().isPresent()) {
            ScopeTable alias = join(join.usingAlias().get().name(), merged);
            FromBinder.requireNewNames(
                    new Namespace(tables, columns), Namespace.of(alias), join.position());
            tables.add(alias);
        }
        return new FromBinder.Item(plan, new Namespace(tables, columns));
    }

    private void access(ScopeColumn column) {
        if (column.tableOid() != 0) {
            from.binder.accessColumn(column.tableOid(), column.number(), 'r');
        }
    }

    /// The column that stands for both: that of the side that always has a row, else the one that
    /// is not NULL.
    private ScopeColumn merge(
            String name,
            JoinKind kind,
            ScopeColumn left,
            ScopeColumn right,
            DataType type,
            int position,
            List<Output> coalesced) {
        if (kind != JoinKind.FULL) {
            // Of equal columns the one that needs no conversion stands for both.
            boolean rightFits =
                    kind == JoinKind.INNER
                            && !left.value().type().equals(type)
                            && right.value().type().equals(type);
            ScopeColumn kept = kind == JoinKind.RIGHT || rightFits ? right : left;
            return kept.value().type().equals(type)
                    ? kept
                    : new ScopeColumn(
                            name,
                            from.binder.coercion.implicit(kept.value(), type, position),
                            0,
                            0);
        }
        Scalar value =
                new Scalar.Coalesce(
                        List.of(
                                from.binder.coercion.implicit(left.value(), type, position),
                                from.binder.coercion.implicit(right.value(), type, position)),
                        type,
                        -1);
        Column column = from.binder.newColumn(name, value);
        coalesced.add(new Output(column, value));
        return new ScopeColumn(name, column.value(), 0, 0);
    }

    private static ScopeColumn find(Namespace namespace, String name, String side) {
        Optional<ScopeColumn> found = Optional.empty();
        for (ScopeColumn column : namespace.columns()) {
            if (column.name().equals(name)) {
                if (found.isPresent()) {
                    throw new DatabaseException(
                                    SqlState.AMBIGUOUS_COLUMN,
                                    "common column name \""
                                            + name
                                            + "\" appears more than once in "
                                            + side
                                            + " table")
                            .at(-1);
                }
                found = Optional.of(column);
            }
        }
        return found.orElseThrow(() ->
                new DatabaseException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \""
                                        + name
                                        + "\" specified in USING clause does not exist in "
                                        + side
                                        + " table")
                        .at(-1));
    }

    /// `(a JOIN b …) AS j`: only the join's own name is left.
    private static FromBinder.Item aliased(FromBinder.Item item, TableReference.Alias alias) {
        List<ScopeColumn> columns =
                RelationBinder.renamed(item.namespace().columns(), alias, alias.name());
        return new FromBinder.Item(item.plan(), Namespace.of(join(alias.name(), columns)));
    }

    private static ScopeTable join(String name, List<ScopeColumn> columns) {
        return new ScopeTable(name, "", columns, DataType.RECORD, 0, ScopeTable.Kind.JOIN);
    }
}
