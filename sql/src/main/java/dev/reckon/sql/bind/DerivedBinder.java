package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.plan.Column;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;

/// Binds subqueries in FROM.
record DerivedBinder(FromBinder from) {
    FromBinder.Item bind(TableReference.Subquery subquery, Namespace left) {
        if (subquery.alias().isEmpty()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            subquery.query().body() instanceof dev.reckon.sql.ast.Query.Values
                                    ? "VALUES in FROM must have an alias"
                                    : "subquery in FROM must have an alias")
                    .withHint(
                            subquery.query().body() instanceof dev.reckon.sql.ast.Query.Values
                                    ? "For example, FROM (VALUES ...) [AS] foo."
                                    : "For example, FROM (SELECT ...) [AS] foo.")
                    .at(subquery.position());
        }
        Scope scope = from.itemScope(subquery.lateral(), left);
        BoundQuery query = new QueryBinder(from.binder).bind(subquery.query(), scope, true);
        var named = new ArrayList<ScopeColumn>();
        for (int i = 0; i < query.columns().size(); i++) {
            Column column = query.columns().get(i);
            BoundQuery.Origin origin = query.origins().get(i);
            named.add(
                    new ScopeColumn(
                            column.name(), column.value(), origin.tableOid(), origin.number()));
        }
        return new FromBinder.Item(
                query.plan(),
                Namespace.of(
                        RelationBinder.scopeTable(
                                "unnamed_subquery",
                                "",
                                named,
                                DataType.RECORD,
                                0,
                                subquery.alias())));
    }
}
