package dev.reckon.storage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A private PostgreSQL server on loopback, the judge of what Reckon does: user and database
/// `postgres`, no password, collation C, UTF-8, time zone UTC. Stopped and deleted when closed.
public final class PostgresPeer implements AutoCloseable {
    private static final Path NO_PATH = Path.of("");

    private final Path bin;
    private final Path directory;
    private final int port;

    private PostgresPeer(Path bin, Path directory, int port) {
        this.bin = bin;
        this.directory = directory;
        this.port = port;
    }

    /// Returns whether a PostgreSQL server is installed on this machine.
    public static boolean isInstalled() {
        return programs().isPresent();
    }

    /// Starts a server.
    ///
    /// @param settings lines for `postgresql.conf`, such as `fsync=off`
    /// @throws IllegalStateException when there is none installed or it doesn't start
    public static PostgresPeer start(List<String> settings) {
        Path bin =
                programs().orElseThrow(() -> new IllegalStateException("PostgreSQL not installed"));
        try {
            Path directory = Files.createTempDirectory("reckon-postgres");
            Path cluster = directory.resolve("cluster");
            int port = freePort();
            run(List.of("chmod", "777", directory.toString()));
            runAsPostgres(
                    List.of(
                            bin.resolve("initdb").toString(),
                            "--pgdata=" + cluster,
                            "--username=postgres",
                            "--auth=trust",
                            "--locale=C",
                            "--encoding=UTF8",
                            "--no-sync"));
            List<String> options =
                    new ArrayList<>(
                            List.of(
                                    "-c listen_addresses=127.0.0.1",
                                    "-c port=" + port,
                                    "-c unix_socket_directories=" + directory,
                                    "-c timezone=UTC"));
            settings.forEach(setting -> options.add("-c " + setting));
            runAsPostgres(
                    List.of(
                            bin.resolve("pg_ctl").toString(),
                            "--pgdata=" + cluster,
                            "--log=" + directory.resolve("log"),
                            "--wait",
                            "--options=" + String.join(" ", options),
                            "start"));
            return new PostgresPeer(bin, directory, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// Returns the address for pgjdbc.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /// Returns the process id of the postmaster.
    public long processId() {
        try {
            Path file = directory.resolve("cluster").resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            runAsPostgres(
                    List.of(
                            bin.resolve("pg_ctl").toString(),
                            "--pgdata=" + directory.resolve("cluster"),
                            "--mode=immediate",
                            "--wait",
                            "stop"));
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> programs() {
        Path debian = Path.of("/usr/lib/postgresql");
        try (Stream<Path> versions = Files.isDirectory(debian) ? Files.list(debian) : Stream.of()) {
            Stream<Path> folders =
                    versions.sorted(Comparator.reverseOrder()).map(v -> v.resolve("bin"));
            Stream<Path> onPath =
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
            return Stream.concat(folders, onPath)
                    .filter(folder -> !folder.equals(NO_PATH))
                    .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// PostgreSQL refuses to run as root: then it runs as the user that its package has made.
    private static void runAsPostgres(List<String> command) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            run(command);
            return;
        }
        List<String> asUser = new ArrayList<>(List.of("runuser", "-u", "postgres", "--"));
        asUser.addAll(command);
        run(asUser);
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("reckon-postgres", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(new java.io.File("/"))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(output);
        }
    }
}
