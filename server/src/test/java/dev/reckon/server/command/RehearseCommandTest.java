package dev.reckon.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearseCommandTest {
    @Test
    void doesAllItsWorkWithoutAnError() {
        var said = new ByteArrayOutputStream();
        var stream = new PrintStream(said, true, UTF_8);

        int exitCode =
                CommandTable.run(
                        List.of("rehearse"), InputStream.nullInputStream(), stream, stream);

        assertThat(said.toString(UTF_8)).isEmpty();
        assertThat(exitCode).isZero();
    }
}
