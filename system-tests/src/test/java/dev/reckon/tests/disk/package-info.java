/// Real servers on disks that are full, that fail, that can't be written, or whose files are cut or
/// changed.
@NullMarked
package dev.reckon.tests.disk;

import org.jspecify.annotations.NullMarked;
