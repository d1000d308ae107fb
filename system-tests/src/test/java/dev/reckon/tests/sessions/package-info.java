/// Sessions that take turns on PostgreSQL and on Reckon: who waits, who goes on, and with what.
@NullMarked
package dev.reckon.tests.sessions;

import org.jspecify.annotations.NullMarked;
