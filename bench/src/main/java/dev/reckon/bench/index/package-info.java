/// Side-by-side measurement of the learned index and of what it competes with, in one run.
///
/// In: options (`--keys`). Out: a table on standard output and pictures for the docs.
@NullMarked
package dev.reckon.bench.index;

import org.jspecify.annotations.NullMarked;
