package dev.reckon.sql.parse;

import dev.reckon.sql.ast.TypeName;

/// Writes types.
final class TypePrinter {
    private final Deparser.Printers printers;

    TypePrinter(Deparser.Printers printers) {
        this.printers = printers;
    }

    void print(TypeName type) {
        StringBuilder out = printers.out;
        if (type.setOf()) {
            out.append("SETOF ");
        }
        boolean system =
                type.name().parts().size() == 2
                        && type.name().parts().getFirst().equals("pg_catalog");
        if (!system || !printSystem(type)) {
            printers.name(type.name().parts());
            modifiers(type);
        }
        if (type.columnType()) {
            out.append("%TYPE");
        }
        for (int bound : type.arrayBounds()) {
            out.append(bound == TypeName.UNBOUNDED ? "[]" : "[" + bound + "]");
        }
    }

    /// Writes SQL's own name of a type, if it has one that means exactly this.
    private boolean printSystem(TypeName type) {
        StringBuilder out = printers.out;
        boolean modified = !type.modifiers().isEmpty();
        switch (type.name().name()) {
            case "bool" -> out.append("boolean");
            case "int2" -> out.append("smallint");
            case "int4" -> out.append("integer");
            case "int8" -> out.append("bigint");
            case "float4" -> out.append("real");
            case "float8" -> out.append("double precision");
            case "numeric" -> {
                out.append("numeric");
                modifiers(type);
            }
            case "varchar" -> {
                out.append("character varying");
                modifiers(type);
            }
            case "varbit" -> {
                out.append("bit varying");
                modifiers(type);
            }
            case "bpchar", "bit" -> {
                // Without a length, SQL's name means one character, or one bit.
                if (!modified) {
                    return false;
                }
                out.append(type.name().name().equals("bit") ? "bit" : "character");
                modifiers(type);
            }
            case "time", "timestamp" -> zoned(type, type.name().name(), "without");
            case "timetz" -> zoned(type, "time", "with");
            case "timestamptz" -> zoned(type, "timestamp", "with");
            case "interval" -> {
                out.append("interval");
                type.interval().ifPresent(fields -> out.append(' ').append(fields.sql()));
                modifiers(type);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void zoned(TypeName type, String name, String with) {
        printers.out.append(name);
        modifiers(type);
        printers.out.append(' ').append(with).append(" time zone");
    }

    private void modifiers(TypeName type) {
        if (!type.modifiers().isEmpty()) {
            printers.out.append('(');
            printers.expressions.list(type.modifiers());
            printers.out.append(')');
        }
    }
}
