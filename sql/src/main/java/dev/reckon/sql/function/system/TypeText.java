package dev.reckon.sql.function.system;

import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.function.Names;
import dev.reckon.storage.type.DataType;

/// Types with their modifiers as SQL writes them: `character varying(20)`, `numeric(10,2)[]`.
final class TypeText {
    /// The modifiers of strings and numerics count four bytes of PostgreSQL's own.
    private static final int HEADER = 4;

    private static final int ALL_FIELDS = 0x7FFF;
    private static final int ALL_BITS = 0xFFFF;

    private TypeText() {}

    /// The upper half of an interval's modifier says which fields it has, the lower how many digits
    /// of a second.
    static String interval(int modifier) {
        int precision = modifier & ALL_BITS;
        int mask = modifier >> 16 & ALL_FIELDS;
        String digits = precision == ALL_BITS ? "" : "(" + precision + ")";
        for (TypeName.IntervalFields fields : TypeName.IntervalFields.values()) {
            if (fields.mask() == mask && mask != ALL_FIELDS) {
                return " " + fields.sql() + digits;
            }
        }
        return digits;
    }

    static String format(DataType type, int modifier, Names names) {
        if (CatalogFunctions.isTrueArray(type)) {
            return names.type(type.elementOid())
                    .map(element -> format(element, modifier, names) + "[]")
                    .orElse(type.sqlName());
        }
        if (modifier < 0) {
            return names.typeName(type);
        }
        return switch (type.name()) {
            case "varchar", "bpchar" -> type.sqlName() + "(" + (modifier - HEADER) + ")";
            case "bit", "varbit" -> type.sqlName() + "(" + modifier + ")";
            case "numeric" ->
                    "numeric("
                            + ((modifier - HEADER) >> 16 & 0xFFFF)
                            + ","
                            + (((modifier - HEADER & 0x7FF) ^ 1024) - 1024)
                            + ")";
            case "time", "timestamp" -> type.name() + "(" + modifier + ") without time zone";
            case "timetz" -> "time(" + modifier + ") with time zone";
            case "timestamptz" -> "timestamp(" + modifier + ") with time zone";
            case "interval" -> "interval" + interval(modifier);
            default -> names.typeName(type);
        };
    }
}
