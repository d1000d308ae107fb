/// Servers for tests and benchmarks.
@NullMarked
package dev.reckon.server.testing;

import org.jspecify.annotations.NullMarked;
