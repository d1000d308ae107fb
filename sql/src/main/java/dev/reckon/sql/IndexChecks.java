package dev.reckon.sql;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.modify.IndexCheck;
import dev.reckon.storage.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares what indexes say with what tables have.
final class IndexChecks {
    private IndexChecks() {}

    /// Compares every secondary index with its table.
    ///
    /// @return what is wrong, a line each
    static List<String> check(Session session) {
        List<String> findings = new ArrayList<>();
        try (Snapshot snapshot = session.store().snapshot()) {
            Catalog seen = session.seeCatalog(snapshot);
            for (Relation relation : seen.relations()) {
                if (relation instanceof Table table) {
                    var check =
                            new IndexCheck(
                                    session.planner().binder(seen).bindStored(table).target(),
                                    session.planner().modifications());
                    findings.addAll(
                            check.run(
                                    session.queries()
                                            .evaluation(
                                                    List.of(),
                                                    List.of(),
                                                    Optional.empty(),
                                                    snapshot)));
                }
            }
        }
        return findings;
    }
}
