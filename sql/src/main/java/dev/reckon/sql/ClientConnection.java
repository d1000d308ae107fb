package dev.reckon.sql;

/// Who holds the connection of a session's client, as far as others that end the session need it.
/// Safe for use by many threads.
public interface ClientConnection {
    /// Ends the connection soon, whether it waits for the client or works for it. Returns at once.
    void end();
}
