/// Data definition: what CREATE, ALTER, DROP and their relatives do to the catalog and the stored
/// tables, within the session's transaction.
///
/// In: statements. Out: changed definitions and tables in a transaction, and notices.
@NullMarked
package dev.reckon.sql.define;

import org.jspecify.annotations.NullMarked;
