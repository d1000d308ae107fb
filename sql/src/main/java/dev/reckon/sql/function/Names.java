package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Looks up catalog objects for functions and for the reg* types. Immutable; safe for many threads.
public interface Names {
    /// Returns the oid of a relation.
    ///
    /// @param path the name's parts, unquoted, the schema first when given; the search path is used
    ///   otherwise
    Optional<Long> relationOid(List<String> path);

    /// Returns a relation's name as regclass prints it: with its schema when that is needed, quoted
    /// when that is needed.
    Optional<String> relationName(long oid);

    /// Returns a type, built in or made by CREATE TYPE or CREATE DOMAIN.
    Optional<DataType> type(long oid);

    /// Returns a type by its name in `pg_type` or its SQL name.
    Optional<DataType> type(List<String> path);

    Optional<Long> schemaOid(String name);

    Optional<String> schemaName(long oid);

    Optional<Long> roleOid(String name);

    Optional<String> roleName(long oid);

    /// Returns an enum's labels in order; empty when the type is no enum.
    List<String> enumLabels(DataType type);
}
