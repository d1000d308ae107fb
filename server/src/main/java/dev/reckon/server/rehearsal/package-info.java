/// A short run of typical work, from which the JVM learns what a server needs: `reckon rehearse`.
@NullMarked
package dev.reckon.server.rehearsal;

import org.jspecify.annotations.NullMarked;
