/// The manifest: a whole image of the committed state but for the segments' contents.
///
/// In: a state. Out: a file from which recovery begins, before it repeats the log. `docs/format.md`
/// draws the bytes.
@NullMarked
package dev.reckon.storage.manifest;

import org.jspecify.annotations.NullMarked;
