package dev.reckon.tests.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Statements of several sessions, in the order in which they are sent.
///
/// @param setup what comes before, in one session
/// @param differences where Reckon is known to differ from PostgreSQL: `level: reason`, or a reason
///   for every level
record Scenario(String name, List<String> setup, List<Step> steps, List<String> differences) {
    private static final String DIFFERENCE = "! ";
    private static final String SETUP = "setup: ";
    private static final String NAME = "= ";

    /// A statement that a session sends, unless it still waits for an answer.
    ///
    /// @param session from 1
    record Step(int session, String sql) {}

    Scenario {
        setup = List.copyOf(setup);
        steps = List.copyOf(steps);
        differences = List.copyOf(differences);
    }

    boolean isKnownToDiffer(String level) {
        return differences.stream()
                .anyMatch(each -> !each.contains(": ") || each.startsWith(level + ": "));
    }

    /// Reads the scenarios of a file; its first one describes the form.
    static List<Scenario> read(Path file) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        List<String> setup = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        String name = "";
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(SETUP)) {
                setup.add(line.substring(SETUP.length()));
            } else if (line.startsWith(NAME)) {
                if (!name.isEmpty()) {
                    scenarios.add(new Scenario(name, setup, steps, differences));
                }
                steps.clear();
                differences.clear();
                name = line.substring(NAME.length());
            } else if (line.startsWith(DIFFERENCE)) {
                differences.add(line.substring(DIFFERENCE.length()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int colon = line.indexOf(':');
                int session = Integer.parseInt(line.substring(0, colon));
                steps.add(new Step(session, line.substring(colon + 1).strip()));
            }
        }
        scenarios.add(new Scenario(name, setup, steps, differences));
        return scenarios;
    }

    /// Returns the same with transactions of an isolation level.
    Scenario at(String level) {
        List<Step> leveled =
                steps.stream()
                        .map(step ->
                                step.sql().equals("begin")
                                        ? new Step(step.session(), "begin isolation level " + level)
                                        : step)
                        .toList();
        return new Scenario(name + " at " + level, setup, leveled, differences);
    }
}
