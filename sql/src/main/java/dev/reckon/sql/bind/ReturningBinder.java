package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Returning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds RETURNING.
record ReturningBinder(Binder binder, Scope scope) {
    /// What RETURNING gives.
    record Bound(Optional<Returning> returning, List<BoundQuery.Origin> origins) {}

    Bound bind(List<SelectItem> items) {
        if (items.isEmpty()) {
            return new Bound(Optional.empty(), List.of());
        }
        var expressions = new ExpressionBinder(binder, scope, Clause.RETURNING);
        var select =
                new Query.Select(
                        false,
                        List.of(),
                        items,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        items.getFirst().position());
        List<SelectTarget> targets =
                new SelectBinder(binder, Query.of(select), select, scope)
                        .bindTargets(items, expressions, true);
        var outputs = new ArrayList<Output>();
        for (SelectTarget target : targets) {
            outputs.add(
                    new Output(binder.newColumn(target.name(), target.value()), target.value()));
        }
        return new Bound(
                Optional.of(new Returning(outputs)),
                targets.stream().map(SelectTarget::origin).toList());
    }
}
