package dev.reckon.server.pgwire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// What a client sends, on a stream that another thread can look at while the connection's own is
/// busy: only reading tells whether a peer is still there, so what was read meanwhile is kept.
final class ClientInput extends InputStream {
    /// How many bytes are read ahead at most. A client that has sent more, and then gone, is
    /// noticed when they are wanted.
    private static final int AHEAD_BYTE_COUNT_MAX = 64 << 10;

    /// How long a look takes when there is nothing to read; the shortest that sockets know.
    private static final int LOOK_MILLIS = 1;

    private static final byte[] NOTHING = {};

    private final Socket socket;
    private final InputStream in;

    /// Held by whoever reads; guards all fields below.
    private final ReentrantLock reading = new ReentrantLock();

    /// The bytes in `[aheadStart, aheadEnd)` were read ahead.
    private byte[] ahead = NOTHING;

    private int aheadStart;
    private int aheadEnd;
    private int waitMillis;

    /// Written under the lock, read by any thread.
    private volatile boolean isGone;

    ClientInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// Limits how long each read waits for a first byte; 0 for no limit. Then it throws a
    /// [SocketTimeoutException].
    void limitWait(int millis) throws IOException {
        reading.lock();
        try {
            waitMillis = millis;
            socket.setSoTimeout(millis);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int byteCount) throws IOException {
        reading.lock();
        try {
            if (isGone) {
                return -1;
            }
            if (aheadStart < aheadEnd) {
                int count = Math.min(byteCount, aheadEnd - aheadStart);
                System.arraycopy(ahead, aheadStart, target, offset, count);
                aheadStart += count;
                if (aheadStart == aheadEnd) {
                    ahead = NOTHING;
                    aheadStart = 0;
                    aheadEnd = 0;
                }
                return count;
            }
            return in.read(target, offset, byteCount);
        } finally {
            reading.unlock();
        }
    }

    /// Returns whether a look has found that the client is gone.
    boolean isGone() {
        return isGone;
    }

    /// Looks whether the client has closed its end or broken off, and returns what is known then.
    /// While the connection's thread reads there is no need to look, as it finds out by itself.
    /// Safe to call from any thread.
    boolean look() {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            while (!isGone && aheadEnd < AHEAD_BYTE_COUNT_MAX) {
                if (aheadEnd == ahead.length) {
                    ahead = java.util.Arrays.copyOf(ahead, Math.max(256, 2 * ahead.length));
                }
                socket.setSoTimeout(LOOK_MILLIS);
                int count = in.read(ahead, aheadEnd, ahead.length - aheadEnd);
                if (count < 0) {
                    isGone = true;
                } else {
                    aheadEnd += count;
                }
            }
            socket.setSoTimeout(waitMillis);
        } catch (SocketTimeoutException nothingYet) {
            restoreWait();
        } catch (IOException broken) {
            isGone = true;
        } finally {
            reading.unlock();
        }
        return isGone;
    }

    private void restoreWait() {
        try {
            socket.setSoTimeout(waitMillis);
        } catch (IOException broken) {
            isGone = true;
        }
    }
}
