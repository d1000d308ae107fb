package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.format.Modifier;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the types that are written, with their modifiers.
public record TypeBinder(Catalog catalog, SearchPath searchPath) {
    private static final int CHARACTER_LENGTH_MAX = 10_485_760;
    private static final int BIT_LENGTH_MAX = 83_886_080;
    private static final int NUMERIC_PRECISION_MAX = 1000;
    private static final int SECOND_DIGITS = 6;
    private static final int INTERVAL_ALL_FIELDS = 0x7FFF;
    private static final int INTERVAL_FULL_PRECISION = 0xFFFF;

    /// A type and its modifier.
    ///
    /// @param modifier -1 when there is none
    public record BoundType(DataType type, int modifier) {}

    /// Finds a type.
    ///
    /// @throws DatabaseException 42704 when there is none, 22023 when its modifier is wrong
    public BoundType bind(TypeName name) {
        if (name.columnType()) {
            return columnType(name);
        }
        DataType type =
                find(name)
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.UNDEFINED_OBJECT,
                                                "type \""
                                                        + display(name.name())
                                                        + "\" does not exist")
                                        .at(name.position()));
        int modifier = modifier(type, name);
        return name.arrayBounds().isEmpty()
                ? new BoundType(type, modifier)
                : new BoundType(arrayOf(type, name.position()), modifier);
    }

    private static String display(QualifiedName name) {
        return name.dotted();
    }

    /// Returns a type as it is written under any search path.
    public TypeName name(DataType type, int modifier) {
        return new TypeNames(catalog).of(type, modifier);
    }

    /// Looks a type's name up, without array bounds.
    Optional<DataType> find(TypeName name) {
        return catalog.type(searchPath, name.name().parts());
    }

    /// Returns the array of a type.
    DataType arrayOf(DataType element, int position) {
        if (element.isTrueArray()) {
            return element;
        }
        return catalog.type(element.arrayOid())
                .filter(_ -> element.arrayOid() != 0)
                .orElseThrow(() ->
                        new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "could not find array type for data type " + element)
                                .at(position));
    }

    private BoundType columnType(TypeName name) {
        List<String> parts = name.name().parts();
        Optional<Relation> relation =
                parts.size() < 2
                        ? Optional.empty()
                        : catalog.relation(searchPath, parts.subList(0, parts.size() - 1));
        for (TableColumn column : relation.map(Relation::columns).orElse(List.of())) {
            if (column.name().equals(parts.getLast())) {
                return new BoundType(column.type(), column.modifier());
            }
        }
        throw new DatabaseException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \""
                                + parts.getLast()
                                + "\" of relation \""
                                + String.join(".", parts.subList(0, parts.size() - 1))
                                + "\" does not exist")
                .at(name.position());
    }

    private static int modifier(DataType type, TypeName name) {
        if (type.equals(DataType.INTERVAL)) {
            return intervalModifier(name);
        }
        if (name.modifiers().isEmpty()) {
            return -1;
        }
        List<Integer> numbers = numbers(name);
        int first = numbers.getFirst();
        int position = name.position();
        return switch (type.name()) {
            case "varchar", "bpchar" -> {
                one(numbers, type, position);
                String written = type.name().equals("varchar") ? "varchar" : "char";
                range(first, 1, CHARACTER_LENGTH_MAX, "length for type " + written, position);
                yield Modifier.ofLength(first);
            }
            case "numeric" -> numericModifier(numbers, position);
            case "timestamp", "timestamptz", "time", "timetz" -> {
                one(numbers, type, position);
                yield precision(first, type, position);
            }
            case "bit", "varbit" -> {
                one(numbers, type, position);
                range(first, 1, BIT_LENGTH_MAX, "length for type " + type.sqlName(), position);
                yield first;
            }
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    "type modifier is not allowed for type \"" + type.name() + "\"")
                            .at(position);
        };
    }

    private static int precision(int digits, DataType type, int position) {
        if (digits < 0) {
            throw invalid(
                    type.name().startsWith("timestamp")
                            ? "TIMESTAMP(" + digits + ") precision must not be negative"
                            : "TIME(" + digits + ") precision must not be negative",
                    position);
        }
        return Math.min(digits, SECOND_DIGITS);
    }

    private static int numericModifier(List<Integer> numbers, int position) {
        int precision = numbers.getFirst();
        if (precision < 1 || precision > NUMERIC_PRECISION_MAX) {
            throw invalid(
                    "NUMERIC precision " + precision + " must be between 1 and 1000", position);
        }
        if (numbers.size() > 2) {
            throw invalid("invalid NUMERIC type modifier", position);
        }
        int scale = numbers.size() == 2 ? numbers.get(1) : 0;
        if (scale < -NUMERIC_PRECISION_MAX || scale > NUMERIC_PRECISION_MAX) {
            throw invalid("NUMERIC scale " + scale + " must be between -1000 and 1000", position);
        }
        return Modifier.ofNumeric(precision, scale);
    }

    private static int intervalModifier(TypeName name) {
        if (name.interval().isEmpty() && name.modifiers().isEmpty()) {
            return -1;
        }
        int fields = name.interval().map(TypeName.IntervalFields::mask).orElse(INTERVAL_ALL_FIELDS);
        int precision = INTERVAL_FULL_PRECISION;
        if (!name.modifiers().isEmpty()) {
            precision = numbers(name).getFirst();
            if (precision < 0) {
                throw invalid(
                        "INTERVAL(" + precision + ") precision must not be negative",
                        name.position());
            }
            precision = Math.min(precision, SECOND_DIGITS);
        }
        return (fields << 16) | precision;
    }

    private static List<Integer> numbers(TypeName name) {
        var numbers = new ArrayList<Integer>();
        for (Expression modifier : name.modifiers()) {
            if (!(modifier instanceof Expression.IntegerConstant constant)) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "type modifiers must be simple constants or identifiers")
                        .at(modifier.position());
            }
            numbers.add(constant.value());
        }
        return numbers;
    }

    private static void one(List<Integer> numbers, DataType type, int position) {
        if (numbers.size() != 1) {
            throw invalid("invalid type modifier", position)
                    .withDetail("The type " + type + " takes one modifier.");
        }
    }

    private static void range(int number, int least, int most, String what, int position) {
        if (number < least) {
            throw invalid(what + " must be at least " + least, position);
        }
        if (number > most) {
            throw invalid(what + " cannot exceed " + most, position);
        }
    }

    private static DatabaseException invalid(String message, int position) {
        return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message).at(position);
    }
}
