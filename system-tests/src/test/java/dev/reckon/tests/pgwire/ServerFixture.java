package dev.reckon.tests.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server inside the test's process, on free ports and an empty directory, for a class of tests.
/// After each test it must have no connection left.
public final class ServerFixture implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Path directory = Path.of("");
    private java.util.Optional<Server> server = java.util.Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("reckon");
        server = java.util.Optional.of(Server.start(ServerOptions.onFreePorts(directory)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        awaitNoConnection();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.ifPresent(Server::close);
        delete(directory);
    }

    public Server server() {
        return server.orElseThrow();
    }

    public InetSocketAddress address() {
        return server().pgAddress();
    }

    public InetSocketAddress httpAddress() {
        return server().httpAddress();
    }

    /// Returns the address for pgjdbc.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + address().getPort() + "/reckon?user=reckon";
    }

    /// Returns when the server has noticed that every client is gone.
    public void awaitNoConnection() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (server().pgServer().connectionCount() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(server().pgServer().connectionCount()).as("connections left").isZero();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
