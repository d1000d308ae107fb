package dev.reckon.server.command;

import dev.reckon.server.rehearsal.WarmUp;
import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// `reckon serve`: runs a server in the foreground until SIGTERM or SIGINT.
final class ServeCommand implements Command {
    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "Serves a database to PostgreSQL and HTTP clients, in the foreground.";
    }

    @Override
    public List<CommandOption> options() {
        return List.of(
                new CommandOption(
                        "--data",
                        "DIR",
                        "the database's directory, made when missing (default: reckon-data)"),
                new CommandOption(
                        "--port",
                        "N",
                        "the PostgreSQL protocol's port, 0 for any free one (default: 5432)"),
                new CommandOption(
                        "--http-port", "N", "HTTP's port, 0 for any free one (default: 8432)"),
                new CommandOption(
                        "--host",
                        "H",
                        "the address to listen on (default: 127.0.0.1); others need a password"),
                new CommandOption(
                        "--host-name",
                        "NAME",
                        "a further name that browsers may use for this server; repeatable"),
                new CommandOption(
                        "--archive",
                        "DIR",
                        "keeps all that is written to the log in DIR, for restoring any moment after"
                                + " a backup"),
                new CommandOption(
                        "--merge-rate",
                        "MB",
                        "megabytes a second that background merges write at most, 0 for no limit"
                                + " (default: 64)"),
                new CommandOption(
                        "--warm-up",
                        "on|off",
                        "some seconds of queries for the JVM to compile, once a table is large and"
                                + " nothing else runs (default: on)"),
                new CommandOption(
                        "--tls",
                        "on|off",
                        "encryption with a self-signed certificate (default: off on loopback, else"
                                + " on)"),
                new CommandOption(
                        "--tls-certificate", "FILE", "a certificate chain of your own, in PEM"),
                new CommandOption("--tls-key", "FILE", "its private key, in PEM (PKCS #8)"));
    }

    @Override
    public int run(OptionValues values, Console console) {
        var options =
                new ServerOptions(
                        values.value("--data")
                                .map(Path::of)
                                .orElse(ServerOptions.DEFAULT_DATA_DIRECTORY),
                        values.value("--host").orElse(ServerOptions.DEFAULT_HOST),
                        values.port("--port", ServerOptions.DEFAULT_PORT),
                        values.port("--http-port", ServerOptions.DEFAULT_HTTP_PORT),
                        values.values("--host-name"),
                        encryption(values),
                        values.value("--archive").map(Path::of));
        Optional<Long> mergeRate = values.value("--merge-rate").map(ServeCommand::megabytes);
        boolean isWarmingUp = values.isOn("--warm-up", true);
        Server server = Server.start(options);
        mergeRate.ifPresent(server.database()::limitMerges);
        Optional<WarmUp> warmUp =
                isWarmingUp ? Optional.of(WarmUp.start(server.database())) : Optional.empty();
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("shutdown")
                                .unstarted(() -> {
                                    warmUp.ifPresent(WarmUp::close);
                                    server.close();
                                    stopped.countDown();
                                }));
        console.out()
                .printf(
                        "reckon ready: postgresql://%s/reckon http%s://%s/%n",
                        text(server.pgAddress()),
                        server.isEncrypted() ? "s" : "",
                        text(server.httpAddress()));
        console.out().flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            warmUp.ifPresent(WarmUp::close);
            server.close();
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static long megabytes(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw new UsageException(
                    "--merge-rate must be a number of megabytes, but is \"" + text + "\"");
        }
        return Long.parseLong(text) << 20;
    }

    private static Optional<ServerOptions.Encryption> encryption(OptionValues values) {
        Optional<String> certificate = values.value("--tls-certificate");
        Optional<String> key = values.value("--tls-key");
        String tls = values.value("--tls").orElse("");
        if (!List.of("", "on", "off").contains(tls)) {
            throw new UsageException("--tls must be on or off, but is \"" + tls + "\"");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new UsageException("--tls-certificate and --tls-key belong together");
        }
        if (tls.equals("off")) {
            return Optional.of(new ServerOptions.Encryption.None());
        }
        if (certificate.isPresent()) {
            return Optional.of(
                    new ServerOptions.Encryption.Files(
                            Path.of(certificate.get()), Path.of(key.orElseThrow())));
        }
        return tls.equals("on")
                ? Optional.of(new ServerOptions.Encryption.SelfSigned())
                : Optional.empty();
    }

    private static String text(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String name = host.getHostAddress();
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + address.getPort();
    }
}
