/// The unit of flow between rooms: batches of column vectors.
///
/// In: values, or columns of a segment. Out: immutable vectors for kernels that run over arrays.
@NullMarked
package dev.reckon.storage.batch;

import org.jspecify.annotations.NullMarked;
