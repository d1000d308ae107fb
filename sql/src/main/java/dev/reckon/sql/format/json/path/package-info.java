/// The jsonpath language: text, tokens, tree.
///
/// In: the text of a jsonpath. Out: its tree, or its canonical text.
@NullMarked
package dev.reckon.sql.format.json.path;

import org.jspecify.annotations.NullMarked;
