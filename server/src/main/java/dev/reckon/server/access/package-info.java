/// Who may come in: trust on this machine while no password is set, passwords after that.
@NullMarked
package dev.reckon.server.access;

import org.jspecify.annotations.NullMarked;
