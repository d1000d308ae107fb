package dev.reckon.server.command;

import dev.reckon.server.run.ServerOptions;
import dev.reckon.sql.Database;
import dev.reckon.sql.Session;
import dev.reckon.sql.password.PasswordVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `reckon password`: sets a role's password in a database that no server has open. The password
/// comes from the terminal without an echo, or as the first line of standard input; never from the
/// command line, which others can see.
final class PasswordCommand implements Command {
    private static final String DEFAULT_ROLE = "reckon";

    @Override
    public String name() {
        return "password";
    }

    @Override
    public String summary() {
        return "Sets a role's password, read from the terminal or standard input; from then on"
                + " clients need theirs.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption(
                        "--data", "DIR", "the database's directory (default: reckon-data)"),
                new CommandOption("--user", "ROLE", "the role (default: reckon)"));
    }

    @Override
    public int run(OptionValues values, Console console) {
        Path directory =
                values.value("--data").map(Path::of).orElse(ServerOptions.DEFAULT_DATA_DIRECTORY);
        String role = values.value("--user").orElse(DEFAULT_ROLE);
        String password = readPassword(console);
        if (password.isEmpty()) {
            throw new UsageException("the password must not be empty");
        }
        var verifier = PasswordVerifier.of(password);
        try (Database database = Database.open(directory);
                Session session = database.openSession(DEFAULT_ROLE)) {
            session.execute(
                            "ALTER ROLE \"%s\" PASSWORD '%s'"
                                    .formatted(role.replace("\"", "\"\""), verifier))
                    .close();
        }
        console.err().println("The password of " + role + " is set.");
        return 0;
    }

    private static String readPassword(Console console) {
        Optional<java.io.Console> terminal =
                Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal);
        if (terminal.isPresent()) {
            String password = read(terminal.get(), "Password: ");
            if (!password.equals(read(terminal.get(), "Again: "))) {
                throw new UsageException("the passwords differ");
            }
            return password;
        }
        var lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        try {
            return Optional.ofNullable(lines.readLine()).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(java.io.Console terminal, String prompt) {
        char[] password = terminal.readPassword("%s", prompt);
        return password == null ? "" : new String(password);
    }
}
