package dev.reckon.server.command;

import dev.reckon.server.run.ServerOptions;
import dev.reckon.sql.DatabaseFiles;
import dev.reckon.storage.RestorePoint;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// `reckon restore`: makes a database of a backup, and of the log that was archived since.
final class RestoreCommand implements Command {
    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String summary() {
        return "Makes a database of a backup in a new or empty directory, as it was then or, with"
                + " archived log, at a later point.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption("--from", "DIR", "the backup"),
                new CommandOption(
                        "--data", "DIR", "the directory for the database (default: reckon-data)"),
                new CommandOption(
                        "--archive",
                        "DIR",
                        "log since the backup: what serve --archive has kept, or the directory of"
                                + " a stopped database; repeatable"),
                new CommandOption(
                        "--to",
                        "POINT",
                        "the number of a commit, or a time such as 2030-01-31T12:00:00Z (default:"
                                + " the end of the log)"));
    }

    @Override
    public int run(OptionValues values, Console console) {
        Path backup =
                values.value("--from")
                        .map(Path::of)
                        .orElseThrow(() -> new UsageException("--from says where the backup is"));
        Path directory =
                values.value("--data").map(Path::of).orElse(ServerOptions.DEFAULT_DATA_DIRECTORY);
        List<Path> logs = values.values("--archive").stream().map(Path::of).toList();
        RestorePoint point = values.value("--to").map(RestoreCommand::point).orElse(END);
        long sequence = DatabaseFiles.restore(backup, logs, point, directory);
        console.out()
                .println("The database in " + directory + " ends with commit " + sequence + ".");
        return 0;
    }

    private static final RestorePoint END = new RestorePoint.End();

    private static RestorePoint point(String text) {
        if (text.matches("[0-9]{1,18}")) {
            return new RestorePoint.AtSequence(Long.parseLong(text));
        }
        return new RestorePoint.AtTime(
                time(text)
                        .orElseThrow(() ->
                                new UsageException(
                                        "--to must be a commit's number or a time with its offset,"
                                                + " but is \""
                                                + text
                                                + "\"")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
