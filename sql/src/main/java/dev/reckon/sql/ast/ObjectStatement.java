package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements that do the same for many kinds of objects.
public sealed interface ObjectStatement extends Statement {
    /// `DROP kind [IF EXISTS] name, …`.
    record Drop(
            ObjectKind kind,
            List<ObjectReference> objects,
            boolean ifExists,
            boolean cascade,
            boolean concurrently,
            int position)
            implements ObjectStatement {}

    /// `ALTER kind name RENAME [part] TO newName`.
    ///
    /// @param container what `kind` the statement names when a part is renamed (`ALTER VIEW v
    ///   RENAME COLUMN`)
    record Rename(
            ObjectReference object,
            ObjectKind container,
            String newName,
            boolean ifExists,
            boolean only,
            boolean cascade,
            int position)
            implements ObjectStatement {}

    /// `ALTER kind name SET SCHEMA schema`.
    record SetSchema(ObjectReference object, String schema, boolean ifExists, int position)
            implements ObjectStatement {}

    /// `ALTER kind name OWNER TO role`, for what is not a relation.
    record SetOwner(ObjectReference object, RoleName owner, int position)
            implements ObjectStatement {}

    /// `COMMENT ON kind name IS 'text'`.
    ///
    /// @param text absent for `NULL`, which removes it
    record Comment(ObjectReference object, Optional<String> text, int position)
            implements ObjectStatement {}
}
