package dev.reckon.sql.ast;

/// A role, by name or as who is asking.
///
/// @param name empty text unless `kind` is `NAMED`
public record RoleName(Kind kind, String name, int position) {
    /// How the role is given.
    public enum Kind {
        NAMED,
        PUBLIC,
        CURRENT_ROLE,
        CURRENT_USER,
        SESSION_USER
    }
}
