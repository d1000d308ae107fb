/// What the engine has to know of a table: its columns and its key.
///
/// Names, defaults and constraints belong to the SQL catalog, which keeps them as definitions.
@NullMarked
package dev.reckon.storage.schema;

import org.jspecify.annotations.NullMarked;
