package dev.reckon.sql.define;

import dev.reckon.sql.bind.StatementBinder.BoundTarget;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.modify.IndexFill;
import dev.reckon.sql.plan.Target;

/// Makes the sorted tables that indexes are.
record IndexStorage(Definitions definitions) {
    /// Makes an index's table and fills it with the entries of the rows that are there.
    void create(Index index, Table table) {
        BoundTarget bound = definitions.binder().bindTarget(table);
        Target.IndexTarget target =
                bound.target().indexes().stream()
                        .filter(each -> each.table().id() == index.storageId())
                        .findFirst()
                        .orElseThrow();
        definitions.transaction().createTable(target.table());
        new IndexFill(bound.target(), target, definitions.modifications())
                .fill(definitions.newEvaluation());
    }
}
