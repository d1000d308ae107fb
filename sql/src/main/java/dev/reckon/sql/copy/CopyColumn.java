package dev.reckon.sql.copy;

import dev.reckon.storage.type.DataType;

/// A column of the data.
///
/// @param modifier PostgreSQL's type modifier, -1 when there is none
public record CopyColumn(String name, DataType type, int modifier) {}
