/// `./reckon bench engine`: the storage engine beside other embedded engines, in one process and
/// one run, on rows of a bigint key and 100 bytes.
@NullMarked
package dev.reckon.bench.engine;

import org.jspecify.annotations.NullMarked;
