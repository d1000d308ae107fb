package dev.reckon.server.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Cuts the bytes of a client into messages and messages into fields. For one thread.
///
/// [#start] reads the next message's header; then either [#load] brings its whole body and the
/// `read` methods take it apart, or [#nextPiece] hands it on in pieces. What was not read of a
/// message is skipped when the next one starts, so a malformed message costs only itself. Memory
/// grows with the bytes that arrive, not with the length that a message claims.
final class MessageReader {
    /// The length of the message is no longer known, so the connection must end.
    static final String LOST_SYNCHRONIZATION = "invalid message length";

    static final int END_OF_STREAM = -1;

    private static final int CAPACITY = 16 << 10;

    /// A longer buffer is given back once its message is done.
    private static final int KEPT_CAPACITY_MAX = 256 << 10;

    private static final int HEADER_BYTE_COUNT = 1 + Integer.BYTES;
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private InputStream in;
    private byte[] bytes = new byte[CAPACITY];

    /// The next byte to read.
    private int position;

    /// The end of what was received.
    private int limit;

    /// The bytes of the current message that [#load] did not bring and [#nextPiece] did not hand
    /// on; 0 once it is loaded.
    private int bodyRemaining;

    /// The end of the current message once it is loaded; otherwise [#position].
    private int messageEnd;

    private int pieceLength;

    MessageReader(InputStream in) {
        this.in = in;
    }

    /// Reads from another stream from now on: the one inside TLS. Nothing may be buffered.
    void switchTo(InputStream inner) {
        in = inner;
    }

    /// Returns whether bytes were received that were not read yet.
    boolean hasUnreadBytes() {
        return limit > messageEnd;
    }

    /// Returns whether the next message is here whole, so that reading it will not block.
    boolean hasNextMessage() {
        int available = limit - messageEnd - bodyRemaining;
        return available >= HEADER_BYTE_COUNT
                && available - 1 >= (int) INT.get(bytes, messageEnd + bodyRemaining + 1);
    }

    /// Waits until the next message begins to arrive, or the client is gone.
    ///
    /// @throws java.net.SocketTimeoutException when the socket's timeout is over first
    void await() throws IOException {
        skipRest();
        if (position == limit) {
            position = 0;
            limit = 0;
            messageEnd = 0;
            receive(1);
        }
    }

    /// Starts the next message and returns its type, or [#END_OF_STREAM] when the client is gone.
    ///
    /// @throws FatalException 08P01 when the length is impossible or above the type's maximum
    int start(MessageLimits limits) throws IOException {
        skipRest();
        if (limit - position < HEADER_BYTE_COUNT && !receive(HEADER_BYTE_COUNT)) {
            return END_OF_STREAM;
        }
        int type = bytes[position] & 0xff;
        int length = (int) INT.get(bytes, position + 1);
        int lengthMax = limits.lengthMax(type);
        if (length < Integer.BYTES || length - Integer.BYTES > lengthMax) {
            throw new FatalException(
                    new DatabaseException(SqlState.PROTOCOL_VIOLATION, LOST_SYNCHRONIZATION)
                            .withDetail(
                                    "A message of type %d has the length %d; at most %d is allowed."
                                            .formatted(type, length, lengthMax)));
        }
        position += HEADER_BYTE_COUNT;
        messageEnd = position;
        bodyRemaining = length - Integer.BYTES;
        return type;
    }

    /// Reads the packet that opens a connection: a length and a body without a type.
    ///
    /// @return whether there was one; false when the client is gone
    boolean startPacket(int lengthMax) throws IOException {
        skipRest();
        if (!receive(Integer.BYTES)) {
            return false;
        }
        int length = (int) INT.get(bytes, position);
        if (length < 2 * Integer.BYTES || length > lengthMax) {
            throw new FatalException(
                    new DatabaseException(
                            SqlState.PROTOCOL_VIOLATION, "invalid length of startup packet"));
        }
        position += Integer.BYTES;
        messageEnd = position;
        bodyRemaining = length - Integer.BYTES;
        load();
        return true;
    }

    /// Brings the whole body of the message that was started.
    void load() throws IOException {
        if (limit - position < bodyRemaining && !receive(bodyRemaining)) {
            throw new EOFException("the client went away inside a message");
        }
        messageEnd = position + bodyRemaining;
        bodyRemaining = 0;
    }

