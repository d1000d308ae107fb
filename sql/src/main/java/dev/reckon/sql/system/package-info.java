/// `pg_catalog`, `information_schema` and the `reckon_` views: tables made up from the catalog when
/// they are read.
///
/// In: catalog, snapshot, session. Out: rows of PostgreSQL's shape, with PostgreSQL's oids for what
/// is built in. Relations of things that don't exist here are present and empty.
@NullMarked
package dev.reckon.sql.system;

import org.jspecify.annotations.NullMarked;
