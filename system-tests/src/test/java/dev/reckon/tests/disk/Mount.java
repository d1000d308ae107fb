package dev.reckon.tests.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system of its own, in memory, of a given size.
final class Mount implements AutoCloseable {
    private final Path directory;

    private Mount(Path directory) {
        this.directory = directory;
    }

    /// Mounts one, or skips the test where that is not allowed.
    static Mount ofMegabytes(int count) throws IOException {
        Path directory = Files.createTempDirectory("reckon-mount");
        String size = "size=" + count + "m";
        var outcome = command("mount", "-t", "tmpfs", "-o", size, "reckon", directory.toString());
        if (!outcome.isEmpty()) {
            Files.delete(directory);
        }
        Assumptions.assumeTrue(outcome.isEmpty(), "can't mount a small disk here: " + outcome);
        return new Mount(directory);
    }

    Path directory() {
        return directory;
    }

    long freeByteCount() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    void makeReadOnly() {
        assertThat(command("mount", "-o", "remount,ro", directory.toString())).isEmpty();
    }

    /// Returns what a command that fails says; nothing when it succeeds.
    private static String command(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int exitCode = process.waitFor();
            return exitCode == 0 ? "" : output.strip() + " (" + exitCode + ")";
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        assertThat(command("umount", directory.toString())).isEmpty();
        Files.delete(directory);
    }
}
