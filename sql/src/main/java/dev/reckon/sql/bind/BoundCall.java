package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.plan.Scalar;
import java.util.List;

/// A CALL of which the procedure is known.
///
/// @param arguments one for each input parameter, of its type
public record BoundCall(Routine routine, List<Scalar> arguments) {
    public BoundCall {
        arguments = List.copyOf(arguments);
    }
}
