package dev.reckon.storage.schema;

import dev.reckon.storage.type.DataType;

/// One column as it is stored.
///
/// @param name for error messages and tools; the engine goes by position
/// @param modifier PostgreSQL's type modifier, -1 when there is none
public record ColumnSchema(String name, DataType type, int modifier, boolean notNull) {}
