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
    ///
    /// @param text of the whole assignment, when it is the value of one
    record Value(int id, String text, Expression tree, boolean isAssignment, Names names)
            implements Code {
        /// Returns what contexts of errors call it.
        public String title() {
            return (isAssignment ? "PL/pgSQL assignment \"" : "SQL expression \"") + text + "\"";
        }
    }

    /// A statement.
    record Sql(int id, String text, Statement tree, Names names) implements Code {}
}
