package dev.reckon.server.pgwire;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The messages of clients once a connection is open, as in PostgreSQL's "Message Formats".
///
/// Bind and CopyData have no record: they are read in place, see [ExtendedQuery] and [CopyFlow].
sealed interface FrontendMessage {
    int BIND = 'B';
    int CLOSE = 'C';
    int COPY_DATA = 'd';
    int COPY_DONE = 'c';
    int COPY_FAIL = 'f';
    int DESCRIBE = 'D';
    int EXECUTE = 'E';
    int FLUSH = 'H';
    int FUNCTION_CALL = 'F';
    int PARSE = 'P';

    /// PasswordMessage, SASLInitialResponse and SASLResponse share a type.
    int PASSWORD = 'p';

    int QUERY = 'Q';
    int SYNC = 'S';
    int TERMINATE = 'X';

    /// What a Describe or Close names.
    enum Target {
        STATEMENT,
        PORTAL
    }

    /// A text of statements, to be answered with ReadyForQuery.
    record Query(String text) implements FrontendMessage {
        static Query read(MessageReader in) {
            var query = new Query(in.readString());
            in.finish();
            return query;
        }
    }

    /// A statement to be prepared.
    ///
    /// @param name empty for the unnamed statement
    /// @param parameterOids the types that the client knows, 0 for one that it does not
    record Parse(String name, String text, int[] parameterOids) implements FrontendMessage {
        static Parse read(MessageReader in) {
            String name = in.readString();
            String text = in.readString();
            int count = in.readShort() & 0xffff;
            if (count * Integer.BYTES != in.remaining()) {
                throw new DatabaseException(SqlState.PROTOCOL_VIOLATION, "invalid message format");
            }
            int[] oids = new int[count];
            for (int i = 0; i < count; i++) {
                oids[i] = in.readInt();
            }
            in.finish();
            return new Parse(name, text, oids);
        }
    }

    /// A question for the parameters and columns of a statement or portal.
    record Describe(Target target, String name) implements FrontendMessage {
        static Describe read(MessageReader in) {
            var describe = new Describe(readTarget(in, "DESCRIBE"), in.readString());
            in.finish();
            return describe;
        }
    }

    /// The end of a statement or portal.
    record Close(Target target, String name) implements FrontendMessage {
        static Close read(MessageReader in) {
            var close = new Close(readTarget(in, "CLOSE"), in.readString());
            in.finish();
            return close;
        }
    }

    /// A request to run a portal.
    ///
    /// @param rowCountMax after so many rows the portal is suspended; 0 or less for all
    record Execute(String portal, int rowCountMax) implements FrontendMessage {
        static Execute read(MessageReader in) {
            var execute = new Execute(in.readString(), in.readInt());
            in.finish();
            return execute;
        }
    }

    /// The client's end of a COPY that failed on its side.
    record CopyFail(String message) implements FrontendMessage {
        static CopyFail read(MessageReader in) {
            var fail = new CopyFail(in.readString());
            in.finish();
            return fail;
        }
    }

    /// The client's choice of a mechanism, and its first message.
    record SASLInitialResponse(String mechanism, String response) implements FrontendMessage {
        static SASLInitialResponse read(MessageReader in) {
            String mechanism = in.readString();
            int length = in.readInt();
            String response = length < 0 ? "" : in.readText(length);
            in.finish();
            return new SASLInitialResponse(mechanism, response);
        }
    }

    /// The client's next message of an authentication.
    record SASLResponse(String response) implements FrontendMessage {
        static SASLResponse read(MessageReader in) {
            return new SASLResponse(in.readText(in.remaining()));
        }
    }

    private static Target readTarget(MessageReader in, String message) {
        int letter = in.readByte();
        return switch (letter) {
            case 'S' -> Target.STATEMENT;
            case 'P' -> Target.PORTAL;
            default ->
                    throw new DatabaseException(
                            SqlState.PROTOCOL_VIOLATION,
                            "invalid " + message + " message subtype " + letter);
        };
    }
}
