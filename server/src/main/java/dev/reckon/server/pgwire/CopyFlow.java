package dev.reckon.server.pgwire;

import dev.reckon.sql.Result;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/// The sub-protocol of COPY: data flows one way until its end, or until an error.
final class CopyFlow {
    /// How long a cancel goes unnoticed at most while the client sends nothing.
    private static final int LOOK_MILLIS = 50;

    private CopyFlow() {}

    /// Feeds a COPY FROM STDIN with what the client sends, and returns the command tag.
    ///
    /// @throws DatabaseException 57014 when the client gives up, somebody cancels, time is over, or
    ///   whatever is wrong with the data
    static String in(Result.CopyIn copy, ClientSocket client, MessageLimits limits)
            throws IOException {
        client.out().copyInResponse(copy.isBinary(), copy.columnCount());
        client.out().flush();
        MessageReader in = client.in();
        while (true) {
            while (!client.awaitMessage(LOOK_MILLIS)) {
                copy.checkCancelled();
            }
            int type = in.start(limits);
            switch (type) {
                case FrontendMessage.COPY_DATA -> {
                    while (in.nextPiece()) {
                        copy.write(in.bytes(), in.pieceOffset(), in.pieceLength());
                    }
                }
                case FrontendMessage.COPY_DONE -> {
                    in.load();
                    in.finish();
                    return copy.finish();
                }
                case FrontendMessage.COPY_FAIL -> {
                    in.load();
                    String reason = FrontendMessage.CopyFail.read(in).message();
                    throw new DatabaseException(
                            SqlState.QUERY_CANCELED, "COPY from stdin failed: " + reason);
                }
                case FrontendMessage.FLUSH, FrontendMessage.SYNC -> {
                    // Libraries send these after a statement without knowing that it was COPY.
                }
                case MessageReader.END_OF_STREAM ->
                        throw new EOFException("the client went away inside a COPY");
                default ->
                        throw new FatalException(
                                new DatabaseException(
                                        SqlState.PROTOCOL_VIOLATION,
                                        "unexpected message type 0x%02X during COPY from stdin"
                                                .formatted(type)));
            }
        }
    }

    /// Sends the client all of a COPY TO STDOUT, and returns the command tag.
    static String out(Result.CopyOut copy, BackendMessages out) throws IOException {
        out.copyOutResponse(copy.isBinary(), copy.columnCount());
        Optional<byte[]> piece = copy.next();
        while (piece.isPresent()) {
            byte[] bytes = piece.get();
            out.copyData(bytes, 0, bytes.length);
            piece = copy.next();
        }
        out.copyDone();
        return copy.tag();
    }
}
