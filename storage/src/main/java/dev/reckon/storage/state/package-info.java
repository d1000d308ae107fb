/// The committed state of a store as one immutable value: what a snapshot refers to.
///
/// In: commits and maintenance make the next state from the last. Out: tables, each a memtable and
/// segments with their deleted positions; and a transaction's own writes beside them.
@NullMarked
package dev.reckon.storage.state;

import org.jspecify.annotations.NullMarked;
