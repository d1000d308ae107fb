package dev.reckon.sql;

import dev.reckon.storage.error.DatabaseException;

/// A message to the client that is no error.
///
/// @param severity `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`
/// @param message carries SQLSTATE, text and fields; never thrown
public record Notice(String severity, DatabaseException message) {}
