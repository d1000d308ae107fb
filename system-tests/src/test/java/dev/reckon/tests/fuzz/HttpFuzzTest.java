package dev.reckon.tests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.tests.pgwire.ServerFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests changed by chance are answered or cut off, and the next client is served.
///
/// `-Drequests=N` sets how many there are, `-Dseed=N` replays them.
final class HttpFuzzTest {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int THREAD_COUNT_GROWTH_MAX = 40;

    private static final List<String> BODIES =
            List.of(
                    "{\"sql\": \"select $1::int + 1\", \"params\": [41]}",
                    "{\"sql\": \"select * from generate_series(1, 100) i\"}",
                    "{\"statements\": [{\"sql\": \"select 1\"}, {\"sql\": \"select 1/0\"}]}",
                    "{\"sql\": \"select 'é', null, true, 1.5e300\", \"params\": []}",
                    "");

    private static final String JSON = "Content-Type: application/json";

    /// First lines, each with a header.
    private static final List<List<String>> HEADS =
            List.of(
                    List.of("POST /v1/sql HTTP/1.1", JSON),
                    List.of("POST /v1/sql?format=csv HTTP/1.1", JSON),
                    List.of("GET /metrics HTTP/1.1", "Accept: text/plain"),
                    List.of("GET / HTTP/1.1", "Accept: text/html"),
                    List.of("GET /../../etc/passwd HTTP/1.1", "Accept: */*"));

    @RegisterExtension static final ServerFixture SERVER = new ServerFixture();

    @Test
    void changedRequestsHurtNobody() throws IOException {
        long seed = Long.getLong("seed", 1);
        var random = new Random(seed);
        int count = Integer.getInteger("requests", 500);
        assertServes();
        int threadCountBefore = Thread.activeCount();
        for (int i = 0; i < count; i++) {
            send(change(request(random), random));
            if (i % 20 == 0) {
                assertServes();
            }
        }
        assertServes();
        assertThat(Thread.activeCount())
                .as("threads, seed %d", seed)
                .isLessThan(threadCountBefore + THREAD_COUNT_GROWTH_MAX);
    }

    private static byte[] request(Random random) {
        byte[] body = BODIES.get(random.nextInt(BODIES.size())).getBytes(UTF_8);
        String head = head(HEADS.get(random.nextInt(HEADS.size())), body.length);
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static String head(List<String> lines, int bodyByteCount) {
        return String.join(
                "\r\n",
                lines.get(0),
                "Host: localhost",
                lines.get(1),
                "Content-Length: " + bodyByteCount,
                "Connection: close",
                "",
                "");
    }

    private static byte[] change(byte[] bytes, Random random) {
        var changed = new ByteArrayOutputStream();
        int rarity = 10 + random.nextInt(300);
        for (byte value : bytes) {
            switch (random.nextInt(rarity)) {
                case 0 -> changed.write(random.nextInt(256));
                case 1 -> {}
                case 2 -> {
                    changed.write(value);
                    changed.write(value);
                }
                default -> changed.write(value);
            }
        }
        return changed.toByteArray();
    }

    /// Sends bytes and the end, and reads what comes; returns it.
    private static String send(byte[] request) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(SERVER.httpAddress(), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (SocketException cutOff) {
                return "";
            }
        }
    }

    private static void assertServes() throws IOException {
        String body = BODIES.getFirst();
        String head = head(HEADS.getFirst(), body.length());
        assertThat(send((head + body).getBytes(ISO_8859_1)))
                .startsWith("HTTP/1.1 200")
                .contains("42");
    }
}
