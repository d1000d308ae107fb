package dev.reckon.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTableTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void usageNamesEveryCommandAndOption() {
        assertThat(run("help")).isZero();
        assertThat(out.toString(UTF_8)).contains("serve", "password");
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
