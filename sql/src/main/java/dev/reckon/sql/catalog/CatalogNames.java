package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// The names behind oids, as a session with a search path sees them.
public record CatalogNames(Catalog catalog, SearchPath searchPath) implements Names {
    @Override
    public Optional<Long> relationOid(List<String> path) {
        Optional<SystemTable> system = catalog.systemTable(searchPath, path);
        return system.isPresent()
                ? system.map(table -> (long) table.oid())
                : catalog.relation(searchPath, path).map(Relation::oid);
    }

    @Override
    public Optional<String> relationName(long oid) {
        Optional<Relation> relation = catalog.relation(oid);
        if (relation.isPresent()) {
            String name = relation.get().name();
            boolean visible =
                    catalog.relation(searchPath, List.of(name))
                            .filter(found -> found.oid() == oid)
                            .isPresent();
            String quoted = Identifiers.quote(name);
            String schema = catalog.schemaName(relation.get().schemaOid());
            return Optional.of(visible ? quoted : Identifiers.quote(schema) + "." + quoted);
        }
        for (SystemTable table : catalog.systemTables().all()) {
            if (table.oid() == oid) {
                boolean visible = table.schema().equals("pg_catalog");
                return Optional.of(visible ? table.name() : table.schema() + "." + table.name());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<DataType> type(long oid) {
        return catalog.type(oid);
    }

    @Override
    public Optional<DataType> type(List<String> path) {
        Optional<DataType> byName = catalog.type(searchPath, path);
        if (byName.isPresent() || path.size() > 1) {
            return byName;
        }
        return DataType.builtIns().stream()
                .filter(type -> type.sqlName().equals(path.getLast()))
                .findFirst();
    }

    @Override
    public Optional<Long> schemaOid(String name) {
        return catalog.schema(searchPath.resolve(name)).map(Schema::oid);
    }

    @Override
    public Optional<String> schemaName(long oid) {
        return catalog.schema(oid).map(Schema::name);
    }

    @Override
    public Optional<Long> roleOid(String name) {
        return catalog.role(name).map(Role::oid);
    }

    @Override
    public Optional<String> roleName(long oid) {
        return catalog.role(oid).map(Role::name);
    }

    @Override
    public List<String> enumLabels(DataType type) {
        DataType base = catalog.baseType(type);
        return catalog.userType(base.oid()).orElse(null) instanceof UserType.Enumeration labels
                ? labels.labels().stream().map(UserType.Label::text).toList()
                : List.of();
    }
}
