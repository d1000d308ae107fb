/// What transactions are made of: locks, write sets, and the one path by which they commit.
///
/// In: keys and rows of transactions. Out: the next committed state, durable and visible at once.
@NullMarked
package dev.reckon.storage.transaction;

import org.jspecify.annotations.NullMarked;
