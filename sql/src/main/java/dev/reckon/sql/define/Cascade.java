package dev.reckon.sql.define;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.stream.Collectors;

/// What a client is told of the objects that rest on a dropped one.
final class Cascade {
    private Cascade() {}

    /// Returns the error of a DROP without CASCADE.
    ///
    /// @param what is dropped
    /// @param detail one line for each object that depends on it
    static DatabaseException refused(String what, String detail) {
        return refusal("cannot drop " + what + " because other objects depend on it", detail);
    }

    /// Returns the error of a DROP of several objects without CASCADE.
    static DatabaseException refusedAll(String detail) {
        return refusal(
                "cannot drop desired object(s) because other objects depend on them", detail);
    }

    private static DatabaseException refusal(String message, String detail) {
        return new DatabaseException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, message)
                .withDetail(detail)
                .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
    }

    /// Tells what was dropped besides.
    static void tell(Definitions definitions, List<String> dependents) {
        if (dependents.size() == 1) {
            definitions.notice(
                    SqlState.SUCCESSFUL_COMPLETION, "drop cascades to " + dependents.getFirst());
        } else if (dependents.size() > 1) {
            definitions.notice(
                    new DatabaseException(
                                    SqlState.SUCCESSFUL_COMPLETION,
                                    "drop cascades to " + dependents.size() + " other objects")
                            .withDetail(
                                    dependents.stream()
                                            .map(each -> "drop cascades to " + each)
                                            .collect(Collectors.joining("\n"))));
        }
    }
}
