package dev.reckon.sql.system;

import dev.reckon.sql.largeobject.LargeObjectTables;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Large objects and their pages, as they are stored.
final class LargeObjectRows {
    private LargeObjectRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put(
                "pg_catalog.pg_largeobject_metadata",
                (rows, catalog, snapshot, environment) ->
                        copy(
                                LargeObjectTables.OBJECTS,
                                List.of("oid", "lomowner"),
                                rows,
                                snapshot));
        sources.put(
                "pg_catalog.pg_largeobject",
                (rows, catalog, snapshot, environment) ->
                        copy(
                                LargeObjectTables.PAGES,
                                List.of("loid", "pageno", "data"),
                                rows,
                                snapshot));
    }

    /// Copies the first columns of a stored table.
    private static void copy(
            TableSchema schema, List<String> columns, SystemRows rows, Snapshot snapshot) {
        Optional<TableSnapshot> table = snapshot.table(schema.id());
        if (table.isEmpty()) {
            return;
        }
        List<Integer> positions = IntStream.range(0, columns.size()).boxed().toList();
        try (var cursor = table.get().scan(ScanRequest.all(positions))) {
            for (Optional<Batch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                for (int i = 0; i < batch.get().selectedCount(); i++) {
                    for (int column = 0; column < columns.size(); column++) {
                        rows.set(
                                columns.get(column),
                                batch.get().column(column).value(batch.get().row(i)));
                    }
                    rows.add();
                }
            }
        }
    }
}
