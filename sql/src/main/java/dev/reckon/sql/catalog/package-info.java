/// The objects that SQL names: schemas, relations, types, functions, roles, as one immutable value
/// that is decoded from the store's definitions.
///
/// In: a snapshot's definitions. Out: objects by name or oid; changed definitions as bytes.
@NullMarked
package dev.reckon.sql.catalog;

import org.jspecify.annotations.NullMarked;
