package dev.reckon.sql;

import dev.reckon.sql.function.OpenCursor;
import java.util.List;

/// Who holds the connection of a session's client, as far as the session needs it. For the
/// session's thread, but for [#end].
public interface ClientConnection {
    /// Ends the connection soon, whether it waits for the client or works for it. Returns at once.
    /// Safe to call from any thread.
    void end();

    /// Sends a notice to the client now, while its statement still runs.
    void tell(Notice notice);

    /// Returns the protocol's own cursors.
    List<OpenCursor> portals();
}
