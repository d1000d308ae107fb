/// Kills real servers and checks what they kept.
@NullMarked
package dev.reckon.tests.crash;

import org.jspecify.annotations.NullMarked;
