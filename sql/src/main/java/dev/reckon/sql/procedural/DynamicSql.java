package dev.reckon.sql.procedural;

import dev.reckon.sql.ast.Statement;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// A statement of a text that a procedure has made.
///
/// @param tree absent for an empty text
/// @param planned absent when it is not one that is planned
/// @param parameters what it is run with in place of the given values, where constants of the text
///   were taken out of it
public record DynamicSql(
        String text,
        Optional<Statement> tree,
        Optional<PlannedSql> planned,
        Optional<List<Value>> parameters) {}
