package dev.reckon.sql.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables that are not stored, by name. Immutable; safe for many threads.
public final class SystemTables {
    private record Key(String schema, String name) {}

    private final Map<Key, SystemTable> tables = new LinkedHashMap<>();

    public SystemTables(List<SystemTable> all) {
        all.forEach(table -> tables.put(new Key(table.schema(), table.name()), table));
    }

    public Optional<SystemTable> find(String schema, String name) {
        return Optional.ofNullable(tables.get(new Key(schema, name)));
    }

    public Collection<SystemTable> all() {
        return Collections.unmodifiableCollection(tables.values());
    }
}
