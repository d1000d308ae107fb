/// The log: what was committed, in order, durable before anybody is told so.
///
/// In: records as bytes, each with its commit's number. Out: after a crash, the same records, up to
/// the last one that was durable. `docs/format.md` draws the bytes.
@NullMarked
package dev.reckon.storage.wal;

import org.jspecify.annotations.NullMarked;
