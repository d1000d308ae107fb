package dev.reckon.storage.transaction;

import dev.reckon.storage.memtable.MemTree;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.state.StoreState;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a transaction has changed of tables and definitions so far. Immutable.
///
/// @param created tables made by the transaction and not dropped since
/// @param dropped tables that existed before it
/// @param truncated tables that existed before it, whose committed rows are gone
/// @param definitions changed ones by [StoreState#definitionKey], or [MemTree#DELETED]
public record CatalogWrites(
        Map<Long, TableSchema> created,
        Set<Long> dropped,
        Set<Long> truncated,
        MemTree definitions) {
    public static final CatalogWrites NONE =
            new CatalogWrites(Map.of(), Set.of(), Set.of(), MemTree.EMPTY);

    public boolean isEmpty() {
        return created.isEmpty()
                && dropped.isEmpty()
                && truncated.isEmpty()
                && definitions.isEmpty();
    }

    CatalogWrites create(TableSchema schema) {
        Map<Long, TableSchema> newCreated = new HashMap<>(created);
        newCreated.put(schema.id(), schema);
        return new CatalogWrites(
                Collections.unmodifiableMap(newCreated), dropped, truncated, definitions);
    }

    CatalogWrites drop(long tableId) {
        Set<Long> newTruncated = new HashSet<>(truncated);
        newTruncated.remove(tableId);
        if (created.containsKey(tableId)) {
            Map<Long, TableSchema> newCreated = new HashMap<>(created);
            newCreated.remove(tableId);
            return new CatalogWrites(newCreated, dropped, newTruncated, definitions);
        }
        Set<Long> newDropped = new HashSet<>(dropped);
        newDropped.add(tableId);
        return new CatalogWrites(created, newDropped, newTruncated, definitions);
    }

    CatalogWrites truncate(long tableId) {
        if (created.containsKey(tableId)) {
            return this;
        }
        Set<Long> newTruncated = new HashSet<>(truncated);
        newTruncated.add(tableId);
        return new CatalogWrites(created, dropped, newTruncated, definitions);
    }

    CatalogWrites putDefinition(long id, byte[] definition) {
        MemTree newDefinitions = definitions.with(StoreState.definitionKey(id), definition);
        return new CatalogWrites(created, dropped, truncated, newDefinitions);
    }
}
