/// JSON as PostgreSQL's json and jsonb hold it: a model, its parser, its canonical text, its order.
///
/// In: text. Out: immutable trees, and text again.
@NullMarked
package dev.reckon.sql.format.json;

import org.jspecify.annotations.NullMarked;
