/// The subcommands of `reckon`, one a class, and the table that finds them.
@NullMarked
package dev.reckon.server.command;

import org.jspecify.annotations.NullMarked;
