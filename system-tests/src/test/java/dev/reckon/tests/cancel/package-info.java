/// Statements that take too long: each ends soon after its time is over or a cancel request comes.
@NullMarked
package dev.reckon.tests.cancel;

import org.jspecify.annotations.NullMarked;
