package dev.reckon.tests.regression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a server said to one statement: its results in order; the last may be an error.
record Answer(List<Result> results) {
    /// One result.
    ///
    /// @param outcome the command's tag, or `ERROR` and the SQLSTATE
    /// @param message an error's message, else empty
    /// @param columns names with the oids of built-in types; `user` for all others
    /// @param rows values as text, sorted: the order is compared by other tests
    record Result(String outcome, String message, List<String> columns, List<String> rows) {
        static Result error(String sqlState, String message) {
            return new Result("ERROR " + sqlState, message, List.of(), List.of());
        }

        boolean isError() {
            return outcome.startsWith("ERROR ");
        }

        String sqlState() {
            return isError() ? outcome.substring("ERROR ".length()) : "";
        }

        private boolean agreesWith(Result other) {
            return outcome.equals(other.outcome)
                    && columns.equals(other.columns)
                    && rows.equals(other.rows);
        }
    }

    /// The state that stands for a server that did not answer, or not in time.
    static final String NO_ANSWER = "no answer";

    Result last() {
        return results.isEmpty()
                ? new Result("", "", List.of(), List.of())
                : results.get(results.size() - 1);
    }

    boolean agreesWith(Answer other) {
        if (results.size() != other.results.size()) {
            return false;
        }
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).agreesWith(other.results.get(i))) {
                return false;
            }
        }
        return true;
    }

    static List<String> sorted(List<String> rows) {
        List<String> copy = new ArrayList<>(rows);
        Collections.sort(copy);
        return copy;
    }
}
