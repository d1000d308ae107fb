/// Many rows at once: gathered as column batches, put in the order of their keys, and written as
/// segments; and whether segments share a key with what is there.
///
/// In: batches of a table's columns. Out: batches in key order, keys that are there already.
@NullMarked
package dev.reckon.storage.bulk;

import org.jspecify.annotations.NullMarked;
