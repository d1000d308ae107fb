package dev.reckon.sql.function.system;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Locale;

/// How long or precise a type with its modifier is, as `information_schema` tells it: its functions
/// `_pg_char_max_length` and so on. Each takes a type's oid and a modifier.
public final class TypeMeasures {
    private static final int NO_MODIFIER = -1;

    /// A modifier of strings and numerics counts from here.
    private static final int MODIFIER_START = 4;

    private static final long STRING_BYTES_MAX = 1 << 30;
    private static final int BYTES_OF_A_CHARACTER_MAX = 4;
    private static final int FRACTION_DIGITS_MAX = 6;
    private static final int LOW_HALF = 0xFFFF;
    private static final int SCALE_BITS = 0x7FF;

    private interface Measure {
        /// Returns NULL where it means nothing for the type.
        Value of(DataType type, int modifier);
    }

    private TypeMeasures() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        return switch (signature.name()) {
            case "_pg_char_max_length" -> measure(TypeMeasures::maximumLength);
            case "_pg_char_octet_length" -> measure(TypeMeasures::octetLength);
            case "_pg_numeric_precision" -> measure(TypeMeasures::precision);
            case "_pg_numeric_precision_radix" -> measure(TypeMeasures::radix);
            case "_pg_numeric_scale" -> measure(TypeMeasures::scale);
            case "_pg_datetime_precision" -> measure(TypeMeasures::fractionDigits);
            case "_pg_interval_type" -> measure(TypeMeasures::intervalFields);
            default -> Body.Missing.MISSING;
        };
    }

    private static Body measure(Measure measure) {
        return Body.value(row ->
                DataType.builtIn((int) row.number(0))
                        .map(type -> measure.of(type, row.integer(1)))
                        .orElse(Value.Null.NULL));
    }

    private static Value number(long number) {
        return new Value.Int(number);
    }

    private static Value maximumLength(DataType type, int modifier) {
        return switch (type.name()) {
            case "varchar", "bpchar" ->
                    modifier == NO_MODIFIER ? Value.Null.NULL : number(modifier - MODIFIER_START);
            case "bit", "varbit" -> modifier == NO_MODIFIER ? Value.Null.NULL : number(modifier);
            default -> Value.Null.NULL;
        };
    }

    private static Value octetLength(DataType type, int modifier) {
        return switch (type.name()) {
            case "text", "varchar", "bpchar" ->
                    number(
                            modifier == NO_MODIFIER
                                    ? STRING_BYTES_MAX
                                    : (long) (modifier - MODIFIER_START)
                                            * BYTES_OF_A_CHARACTER_MAX);
            default -> Value.Null.NULL;
        };
    }

    private static Value precision(DataType type, int modifier) {
        return switch (type.name()) {
            case "int2", "int4", "int8" -> number(type.byteLength() * (long) Byte.SIZE);
            case "float4" -> number(24);
            case "float8" -> number(53);
            case "numeric" ->
                    modifier == NO_MODIFIER
                            ? Value.Null.NULL
                            : number((modifier - MODIFIER_START) >> Short.SIZE & LOW_HALF);
            default -> Value.Null.NULL;
        };
    }

    private static Value radix(DataType type, int modifier) {
        return switch (type.name()) {
            case "int2", "int4", "int8", "float4", "float8" -> number(2);
            case "numeric" -> number(10);
            default -> Value.Null.NULL;
        };
    }

    private static Value scale(DataType type, int modifier) {
        return switch (type.name()) {
            case "int2", "int4", "int8" -> number(0);
            case "numeric" ->
                    modifier == NO_MODIFIER
                            ? Value.Null.NULL
                            : number((modifier - MODIFIER_START) & SCALE_BITS);
            default -> Value.Null.NULL;
        };
    }

    private static Value fractionDigits(DataType type, int modifier) {
        return switch (type.name()) {
            case "date" -> number(0);
            case "time", "timetz", "timestamp", "timestamptz" ->
                    number(modifier < 0 ? FRACTION_DIGITS_MAX : modifier);
            case "interval" ->
                    number(
                            modifier < 0 || (modifier & LOW_HALF) == LOW_HALF
                                    ? FRACTION_DIGITS_MAX
                                    : modifier & LOW_HALF);
            default -> Value.Null.NULL;
        };
    }

    private static Value intervalFields(DataType type, int modifier) {
        if (!type.equals(DataType.INTERVAL)) {
            return Value.Null.NULL;
        }
        String fields = modifier < 0 ? "" : TypeText.interval(modifier);
        return fields.startsWith(" ")
                ? Value.text(fields.substring(1).toUpperCase(Locale.ROOT))
                : Value.Null.NULL;
    }
}
