package dev.reckon.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.server.run.Server;
import dev.reckon.server.run.ServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandTableTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void usageNamesEveryCommandAndOption() {
        assertThat(run("help")).isZero();
        assertThat(out.toString(UTF_8)).contains("serve", "password", "check", "backup", "restore");
        assertThat(run("serve", "--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("--data", "--port", "--http-port", "--host", "--tls", "--tls-key");
    }

    @Test
    void wrongCommandLineIsExplained() {
        assertUsage("unknown command: sevre", "sevre");
        assertUsage("unknown option: --prot", "serve", "--prot", "1");
        assertUsage("--port needs a value", "serve", "--port");
        assertUsage("from 0 to 65535, but is \"x\"", "serve", "--port", "x");
        assertUsage("from 0 to 65535, but is \"65536\"", "serve", "--http-port=65536");
        assertUsage("--port was given twice", "serve", "--port", "1", "--port", "2");
        assertUsage("belong together", "serve", "--tls-key", "k");
        assertUsage("must be on or off", "serve", "--tls", "perhaps");
        assertUsage("must not be empty", "password");
        assertUsage("--to says", "backup");
        assertUsage("--from says", "restore");
        assertUsage("a commit's number or a time", "restore", "--from", "x", "--to", "noon");
    }

    @Test
    void checksBacksUpAndRestores(@TempDir Path directory) throws Exception {
        String data = directory.resolve("data").toString();
        String backup = directory.resolve("backup").toString();
        String online = directory.resolve("online").toString();
        String restored = directory.resolve("restored").toString();
        try (Server server = Server.start(ServerOptions.onFreePorts(Path.of(data)))) {
            assertThat(run("check", "--data", data)).isEqualTo(CommandTable.EXIT_FAILURE);
            assertThat(err.toString(UTF_8)).contains("in use by process", "F0001");
            String address = "http://127.0.0.1:" + server.httpAddress().getPort();
            assertThat(run("backup", "--server", address, "--to", online)).isZero();
            err.reset();
            assertThat(run("backup", "--server", address, "--to", online))
                    .isEqualTo(CommandTable.EXIT_FAILURE);
            assertThat(err.toString(UTF_8)).contains("not empty");
        }
        assertThat(run("check", "--data", data)).isZero();
        assertThat(run("check", "--data", online)).isZero();
        assertThat(run("backup", "--data", data, "--to", backup, "--links", "on")).isZero();
        assertThat(run("restore", "--from", backup, "--data", restored)).isZero();
        assertThat(run("check", "--data", restored)).isZero();
        assertThat(out.toString(UTF_8)).contains("ends with commit");
        Path manifest = Path.of(backup).resolve("manifest-000000000001");
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[40] ^= 1;
        Files.write(manifest, bytes);
        out.reset();
        assertThat(run("check", "--data", backup)).isEqualTo(CommandTable.EXIT_FAILURE);
        assertThat(out.toString(UTF_8)).contains(manifest.toString(), "offset 16");
        err.reset();
        String other = directory.resolve("other").toString();
        assertThat(run("restore", "--from", backup, "--data", other))
                .isEqualTo(CommandTable.EXIT_FAILURE);
        assertThat(err.toString(UTF_8)).contains("XX001");
        assertThat(run("check", "--data", directory.resolve("none").toString()))
                .isEqualTo(CommandTable.EXIT_FAILURE);
    }

    private void assertUsage(String explanation, String... arguments) {
        err.reset();
        assertThat(run(arguments)).isEqualTo(CommandTable.EXIT_USAGE);
        assertThat(err.toString(UTF_8)).contains(explanation, "Try: reckon");
    }

    private int run(String... arguments) {
        return CommandTable.run(
                List.of(arguments),
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
