package dev.reckon.sql.procedural.tree;

import dev.reckon.sql.ast.DataStatement;
import java.util.List;
import java.util.Optional;

/// Where a value is assigned to: a variable, a field of one, or a place in either.
///
/// @param id tells it apart among the pieces of SQL of the procedure
/// @param field of a variable that is a row
/// @param path what follows: elements, slices, fields
/// @param names what expressions of the path may use
public record Place(
        int id,
        Variable variable,
        Optional<String> field,
        List<DataStatement.Accessor> path,
        Names names) {
    public Place {
        path = List.copyOf(path);
    }
}
