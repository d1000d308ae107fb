package dev.reckon.sql.procedural;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;

/// What errors of the SQL in a procedure say of where they happened.
final class SqlErrors {
    private SqlErrors() {}

    /// Returns an error with the statement that a frame runs as a line of its context.
    static DatabaseException inStatement(DatabaseException wrong, Frame frame) {
        boolean isNamed = wrong.field(ErrorField.INTERNAL_QUERY).isPresent();
        if (frame.statement().isPresent() && !(isNamed && wrong.field(ErrorField.WHERE).isEmpty())) {
            addLine(wrong, frame.statement().get());
        }
        frame.statement = java.util.Optional.empty();
        return wrong;
    }

    /// Adds a line at the outer end of an error's context.
    static void addLine(DatabaseException wrong, String line) {
        wrong.with(
                ErrorField.WHERE,
                wrong.field(ErrorField.WHERE).map(each -> each + "\n" + line).orElse(line));
    }
}
