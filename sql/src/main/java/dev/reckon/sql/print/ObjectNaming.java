package dev.reckon.sql.print;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import java.util.List;

/// How a session names objects: with their schemas where its search path does not lead to them.
public interface ObjectNaming {
    /// Returns a relation's name; a name without a schema is that of a common table.
    String relation(QualifiedName name);

    /// Returns the names of a relation's columns; none when there is no such relation.
    List<String> columns(QualifiedName name);

    /// Returns a type with its modifiers.
    String type(TypeName type);

    /// Returns a function's name.
    String function(QualifiedName name);

    /// Returns the text of a constant of a type whose values are objects, such as `regclass`.
    ///
    /// @param text names the object with its schema
    String object(String text, TypeName type);
}
