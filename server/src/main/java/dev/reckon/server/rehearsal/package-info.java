/// Short runs of typical work, from which the JVM learns what a server needs: `reckon rehearse` at
/// build time, the warm-up in a running server.
@NullMarked
package dev.reckon.server.rehearsal;

import org.jspecify.annotations.NullMarked;
