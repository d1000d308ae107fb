package dev.reckon.sql.execute.key;

import dev.reckon.sql.function.compare.ValueOrder;
import dev.reckon.storage.type.DataType;

/// Chooses the coder of a type.
final class KeyCoders {
    private KeyCoders() {}

    static KeyCoder of(DataType type) {
        return switch (type.physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> new LongCoder();
            case FLOAT4, FLOAT8 -> new DoubleCoder();
            case NUMERIC -> new NumericCoder();
            case BYTES ->
                    type.equals(DataType.JSONB)
                            ? values(type)
                            : new BytesCoder(type.equals(DataType.BPCHAR));
            case OBJECT -> values(type);
        };
    }

    private static ObjectCoder values(DataType type) {
        ValueOrder order = ValueOrder.of(type);
        return new ObjectCoder(value -> new ComparedValue(value, order));
    }
}
