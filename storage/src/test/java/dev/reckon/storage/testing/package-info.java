/// What tests and benchmarks need beside the product: a disk that misbehaves, a PostgreSQL to
/// compare with.
@NullMarked
package dev.reckon.storage.testing;

import org.jspecify.annotations.NullMarked;
