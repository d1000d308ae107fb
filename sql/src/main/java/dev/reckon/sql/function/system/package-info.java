/// Functions about the session, the catalog and privileges: PostgreSQL's chapter "System
/// Information Functions".
@NullMarked
package dev.reckon.sql.function.system;

import org.jspecify.annotations.NullMarked;
