package dev.reckon.sql;

import dev.reckon.sql.settings.SessionSettings;
import dev.reckon.sql.settings.SettingCatalog;
import dev.reckon.storage.error.DatabaseException;
import java.util.List;
import java.util.Locale;

/// A message to the client that is no error.
///
/// @param severity `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`
/// @param message carries SQLSTATE, text and fields; never thrown
public record Notice(String severity, DatabaseException message) {
    /// The values of `client_min_messages`, the least important first.
    private static final List<String> LEVELS =
            SettingCatalog.find("client_min_messages").orElseThrow().values();

    /// Adds this to what a session's client is told, unless its `client_min_messages` is above it;
    /// what it asked for, INFO, it is always told.
    void addTo(List<Notice> notices, SessionSettings settings) {
        int level = LEVELS.indexOf(severity.toLowerCase(Locale.ROOT));
        if (severity.equals("INFO")
                || level >= LEVELS.indexOf(settings.show("client_min_messages"))) {
            notices.add(this);
        }
    }
}
