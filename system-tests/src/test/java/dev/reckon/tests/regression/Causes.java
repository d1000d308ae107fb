package dev.reckon.tests.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Why answers differed, counted.
final class Causes {
    private static final int MESSAGE_LENGTH_MAX = 110;

    private final Map<String, Map<String, Integer>> filesByCause = new TreeMap<>();

    /// Counts one difference and returns its cause.
    String add(String file, Answer postgres, Answer reckon) {
        String cause = cause(postgres, reckon);
        filesByCause.computeIfAbsent(cause, key -> new TreeMap<>()).merge(file, 1, Integer::sum);
        return cause;
    }

    private static String cause(Answer postgres, Answer reckon) {
        Answer.Result expected = postgres.last();
        Answer.Result actual = reckon.last();
        if (actual.isError()) {
            String message = "%s: %s".formatted(actual.sqlState(), general(actual.message()));
            return expected.isError()
                    ? "SQLSTATE %s instead of %s".formatted(message, expected.sqlState())
                    : "only Reckon fails, " + message;
        }
        if (expected.isError()) {
            return "only PostgreSQL fails, %s: %s"
                    .formatted(expected.sqlState(), general(expected.message()));
        }
        if (!expected.outcome().equals(actual.outcome())) {
            return "command tag or number of rows";
        }
        return expected.columns().equals(actual.columns()) ? "rows" : "names or types of columns";
    }

    /// Names differ from statement to statement, causes do not.
    private static String general(String message) {
        String text = message.replaceAll("\"[^\"]*\"", "\"…\"");
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX);
    }

    /// Returns the most frequent causes, a line each.
    List<String> lines(int countMax) {
        List<Map.Entry<String, Map<String, Integer>>> entries =
                new ArrayList<>(filesByCause.entrySet());
        entries.sort((a, b) -> Integer.compare(count(b.getValue()), count(a.getValue())));
        return entries.stream()
                .limit(countMax)
                .map(e -> "%5d  %s  %s".formatted(count(e.getValue()), e.getKey(), e.getValue()))
                .toList();
    }

    private static int count(Map<String, Integer> files) {
        return files.values().stream().mapToInt(Integer::intValue).sum();
    }
}
