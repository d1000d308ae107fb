/// What keeps a store small and quick while it is used: flush, merge, checkpoint, and the check of
/// all invariants.
///
/// In: the committed state. Out: the same rows in a better place, and files that are not needed any
/// more gone.
@NullMarked
package dev.reckon.storage.maintenance;

import org.jspecify.annotations.NullMarked;
