package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.print.ObjectNaming;
import java.util.List;
import java.util.Optional;

/// Names of objects as a session with a search path needs them.
record SessionNaming(CatalogNames names) implements ObjectNaming {
    private static final String SYSTEM = "pg_catalog.";

    private Catalog catalog() {
        return names.catalog();
    }

    @Override
    public String relation(QualifiedName name) {
        if (name.parts().size() == 1) {
            return Identifiers.quote(name.name());
        }
        return names.relationOid(name.parts())
                .flatMap(names::relationName)
                .orElseGet(() -> quoted(name));
    }

    @Override
    public List<String> columns(QualifiedName name) {
        return name.parts().size() == 1
                ? List.of()
                : names.relationOid(name.parts())
                        .flatMap(catalog()::relation)
                        .map(relation ->
                                relation.columns().stream().map(TableColumn::name).toList())
                        .orElse(List.of());
    }

    private static String quoted(QualifiedName name) {
        return String.join(".", name.parts().stream().map(Identifiers::quote).toList());
    }

    @Override
    public String type(TypeName type) {
        String text = Deparser.deparse(type);
        if (text.startsWith(SYSTEM)) {
            return text.substring(SYSTEM.length());
        }
        List<String> parts = type.name().parts();
        if (parts.size() < 2 || parts.getFirst().equals("pg_catalog")) {
            return text;
        }
        boolean visible =
                catalog()
                        .type(names.searchPath(), List.of(type.name().name()))
                        .map(found -> found.oid())
                        .equals(
                                catalog()
                                        .type(names.searchPath(), parts)
                                        .map(found -> found.oid()));
        return visible
                ? Deparser.deparse(
                        new TypeName(
                                new QualifiedName(List.of(type.name().name()), -1),
                                type.modifiers(),
                                type.arrayBounds(),
                                type.interval(),
                                type.setOf(),
                                type.columnType(),
                                -1))
                : text;
    }

    @Override
    public String function(QualifiedName name) {
        if (name.parts().size() == 1) {
            return Identifiers.quote(name.name());
        }
        List<Routine> visible = catalog().routines(names.searchPath(), List.of(name.name()));
        Optional<String> nearest =
                visible.stream()
                        .findFirst()
                        .map(routine -> catalog().schemaName(routine.schemaOid()));
        boolean plain = nearest.equals(name.schema());
        return plain ? Identifiers.quote(name.name()) : quoted(name);
    }

    @Override
    public String object(String text, TypeName type) {
        List<String> parts = type.name().parts();
        boolean system = parts.size() == 1 || parts.getFirst().equals("pg_catalog");
        if (!type.arrayBounds().isEmpty() || !system) {
            return text;
        }
        return switch (type.name().name()) {
            case "regclass" ->
                    names.relationOid(Parser.parseType(text).name().parts())
                            .flatMap(names::relationName)
                            .orElse(text);
            default -> text;
        };
    }
}
