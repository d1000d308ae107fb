package dev.reckon.server.command;

import dev.reckon.server.run.ServerOptions;
import dev.reckon.sql.DatabaseFiles;
import java.nio.file.Path;
import java.util.List;

/// `reckon check`: verifies a database that no server has open, and changes nothing.
final class CheckCommand implements Command {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "Verifies every file of a stopped database, and changes nothing: a line for each"
                + " finding, exit code 1 if there is any.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption(
                        "--data", "DIR", "the database's directory (default: reckon-data)"));
    }

    @Override
    public int run(OptionValues values, Console console) {
        Path directory =
                values.value("--data").map(Path::of).orElse(ServerOptions.DEFAULT_DATA_DIRECTORY);
        List<String> findings = DatabaseFiles.check(directory);
        findings.forEach(console.out()::println);
        console.err()
                .println(
                        findings.isEmpty()
                                ? "The database in " + directory + " is whole."
                                : "The database in "
                                        + directory
                                        + " has "
                                        + findings.size()
                                        + " findings.");
        return findings.isEmpty() ? 0 : CommandTable.EXIT_FAILURE;
    }
}
