package dev.reckon.server.http;

import java.net.InetSocketAddress;
import java.util.Set;

/// How HTTP is served.
///
/// @param address where to listen; port 0 takes any free one
/// @param hostNames names, in lower case, that clients may know this server by beside `localhost`
///   and addresses
/// @param bodyByteCountMax the longest body of a request
/// @param requestCountMax requests that run at once; more get 503
public record HttpOptions(
        InetSocketAddress address,
        Set<String> hostNames,
        int bodyByteCountMax,
        int requestCountMax) {
    public static final int DEFAULT_BODY_BYTE_COUNT_MAX = 64 << 20;
    public static final int DEFAULT_REQUEST_COUNT_MAX = 256;

    public HttpOptions {
        hostNames = Set.copyOf(hostNames);
    }

    /// The defaults, on an address.
    public HttpOptions(InetSocketAddress address, Set<String> hostNames) {
        this(address, hostNames, DEFAULT_BODY_BYTE_COUNT_MAX, DEFAULT_REQUEST_COUNT_MAX);
    }
}
