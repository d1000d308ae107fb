package dev.reckon.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Reckon server in a process of its own, on free ports of loopback, that can be killed.
public final class ReckonProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("reckon ready.*?127\\.0\\.0\\.1:(\\d+).*?127\\.0\\.0\\.1:(\\d+).*");

    private final Process process;
    private final int port;
    private final int httpPort;

    private ReckonProcess(Process process, int port, int httpPort) {
        this.process = process;
        this.port = port;
        this.httpPort = httpPort;
    }

    /// Starts a server on a data directory and returns when it is ready.
    ///
    /// @param javaOptions options for the JVM, such as `-Xmx1g`
    /// @throws IllegalStateException when it ends without getting ready, with what it said
    public static ReckonProcess start(Path data, List<String> javaOptions) {
        ProcessBuilder builder = builder(data, javaOptions);
        try {
            Path errors = Files.createTempFile("reckon", ".err");
            Process process = builder.redirectError(errors.toFile()).start();
            var output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            var said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    Files.delete(errors);
                    return new ReckonProcess(
                            process,
                            Integer.parseInt(ready.group(1)),
                            Integer.parseInt(ready.group(2)));
                }
                said.append(line).append('\n');
            }
            throw new IllegalStateException(
                    "the server did not get ready: " + said + Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a server and kills it after some time, whether it is ready or not.
    public static void startAndKill(Path data, List<String> javaOptions, long millis) {
        try {
            Process process =
                    builder(data, javaOptions)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder builder(Path data, List<String> javaOptions) {
        ProcessBuilder builder = builder(javaOptions);
        builder.command()
                .addAll(
                        List.of(
                                "serve",
                                "--data",
                                data.toAbsolutePath().toString(),
                                "--port",
                                "0",
                                "--http-port",
                                "0"));
        return builder;
    }

    /// Starts what users start where `reckon.launcher` names it; otherwise, in tests, a JVM with
    /// the test's own class path.
    private static ProcessBuilder builder(List<String> javaOptions) {
        List<String> command = new ArrayList<>();
        var builder = new ProcessBuilder(command);
        String launcher = System.getProperty("reckon.launcher", "");
        if (!launcher.isEmpty()) {
            command.add(launcher);
            builder.environment().put("RECKON_JAVA_OPTIONS", String.join(" ", javaOptions));
            return builder;
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseParallelGC");
        command.addAll(javaOptions);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "dev.reckon.server.Main"));
        return builder;
    }

    public int port() {
        return port;
    }

    public int httpPort() {
        return httpPort;
    }

    public long processId() {
        return process.pid();
    }

    /// Returns the address for pgjdbc.
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/reckon?user=reckon";
    }

    /// Kills the process as `kill -9` does, and returns when it is gone.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Stops the server as SIGTERM does, and returns its exit code.
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
