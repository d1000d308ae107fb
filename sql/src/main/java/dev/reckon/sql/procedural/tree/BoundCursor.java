package dev.reckon.sql.procedural.tree;

import java.util.List;
import java.util.Optional;

/// The query of a cursor variable: `CURSOR [(parameters)] FOR query`.
///
/// @param scroll whether it can go backward; empty when not said
/// @param parameters variables that the query names, set when it is opened
public record BoundCursor(Optional<Boolean> scroll, List<Variable> parameters, Code.Sql query) {
    public BoundCursor {
        parameters = List.copyOf(parameters);
    }
}
