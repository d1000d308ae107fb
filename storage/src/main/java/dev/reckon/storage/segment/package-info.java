/// Immutable columnar files, sorted by key, with a model that finds a key's position.
@NullMarked
package dev.reckon.storage.segment;

import org.jspecify.annotations.NullMarked;
