package dev.reckon.server.command;

import dev.reckon.server.run.ServerOptions;
import dev.reckon.sql.DatabaseFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `reckon backup`: copies a database to a directory, at one moment: a stopped one by its files,
/// one that is served by asking its server, while it goes on.
final class BackupCommand implements Command {
    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String summary() {
        return "Copies a database, stopped or served, to a new or empty directory.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption(
                        "--to", "DIR", "the directory for the backup; a server's own disk"),
                new CommandOption(
                        "--data",
                        "DIR",
                        "the directory of a stopped database (default: reckon-data)"),
                new CommandOption(
                        "--server",
                        "URL",
                        "the HTTP address of a running server, instead of --data; a user and"
                                + " password come from RECKON_USER and RECKON_PASSWORD"),
                new CommandOption(
                        "--links",
                        "on|off",
                        "share files that never change with the database, on the same disk"
                                + " (default: off)"));
    }

    @Override
    public int run(OptionValues values, Console console) {
        Path target =
                values.value("--to")
                        .map(Path::of)
                        .orElseThrow(() -> new UsageException("--to says where the backup goes"))
                        .toAbsolutePath();
        boolean links = values.isOn("--links", false);
        Optional<String> server = values.value("--server");
        if (server.isPresent() && values.value("--data").isPresent()) {
            throw new UsageException("--server and --data exclude each other");
        }
        long sequence =
                server.isPresent()
                        ? new BackupRequest(URI.create(server.get())).send(target, links)
                        : DatabaseFiles.backUp(
                                values.value("--data")
                                        .map(Path::of)
                                        .orElse(ServerOptions.DEFAULT_DATA_DIRECTORY),
                                target,
                                links);
        console.out().println("The backup in " + target + " ends with commit " + sequence + ".");
        return 0;
    }
}
