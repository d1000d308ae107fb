package dev.reckon.server.command;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Finds and runs the subcommand that a command line names.
public final class CommandTable {
    /// The command line can't be understood.
    public static final int EXIT_USAGE = 2;

    /// The command failed.
    public static final int EXIT_FAILURE = 1;

    private static final List<Command> COMMANDS =
            List.of(
                    new ServeCommand(),
                    new PasswordCommand(),
                    new RehearseCommand(),
                    new CheckCommand(),
                    new BackupCommand(),
                    new RestoreCommand());

    private CommandTable() {}

    /// Runs a command line.
    ///
    /// @return the process's exit code: 0, [#EXIT_FAILURE] or [#EXIT_USAGE]
    public static int run(
            List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        var console = new Console(in, out, err);
        if (arguments.isEmpty() || isHelp(arguments.getFirst())) {
            printUsage(out);
            return arguments.isEmpty() ? EXIT_USAGE : 0;
        }
        String name = arguments.getFirst();
        Optional<Command> command =
                COMMANDS.stream().filter(known -> known.name().equals(name)).findFirst();
        if (command.isEmpty()) {
            err.println("reckon: unknown command: " + name);
            err.println("Try: reckon help");
            return EXIT_USAGE;
        }
        return run(command.get(), arguments.subList(1, arguments.size()), console);
    }

    private static int run(Command command, List<String> arguments, Console console) {
        if (arguments.stream().anyMatch(CommandTable::isHelp)) {
            printUsage(command, console.out());
            return 0;
        }
        try {
            return command.run(OptionValues.parse(arguments, command.options()), console);
        } catch (UsageException e) {
            console.err().println("reckon " + command.name() + ": " + e.explanation());
            console.err().println("Try: reckon " + command.name() + " --help");
            return EXIT_USAGE;
        } catch (DatabaseException e) {
            console.err()
                    .println(
                            "reckon %s: %s (%s)"
                                    .formatted(command.name(), e.getMessage(), e.code()));
            e.field(ErrorField.DETAIL).ifPresent(detail -> console.err().println(detail));
            e.field(ErrorField.HINT).ifPresent(hint -> console.err().println(hint));
            return EXIT_FAILURE;
        }
    }

    private static boolean isHelp(String argument) {
        return switch (argument) {
            case "help", "--help", "-h" -> true;
            default -> false;
        };
    }

    private static void printUsage(PrintStream out) {
        out.println("usage: reckon COMMAND [OPTIONS]");
        out.println();
        for (Command command : COMMANDS) {
            out.printf("  %-12s %s%n", command.name(), command.summary());
        }
        out.println();
        out.println("reckon COMMAND --help explains its options.");
    }

    private static void printUsage(Command command, PrintStream out) {
        out.println("usage: reckon " + command.name() + " [OPTIONS]");
        out.println(command.summary());
        out.println();
        for (CommandOption option : command.options()) {
            out.printf(
                    "  %-22s %s%n",
                    option.name() + " " + option.placeholder(), option.description());
        }
    }
}
