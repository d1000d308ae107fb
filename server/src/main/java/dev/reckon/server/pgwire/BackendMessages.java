package dev.reckon.server.pgwire;

import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.TransactionStatus;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.storage.type.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes the server's messages, one method for each, named as in PostgreSQL's "Message Formats".
///
/// They gather in one buffer, which goes to the client by [#flush] or when it is full. A message
/// that was begun and not ended is forgotten when another begins, so an error in the middle of a
/// row leaves no half of it behind. For one thread.
final class BackendMessages {
    private static final int CAPACITY = 8 << 10;

    /// When so many bytes are waiting they are sent: large enough to make sending cheap, small
    /// enough to stay in the cache.
    private static final int FLUSH_BYTE_COUNT = 64 << 10;

    private static final int KEPT_CAPACITY_MAX = 256 << 10;
    private static final int NONE = -1;

    private OutputStream out;
    private ByteSink sink = new ByteSink(CAPACITY);

    /// Where the message begins that is being written, or [#NONE].
    private int messageStart = NONE;

    private long sentByteCount;

    BackendMessages(OutputStream out) {
        this.out = out;
    }

    /// Writes to another stream from now on: the one inside TLS. Nothing may be waiting.
    void switchTo(OutputStream inner) {
        out = inner;
    }

    /// Answers an SSLRequest or GSSENCRequest: `S` or `N`, a byte that is no message.
    void encryptionAnswer(char letter) throws IOException {
        sink.writeByte(letter);
        flush();
    }

    void authenticationOk() throws IOException {
        begin('R').writeInt(0);
        end();
    }

    void authenticationSASL(List<String> mechanisms) throws IOException {
        ByteSink body = begin('R');
        body.writeInt(10);
        mechanisms.forEach(mechanism -> writeString(body, mechanism));
        body.writeByte(0);
        end();
    }

    void authenticationSASLContinue(String message) throws IOException {
        ByteSink body = begin('R');
        body.writeInt(11);
        body.writeText(message);
        end();
    }

    void authenticationSASLFinal(String message) throws IOException {
        ByteSink body = begin('R');
        body.writeInt(12);
        body.writeText(message);
        end();
    }

    /// Tells a client that asks for a newer protocol which one it gets.
    ///
    /// @param version major and minor, 16 bits each, as in a startup packet: what PostgreSQL sends
    ///   and clients read, where its documentation speaks of the minor one alone
    void negotiateProtocolVersion(int version, List<String> unknownOptions) throws IOException {
        ByteSink body = begin('v');
        body.writeInt(version);
        body.writeInt(unknownOptions.size());
        unknownOptions.forEach(option -> writeString(body, option));
        end();
    }

    void backendKeyData(int processId, int secretKey) throws IOException {
        ByteSink body = begin('K');
        body.writeInt(processId);
        body.writeInt(secretKey);
        end();
    }

    void parameterStatus(String name, String value) throws IOException {
        ByteSink body = begin('S');
        writeString(body, name);
        writeString(body, value);
        end();
    }

    void readyForQuery(TransactionStatus status) throws IOException {
        begin('Z').writeByte(status.letter());
        end();
    }

    void parseComplete() throws IOException {
        begin('1');
        end();
    }

    void bindComplete() throws IOException {
        begin('2');
        end();
    }

    void closeComplete() throws IOException {
        begin('3');
        end();
    }

    void noData() throws IOException {
        begin('n');
        end();
    }

    void portalSuspended() throws IOException {
        begin('s');
        end();
    }

    void emptyQueryResponse() throws IOException {
        begin('I');
        end();
    }

    void commandComplete(String tag) throws IOException {
        writeString(begin('C'), tag);
        end();
    }

    void parameterDescription(List<DataType> types) throws IOException {
        ByteSink body = begin('t');
        body.writeShort(types.size());
        types.forEach(type -> body.writeInt(type.oid()));
        end();
    }

    void rowDescription(List<ResultColumn> columns, ColumnFormats formats) throws IOException {
        ByteSink body = begin('T');
        body.writeShort(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            writeString(body, column.name());
            body.writeInt((int) column.tableOid());
            body.writeShort(column.columnNumber());
            body.writeInt(column.type().oid());
            body.writeShort(column.type().byteLength());
            body.writeInt(column.modifier());
            body.writeShort(formats.isBinary(i) ? 1 : 0);
        }
        end();
    }

    void copyInResponse(boolean binary, int columnCount) throws IOException {
        copyResponse('G', binary, columnCount);
    }

    void copyOutResponse(boolean binary, int columnCount) throws IOException {
        copyResponse('H', binary, columnCount);
    }

    void copyData(byte[] bytes, int offset, int count) throws IOException {
        begin('d').writeBytes(bytes, offset, count);
        end();
    }

    void copyDone() throws IOException {
        begin('c');
        end();
    }

    void notificationResponse(int processId, String channel, String payload) throws IOException {
        ByteSink body = begin('A');
        body.writeInt(processId);
        writeString(body, channel);
        writeString(body, payload);
        end();
    }

    /// Begins a message and returns the buffer to write its body to; [#end] completes it.
    ByteSink begin(char type) {
        if (messageStart != NONE) {
            sink.truncate(messageStart);
        }
        messageStart = sink.length();
        sink.writeByte(type);
        sink.writeInt(0);
        return sink;
    }

    /// Completes the message, and sends what is waiting if that is much.
    void end() throws IOException {
        sink.setInt(messageStart + 1, sink.length() - messageStart - 1);
        messageStart = NONE;
        if (sink.length() >= FLUSH_BYTE_COUNT) {
            flush();
        }
    }

    /// Sends what is waiting, if anything is.
    void flush() throws IOException {
        if (messageStart != NONE) {
            sink.truncate(messageStart);
            messageStart = NONE;
        }
        if (sink.length() > 0) {
            out.write(sink.bytes(), 0, sink.length());
            sentByteCount += sink.length();
            sink.truncate(0);
            if (sink.bytes().length > KEPT_CAPACITY_MAX) {
                sink = new ByteSink(CAPACITY);
            }
        }
    }

    /// Returns the number of bytes sent so far.
    long sentByteCount() {
        return sentByteCount;
    }

    /// Appends a text and the zero byte that ends it. A zero byte inside, which only a client can
    /// have put there, ends it early.
    static void writeString(ByteSink body, String text) {
        int zero = text.indexOf('\0');
        body.writeText(zero < 0 ? text : text.substring(0, zero));
        body.writeByte(0);
    }

    private void copyResponse(char type, boolean binary, int columnCount) throws IOException {
        ByteSink body = begin(type);
        int format = binary ? 1 : 0;
        body.writeByte(format);
        body.writeShort(columnCount);
        for (int i = 0; i < columnCount; i++) {
            body.writeShort(format);
        }
        end();
    }
}
