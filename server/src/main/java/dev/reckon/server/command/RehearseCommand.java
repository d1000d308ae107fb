package dev.reckon.server.command;

import dev.reckon.server.rehearsal.Rehearsal;
import dev.reckon.server.rehearsal.TemporaryDirectory;
import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `reckon rehearse`: serves a database of its own for a few seconds of typical work. Run by a JVM
/// that records what it loads and compiles (`-XX:AOTCacheOutput`), so that those after it start and
/// warm up faster.
final class RehearseCommand implements Command {
    @Override
    public String name() {
        return "rehearse";
    }

    @Override
    public String summary() {
        return "Does a few seconds of typical work on a temporary database, for the JVM to learn"
                + " from.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of();
    }

    @Override
    public int run(OptionValues values, Console console) {
        try {
            Path directory = Files.createTempDirectory("reckon-rehearsal");
            try (Server server = Server.start(options(directory))) {
                Rehearsal.run(server.pgAddress());
            } finally {
                TemporaryDirectory.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    private static ServerOptions options(Path directory) {
        return new ServerOptions(
                directory,
                ServerOptions.DEFAULT_HOST,
                0,
                0,
                List.of(),
                Optional.of(new ServerOptions.Encryption.None()));
    }
}
