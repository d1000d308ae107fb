package dev.reckon.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.server.http.SqlRequest.Parameter;
import dev.reckon.server.http.SqlRequest.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlRequestTest {
    @Test
    void everyKindOfParameterIsRead() throws IOException {
        var request =
                read(
                        """
                        {"params": [1, -2.50, "té\\"xt", true, null, [1, "a", null, [2]], {"k": [1]}],
                         "sql": "select"}
                        """);
        assertThat(request)
                .isEqualTo(
                        new SqlRequest(
                                List.of(
                                        new Statement(
                                                "select",
                                                List.of(
                                                        new Parameter.Scalar("1"),
                                                        new Parameter.Scalar("-2.50"),
                                                        new Parameter.Scalar("té\"xt"),
                                                        new Parameter.Scalar("true"),
                                                        new Parameter.Null(),
                                                        new Parameter.Array(
                                                                List.of(
                                                                        new Parameter.Scalar("1"),
                                                                        new Parameter.Scalar("a"),
                                                                        new Parameter.Null(),
                                                                        new Parameter.Array(
                                                                                List.of(
                                                                                        new Parameter
                                                                                                .Scalar(
                                                                                                "2")),
                                                                                "[2]")),
                                                                "[1,\"a\",null,[2]]"),
                                                        new Parameter.Object("{\"k\":[1]}")))),
                                false));
    }

    @Test
    void batchIsRead() throws IOException {
        assertThat(read("{\"statements\": [\"a\", {\"sql\": \"b\", \"params\": [1]}]}"))
                .isEqualTo(
                        new SqlRequest(
                                List.of(
                                        new Statement("a", List.of()),
                                        new Statement("b", List.of(new Parameter.Scalar("1")))),
                                true));
    }

    @Test
    void otherBodiesAreRefused() {
        for (String body :
                new String[] {
                    "",
                    "[]",
                    "7",
                    "{",
                    "{}",
                    "{\"sql\": 7}",
                    "{\"sql\": \"a\"} x",
                    "{\"sqll\": \"a\"}",
                    "{\"sql\": \"a\", \"params\": 1}",
                    "{\"sql\": \"a\", \"sql\": \"b\"}",
                    "{\"sql\": \"a\", \"statements\": []}",
                    "{\"statements\": \"a\"}",
                    "{\"statements\": [1]}",
                    "{\"statements\": [{}]}",
                    "{\"params\": []}",
                    "{\"statements\": [{\"sql\": \"a\", \"x\": 1}]}",
                    "{\"sql\": \"\u0001\"}",
                    "[".repeat(100_000),
                    "{\"sql\": \"a\", \"params\": " + "[".repeat(100_000)
                }) {
            assertThatThrownBy(() -> read(body))
                    .isInstanceOfSatisfying(
                            HttpStatusException.class,
                            refused -> assertThat(refused.status()).isEqualTo(400));
        }
    }

    private static SqlRequest read(String body) throws IOException {
        return SqlRequest.read(new ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
