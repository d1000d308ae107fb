/// A running server: a database with its listeners.
@NullMarked
package dev.reckon.server.run;

import org.jspecify.annotations.NullMarked;
