/// Changed by chance: what clients send, and how a server takes it.
@NullMarked
package dev.reckon.tests.fuzz;

import org.jspecify.annotations.NullMarked;
