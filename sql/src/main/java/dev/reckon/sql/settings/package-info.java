/// Settings: what SET, SHOW, RESET and `pg_settings` know, with PostgreSQL's names, ranges and
/// defaults.
///
/// In: names and texts. Out: texts in the form that SHOW prints, or PostgreSQL's errors.
@NullMarked
package dev.reckon.sql.settings;

import org.jspecify.annotations.NullMarked;
