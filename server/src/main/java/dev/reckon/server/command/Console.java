package dev.reckon.server.command;

import java.io.InputStream;
import java.io.PrintStream;

/// The streams of a command.
///
/// @param out for what it gives
/// @param err for what it says
record Console(InputStream in, PrintStream out, PrintStream err) {}
