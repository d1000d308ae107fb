package dev.reckon.sql;

import dev.reckon.sql.settings.SessionSettings;

/// The settings of a session that are for whoever holds its client's connection.
///
/// @param checkMillis how often to look, while a statement runs, whether the client is still there
///   (`client_connection_check_interval`); 0 for never
/// @param idleMillis how long the client may say nothing outside a transaction
///   (`idle_session_timeout`); 0 for ever
/// @param idleInTransactionMillis how long it may say nothing inside one
///   (`idle_in_transaction_session_timeout`); 0 for ever
/// @param keepaliveIdleSeconds after how long without traffic the system asks the client's machine
///   for a sign of life (`tcp_keepalives_idle`); 0 for what the system does by itself
/// @param keepaliveIntervalSeconds how long it waits before it asks again
///   (`tcp_keepalives_interval`); 0 likewise
/// @param keepaliveCount how often it asks before it gives the connection up
///   (`tcp_keepalives_count`); 0 likewise
public record ConnectionSettings(
        long checkMillis,
        long idleMillis,
        long idleInTransactionMillis,
        int keepaliveIdleSeconds,
        int keepaliveIntervalSeconds,
        int keepaliveCount) {
    /// As PostgreSQL's defaults have it: nothing is looked at, and nothing ends.
    public static final ConnectionSettings NONE = new ConnectionSettings(0, 0, 0, 0, 0, 0);

    static ConnectionSettings of(SessionSettings settings) {
        return new ConnectionSettings(
                settings.millis("client_connection_check_interval"),
                settings.millis("idle_session_timeout"),
                settings.millis("idle_in_transaction_session_timeout"),
                (int) (settings.millis("tcp_keepalives_idle") / 1000),
                (int) (settings.millis("tcp_keepalives_interval") / 1000),
                Integer.parseInt(settings.show("tcp_keepalives_count")));
    }
}
