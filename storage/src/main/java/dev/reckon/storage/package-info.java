/// The engine: open a [Store], read a [Snapshot] of it, change it in a [Transaction].
@NullMarked
package dev.reckon.storage;

import org.jspecify.annotations.NullMarked;
