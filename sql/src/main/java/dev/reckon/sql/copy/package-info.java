/// The data of COPY: text, CSV and binary, as PostgreSQL's page of COPY describes the file formats.
///
/// In: bytes cut anywhere. Out: batches, with errors that name line and column; and the reverse.
@NullMarked
package dev.reckon.sql.copy;

import org.jspecify.annotations.NullMarked;
