package dev.reckon.sql.catalog;

import dev.reckon.sql.function.catalog.CastContext;
import dev.reckon.sql.function.catalog.CastEntry;
import dev.reckon.storage.type.DataType;

/// A cast that CREATE CAST has made. It has no owner of its own: whoever owns one of its types can
/// drop it.
///
/// @param header without a name, schema and owner
/// @param method how the value is converted
/// @param routineOid the function that converts, 0 for the other methods
/// @param context where it is used without being asked for
public record UserCast(
        Header header,
        DataType source,
        DataType target,
        CastEntry.Method method,
        long routineOid,
        CastContext context)
        implements CatalogObject {}
