package dev.reckon.tests.differential.generated;

import java.util.List;

/// What a server said to a statement.
///
/// @param columns name, type's oid and modifier of each
/// @param rows in their order
/// @param tag the command tag
/// @param state the SQLSTATE of an error, or empty
/// @param error its message
record Answer(List<String> columns, List<String> rows, String tag, String state, String error) {
    boolean isError() {
        return !state.isEmpty();
    }

    Answer sorted() {
        return new Answer(columns, rows.stream().sorted().toList(), tag, state, error);
    }

    @Override
    public String toString() {
        if (isError()) {
            return state + " " + error;
        }
        String shown = String.join("\n    ", rows.subList(0, Math.min(rows.size(), 12)));
        return tag + " " + columns + (rows.isEmpty() ? "" : "\n    " + shown);
    }
}
