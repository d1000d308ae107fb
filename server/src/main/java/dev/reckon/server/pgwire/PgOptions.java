package dev.reckon.server.pgwire;

import java.net.InetSocketAddress;

/// How the PostgreSQL protocol is served.
///
/// @param address where to listen; port 0 takes any free one
/// @param connectionCountMax more clients than these are refused with 53300
/// @param messageByteCountMax the longest message of a client that is let in
/// @param authenticationTimeoutMillis a client that is not let in by then is cut off
public record PgOptions(
        InetSocketAddress address,
        int connectionCountMax,
        int messageByteCountMax,
        long authenticationTimeoutMillis) {
    public static final int DEFAULT_CONNECTION_COUNT_MAX = 1000;
    public static final int DEFAULT_MESSAGE_BYTE_COUNT_MAX = 256 << 20;
    public static final long DEFAULT_AUTHENTICATION_TIMEOUT_MILLIS = 60_000;

    /// The defaults, on an address.
    public PgOptions(InetSocketAddress address) {
        this(
                address,
                DEFAULT_CONNECTION_COUNT_MAX,
                DEFAULT_MESSAGE_BYTE_COUNT_MAX,
                DEFAULT_AUTHENTICATION_TIMEOUT_MILLIS);
    }
}
