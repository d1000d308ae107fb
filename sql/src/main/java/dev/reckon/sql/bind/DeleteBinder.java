package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.plan.Delete;
import dev.reckon.sql.plan.Filter;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import java.util.Optional;

/// Binds DELETE; its input is made as that of UPDATE.
record DeleteBinder(Binder binder) {
    BoundQuery bind(DataStatement.Delete delete, Scope outer) {
        WithBinder with = new WithBinder(binder, outer);
        delete.with().ifPresent(with::bind);
        var targets = new TargetBinder(binder);
        TargetRelation relation = targets.find(delete.table().name(), "delete from");
        relation.access('d');
        Table table = relation.table();
        if (!table.isPartitioned() || delete.table().only()) {
            BoundQuery bound = bind(delete, relation, table, with.scope());
            return new BoundQuery(with.wrap(bound.plan()), bound.origins());
        }
        return new PartitionedChange(binder, table)
                .bind(partition -> bind(delete, relation.in(partition), table, with.scope()), with);
    }

    /// @param named the table that the statement names
    private BoundQuery bind(
            DataStatement.Delete delete, TargetRelation relation, Table named, Scope outer) {
        Target target = new TargetBinder(binder).target(relation.table(), Optional.of(named));
        UpdateBinder.Input input =
                new UpdateBinder(binder).input(relation, delete.table(), delete.using(), outer);
        Optional<Scalar> where = new UpdateBinder(binder).where(delete.where(), input, relation);
        Plan plan = where.isPresent() ? new Filter(input.plan(), where.get()) : input.plan();
        ReturningBinder.Bound returning =
                new ReturningBinder(
                                binder,
                                UpdateBinder.rowScope(
                                        relation.show(target.row(), input.name()), input, outer))
                        .bind(delete.returning());
        Plan removed =
                new Delete(
                        plan,
                        target,
                        input.key(),
                        UpdateBinder.recheck(where, input, target),
                        returning.returning());
        return new BoundQuery(removed, returning.origins());
    }
}
