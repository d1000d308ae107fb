package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Types as trees that name them whatever the search path is.
record TypeNames(Catalog catalog) {
    /// The modifiers of strings and numerics count four bytes of PostgreSQL's own.
    private static final int HEADER = 4;

    private static final int SCALE_MASK = 0x7FF;
    private static final int SCALE_SIGN = 0x400;
    private static final int INTERVAL_ALL_FIELDS = 0x7FFF;
    private static final int INTERVAL_FULL_PRECISION = 0xFFFF;

    /// Returns the name of a type.
    ///
    /// @param modifier -1 when there is none
    TypeName of(DataType type, int modifier) {
        Optional<DataType> element =
                type.category() == TypeCategory.ARRAY && type.name().startsWith("_")
                        ? catalog.type(type.elementOid())
                        : Optional.empty();
        return element.map(each -> named(each, modifier, List.of(TypeName.UNBOUNDED)))
                .orElseGet(() -> named(type, modifier, List.of()));
    }

    private TypeName named(DataType type, int modifier, List<Integer> arrayBounds) {
        return new TypeName(
                name(type),
                modifiers(type, modifier),
                arrayBounds,
                type.equals(DataType.INTERVAL) ? fields(modifier) : Optional.empty(),
                false,
                false,
                -1);
    }

    private QualifiedName name(DataType type) {
        if (DataType.builtIn(type.oid()).isPresent()) {
            return QualifiedName.system(type.name(), -1);
        }
        String schema = catalog.schemaName(catalog.typeSchema(type));
        return new QualifiedName(
                schema.isEmpty() ? List.of(type.name()) : List.of(schema, type.name()), -1);
    }

    private static List<Expression> modifiers(DataType type, int modifier) {
        if (modifier < 0) {
            return List.of();
        }
        return switch (type.name()) {
            case "varchar", "bpchar" -> numbers(modifier - HEADER);
            case "bit", "varbit", "time", "timetz", "timestamp", "timestamptz" -> numbers(modifier);
            case "numeric" -> {
                int scale = ((modifier - HEADER & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN;
                yield numbers((modifier - HEADER) >> 16 & 0xFFFF, scale);
            }
            case "interval" -> {
                int precision = modifier & INTERVAL_FULL_PRECISION;
                yield precision == INTERVAL_FULL_PRECISION ? List.of() : numbers(precision);
            }
            default -> List.of();
        };
    }

    private static Optional<TypeName.IntervalFields> fields(int modifier) {
        int mask = modifier >> 16 & INTERVAL_ALL_FIELDS;
        if (modifier < 0 || mask == INTERVAL_ALL_FIELDS) {
            return Optional.empty();
        }
        for (TypeName.IntervalFields fields : TypeName.IntervalFields.values()) {
            if (fields.mask() == mask) {
                return Optional.of(fields);
            }
        }
        return Optional.empty();
    }

    private static List<Expression> numbers(int... numbers) {
        var list = new ArrayList<Expression>();
        for (int number : numbers) {
            list.add(new Expression.IntegerConstant(number, -1));
        }
        return list;
    }
}
