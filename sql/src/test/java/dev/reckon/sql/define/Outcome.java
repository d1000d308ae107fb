package dev.reckon.sql.define;

import java.util.List;

/// All that came back for one statement.
///
/// @param tag empty after a failure
/// @param rows fields between bars
record Outcome(String tag, List<String> rows, List<String> notices, Failure failure) {
    /// An error.
    ///
    /// @param position from 1, empty when there is none
    record Failure(String state, String message, String detail, String hint, String position) {
        static final Failure NONE = new Failure("", "", "", "", "");
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        notices.forEach(notice -> text.append("NOTICE ").append(notice).append('\n'));
        rows.forEach(row -> text.append(row).append('\n'));
        if (failure.state.isEmpty()) {
            return text.append(tag).toString();
        }
        text.append(failure.state).append(' ').append(failure.message);
        append(text, "DETAIL", failure.detail);
        append(text, "HINT", failure.hint);
        append(text, "POSITION", failure.position);
        return text.toString();
    }

    private static void append(StringBuilder text, String field, String value) {
        if (!value.isEmpty()) {
            text.append('\n').append(field).append(' ').append(value);
        }
    }
}
