package dev.reckon.sql.procedural;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;

/// What errors of the SQL in a procedure say of where they happened.
final class SqlErrors {
    private SqlErrors() {}

    /// Returns an error with the statement that a frame runs as a line of its context.
    static DatabaseException inStatement(DatabaseException wrong, Frame frame) {
        boolean isNamed = wrong.field(ErrorField.INTERNAL_QUERY).isPresent();
        if (frame.statement().isPresent()
                && !(isNamed && wrong.field(ErrorField.WHERE).isEmpty())) {
            addLine(wrong, frame.statement().get());
        }
        frame.statement = java.util.Optional.empty();
        return wrong;
    }

    /// Returns an error of analysis: with its place in the text, or with the text as a line of its
    /// context.
    static DatabaseException ofCode(DatabaseException wrong, String text, String title) {
        if (wrong.position().isPresent()) {
            return wrong.inside(text);
        }
        addLine(wrong, title);
        return wrong;
    }

    /// Adds a line at the outer end of an error's context.
    static void addLine(DatabaseException wrong, String line) {
        wrong.with(
                ErrorField.WHERE,
                wrong.field(ErrorField.WHERE).map(each -> each + "\n" + line).orElse(line));
    }
}
