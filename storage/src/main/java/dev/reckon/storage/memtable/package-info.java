/// Recent rows in memory: [dev.reckon.storage.memtable.MemTree], a persistent sorted map.
///
/// In: keys and rows as bytes. Out: immutable trees that share what they have in common, so that a
/// snapshot, a savepoint and the state of a table are each one reference.
@NullMarked
package dev.reckon.storage.memtable;

import org.jspecify.annotations.NullMarked;
