package dev.reckon.tests.pgwire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// Runs PostgreSQL's own client programs, where they are installed.
final class Tool {
    /// What a program printed and how it ended.
    record Outcome(int exitCode, String out, String err) {}

    private Tool() {}

    /// Runs a program against a server; without the program, the test is skipped and says so.
    static Outcome run(
            InetSocketAddress server,
            Map<String, String> environment,
            String program,
            String... arguments)
            throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(program), program + " is not installed");
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("tool", ".out");
        Path err = Files.createTempFile("tool", ".err");
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "PGHOST", server.getAddress().getHostAddress(),
                                "PGPORT", Integer.toString(server.getPort()),
                                "PGUSER", "reckon",
                                "PGDATABASE", "reckon",
                                "PSQLRC", "/dev/null",
                                "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            int exitCode = process.waitFor();
            return new Outcome(
                    exitCode,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
