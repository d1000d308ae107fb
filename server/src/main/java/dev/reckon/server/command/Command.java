package dev.reckon.server.command;

import java.util.List;

/// A subcommand.
interface Command {
    String name();

    /// Returns what it does, in a line.
    String summary();

    List<CommandOption> options();

    /// Runs it to its end.
    ///
    /// @return the process's exit code
    /// @throws UsageException when an option's value can't be
    /// @throws dev.reckon.storage.error.DatabaseException when it fails
    int run(OptionValues values, Console console);
}
