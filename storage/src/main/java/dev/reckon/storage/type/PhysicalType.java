package dev.reckon.storage.type;

/// How the values of a type are held: one vector class in memory, one family of encodings on disk.
///
/// Many data types share a physical type, so that kernels, encodings and keys are written once.
public enum PhysicalType {
    /// One byte, 0 or 1; a `LongVector`.
    BOOLEAN(1),
    /// Two bytes; a `LongVector`.
    INT2(2),
    /// Four bytes: integer, oid, date; a `LongVector`.
    INT4(4),
    /// Eight bytes: bigint, time, timestamp, timestamptz; a `LongVector`.
    INT8(8),
    /// Four bytes, IEEE 754; a `DoubleVector` whose values are all floats.
    FLOAT4(4),
    /// Eight bytes, IEEE 754; a `DoubleVector`.
    FLOAT8(8),
    /// numeric; a `NumericVector`.
    NUMERIC(-1),
    /// Strings of bytes: text, varchar, char, name, bytea, uuid, json, jsonb (its canonical text);
    /// a `BytesVector`.
    BYTES(-1),
    /// Everything else (interval, arrays, ranges, inet, bit, …): an `ObjectVector` of [Value].
    OBJECT(-1);

    private final int byteCount;

    PhysicalType(int byteCount) {
        this.byteCount = byteCount;
    }

    /// Returns whether every value takes the same number of bytes.
    public boolean isFixedWidth() {
        return byteCount > 0;
    }

    /// Returns the width in bytes of a fixed-width type, -1 otherwise.
    public int byteCount() {
        return byteCount;
    }
}