    /// Brings the next piece of the body of the message that was started, cut anywhere, to be taken
    /// from [#bytes] at [#pieceOffset]; false at its end.
    boolean nextPiece() throws IOException {
        position += pieceLength;
        messageEnd = position;
        pieceLength = 0;
        if (bodyRemaining == 0) {
            return false;
        }
        if (position == limit && !receive(1)) {
            throw new EOFException("the client went away inside a message");
        }
        messageEnd = position;
        pieceLength = Math.min(bodyRemaining, limit - position);
        bodyRemaining -= pieceLength;
        return true;
    }

    int pieceOffset() {
        return position;
    }

    int pieceLength() {
        return pieceLength;
    }

    /// Returns the buffer; borrowed until the next call.
    byte[] bytes() {
        return bytes;
    }

    /// Returns the number of bytes of the loaded message that were not read yet.
    int remaining() {
        return messageEnd - position;
    }

    int readByte() {
        return bytes[take(1)];
    }

    int readShort() {
        return (short) SHORT.get(bytes, take(Short.BYTES));
    }

    int readInt() {
        return (int) INT.get(bytes, take(Integer.BYTES));
    }

    /// Reads a text that a zero byte ends.
    ///
    /// @throws DatabaseException 22021 when it is not UTF-8, 08P01 when it does not end
    String readString() {
        int end = position;
        while (end < messageEnd && bytes[end] != 0) {
            end++;
        }
        if (end == messageEnd) {
            throw violation("invalid string in message");
        }
        String text = utf8(bytes, position, end - position);
        position = end + 1;
        return text;
    }

    /// Reads a text of a known length.
    String readText(int byteCount) {
        return utf8(bytes, take(byteCount), byteCount);
    }

    /// Reads a copy of some bytes.
    byte[] readBytes(int byteCount) {
        int offset = take(byteCount);
        return Arrays.copyOfRange(bytes, offset, offset + byteCount);
    }

    /// Checks that the message has been read to its end.
    void finish() {
        if (position != messageEnd) {
            throw violation("invalid message format");
        }
    }

    private int take(int byteCount) {
        if (byteCount < 0 || messageEnd - position < byteCount) {
            throw violation("insufficient data left in message");
        }
        int offset = position;
        position += byteCount;
        return offset;
    }

    private static DatabaseException violation(String message) {
        return new DatabaseException(SqlState.PROTOCOL_VIOLATION, message);
    }

    /// Reads UTF-8 strictly. The JDK's decoder is fast and puts U+FFFD for what is malformed, so
    /// only a text that has this character needs a second look.
    private static String utf8(byte[] bytes, int offset, int byteCount) {
        if (byteCount == 0) {
            return "";
        }
        String text = new String(bytes, offset, byteCount, UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            byte[] again = text.getBytes(UTF_8);
            int mismatch =
                    Arrays.mismatch(again, 0, again.length, bytes, offset, offset + byteCount);
            if (mismatch >= 0) {
                throw new DatabaseException(
                        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": 0x%02x"
                                .formatted(bytes[offset + Math.min(mismatch, byteCount - 1)]));
            }
        }
        return text;
    }

    private void skipRest() throws IOException {
        position = messageEnd + pieceLength;
        pieceLength = 0;
        while (bodyRemaining > 0) {
            int skipped = Math.min(bodyRemaining, limit - position);
            position += skipped;
            bodyRemaining -= skipped;
            if (bodyRemaining > 0 && !receive(1)) {
                throw new EOFException("the client went away inside a message");
            }
        }
        messageEnd = position;
        if (bytes.length > KEPT_CAPACITY_MAX && limit - position <= CAPACITY) {
            byte[] shorter = new byte[CAPACITY];
            System.arraycopy(bytes, position, shorter, 0, limit - position);
            bytes = shorter;
            limit -= position;
            position = 0;
            messageEnd = 0;
        }
    }

    /// Receives until `byteCount` bytes from [#position] on are here; false at the stream's end.
    private boolean receive(int byteCount) throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        while (limit - position < byteCount) {
            if (limit == bytes.length) {
                makeRoom(byteCount);
            }
            int count = in.read(bytes, limit, bytes.length - limit);
            if (count < 0) {
                return false;
            }
            limit += count;
        }
        return true;
    }

    private void makeRoom(int byteCount) {
        int unread = limit - position;
        // Doubling at most: a claimed length is believed as far as bytes have come.
        int capacity =
                byteCount <= bytes.length
                        ? bytes.length
                        : (int) Math.min(byteCount, 2L * bytes.length);
        byte[] target = capacity == bytes.length && position > 0 ? bytes : new byte[capacity];
        System.arraycopy(bytes, position, target, 0, unread);
        bytes = target;
        position = 0;
        limit = unread;
    }
}
