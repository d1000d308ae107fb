/// Segments: immutable columnar files, sorted by key, that carry their own index.
///
/// In: rows in key order, once. Out: positions of keys, and columns as vectors. What was deleted
/// since stands beside the file, in [DeletedPositions]. The bytes are drawn in
/// `docs/format-segment.md`.
@NullMarked
package dev.reckon.storage.segment;

import org.jspecify.annotations.NullMarked;
