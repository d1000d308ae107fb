package dev.reckon.server.http;

import dev.reckon.storage.error.SqlState;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that may not be longer than a maximum. For one thread.
final class BoundedStream extends FilterInputStream {
    private final int byteCountMax;
    private long byteCount;

    BoundedStream(InputStream in, int byteCountMax) {
        super(in);
        this.byteCountMax = byteCountMax;
    }

    /// Returns the refusal of a longer body.
    static HttpStatusException tooLong(int byteCountMax) {
        return new HttpStatusException(
                413,
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "the body is longer than " + byteCountMax + " bytes");
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int more) {
        byteCount += more;
        if (byteCount > byteCountMax) {
            throw tooLong(byteCountMax);
        }
    }
}
