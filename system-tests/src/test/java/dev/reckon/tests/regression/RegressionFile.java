package dev.reckon.tests.regression;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file of statements on both servers.
final class RegressionFile {
    private static final Pattern TRANSACTION =
            Pattern.compile(
                    "\\s*(begin|start|commit|end|rollback|abort|savepoint|release|prepare"
                            + "|set\\s+transaction)\\b.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// Plans and costs are each server's own.
    private static final Pattern NOT_COMPARED =
            Pattern.compile(
                    "\\s*(explain|analyze|vacuum|create\\s+statistics|load\\b|set\\s+(local\\s+)?"
                            + "(enable_|max_parallel|min_parallel|parallel_|jit|work_mem"
                            + "|force_parallel|random_page)).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern COPY_FILE =
            Pattern.compile(
                    "(copy\\s+[^;]*?\\bfrom\\s+)'([^']*)'(.*)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String GUARD = "regression_guard";

    private final Client postgres;
    private final Client reckon;
    private final Offer offer;
    private final Causes causes;
    private final PrintWriter differences;

    RegressionFile(
            Client postgres, Client reckon, Offer offer, Causes causes, PrintWriter differences) {
        this.postgres = postgres;
        this.reckon = reckon;
        this.offer = offer;
        this.causes = causes;
        this.differences = differences;
    }

    /// Runs a file of a directory that is laid out as PostgreSQL's `src/test/regress`.
    Tally run(Path directory, String name) throws IOException {
        Path file = RegressionRun.script(directory, name);
        Map<String, String> variables = new HashMap<>();
        variables.put("abs_srcdir", directory.toString());
        variables.put("abs_builddir", directory.toString());
        variables.put("libdir", "/none");
        variables.put("dlsuffix", ".so");
        variables.put("HIDE_TOAST_COMPRESSION", "on");
        var script =
                new PsqlScript(
                        new String(Files.readAllBytes(file), StandardCharsets.UTF_8), variables);
        int all = 0;
        int agreed = 0;
        int notOffered = 0;
        for (Optional<PsqlScript.Step> next = script.next();
                next.isPresent();
                next = script.next()) {
            PsqlScript.Step step = withFileData(next.get());
            if (step.action() == PsqlScript.Action.RECONNECT) {
                postgres.reconnect();
                reckon.reconnect();
                continue;
            }
            Answer expected = postgres.run(step.sql(), step.copyData());
            Answer actual = onReckon(step, expected);
            if (step.action() == PsqlScript.Action.SEND_AND_SET) {
                setVariables(script, expected.last());
            }
            if (NOT_COMPARED.matcher(step.sql()).matches()) {
                continue;
            }
            all++;
            offer.observe(step.sql(), actual);
            if (actual.agreesWith(expected)) {
                agreed++;
            } else if (offer.excludes(step.sql(), expected, actual)) {
                notOffered++;
            } else {
                String cause = causes.add(name, expected, actual);
                differences.printf(
                        "## %s | %s%n%s%n  PostgreSQL %s%n  Reckon     %s%n",
                        name, cause, step.sql(), expected, actual);
            }
        }
        differences.flush();
        return new Tally(name, all, agreed, notOffered);
    }

    /// Runs a statement behind a savepoint when PostgreSQL's succeeded within a transaction: one
    /// disagreement must not fail all statements up to the end of the transaction.
    private Answer onReckon(PsqlScript.Step step, Answer expected) throws IOException {
        boolean isGuarded =
                reckon.transaction() == 'T'
                        && !expected.last().isError()
                        && !TRANSACTION.matcher(step.sql()).matches();
        if (!isGuarded) {
            return reckon.run(step.sql(), step.copyData());
        }
        reckon.run("SAVEPOINT " + GUARD, "");
        Answer answer = reckon.run(step.sql(), step.copyData());
        if (reckon.transaction() == 'E') {
            reckon.run("ROLLBACK TO " + GUARD, "");
        }
        if (reckon.transaction() == 'T') {
            reckon.run("RELEASE " + GUARD, "");
        }
        return answer;
    }

    /// The servers run as other users than the one who has the files: data goes through the client.
    private static PsqlScript.Step withFileData(PsqlScript.Step step) throws IOException {
        Matcher copy = COPY_FILE.matcher(step.sql());
        if (!copy.matches() || !Files.isRegularFile(Path.of(copy.group(2)))) {
            return step;
        }
        String data = Files.readString(Path.of(copy.group(2)), StandardCharsets.ISO_8859_1);
        return new PsqlScript.Step(step.action(), copy.group(1) + "stdin" + copy.group(3), data);
    }

    private static void setVariables(PsqlScript script, Answer.Result result) {
        if (result.rows().size() != 1) {
            return;
        }
        String[] values = result.rows().getFirst().split(" \\| ", -1);
        for (int i = 0; i < result.columns().size() && i < values.length; i++) {
            String name = result.columns().get(i);
            String value = values[i];
            boolean isNull = value.toLowerCase(Locale.ROOT).equals("null");
            script.set(
                    name.substring(0, name.lastIndexOf(' ')),
                    isNull ? "" : value.substring(1, value.length() - 1));
        }
    }
}
