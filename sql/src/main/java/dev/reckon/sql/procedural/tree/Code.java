package dev.reckon.sql.procedural.tree;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Statement;

/// A piece of SQL in a procedure, parsed when the procedure was.
public sealed interface Code {
    /// Returns a number that tells the pieces of one procedure apart, from 0.
    int id();

    /// Returns the text as written; positions in the tree count its characters.
    String text();

    /// Returns the names that it may use.
    Names names();

    /// An expression.
    record Value(int id, String text, Expression tree, Names names) implements Code {}

    /// A statement.
    record Sql(int id, String text, Statement tree, Names names) implements Code {}
}
