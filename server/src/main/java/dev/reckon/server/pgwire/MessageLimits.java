package dev.reckon.server.pgwire;

/// How long the body of a message may be, by its type.
///
/// @param textByteCountMax for messages that carry text or data: Query, Parse, Bind, CopyData, …
record MessageLimits(int textByteCountMax) {
    /// PostgreSQL's maximum for messages that carry names or nothing.
    private static final int SMALL_BYTE_COUNT_MAX = 10_000;

    /// Before a client is known, nothing may be long.
    static final MessageLimits BEFORE_AUTHENTICATION = new MessageLimits(SMALL_BYTE_COUNT_MAX);

    int lengthMax(int type) {
        return switch (type) {
            case FrontendMessage.QUERY,
                    FrontendMessage.PARSE,
                    FrontendMessage.BIND,
                    FrontendMessage.FUNCTION_CALL,
                    FrontendMessage.COPY_DATA ->
                    textByteCountMax;
            default -> SMALL_BYTE_COUNT_MAX;
        };
    }
}
