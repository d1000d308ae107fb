package dev.reckon.server;

import dev.reckon.server.command.CommandTable;
import java.util.List;

/// The `reckon` command.
public final class Main {
    private Main() {}

    /// Runs a command line and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(CommandTable.run(List.of(arguments), System.in, System.out, System.err));
    }
}
