package dev.reckon.sql.copy;

/// Bytes that came but were not read yet, because the row that they begin isn't whole. For one
/// thread.
final class PendingBytes {
    private byte[] bytes = new byte[1 << 16];
    private int start;
    private int end;

    void append(byte[] source, int offset, int length) {
        if (start == end) {
            start = 0;
            end = 0;
        }
        if (bytes.length - end < length) {
            int pending = end - start;
            byte[] target =
                    bytes.length - pending < length
                            ? new byte[Math.max(bytes.length * 2, pending + length)]
                            : bytes;
            System.arraycopy(bytes, start, target, 0, pending);
            bytes = target;
            start = 0;
            end = pending;
        }
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /// Forgets the bytes before `offset`, which is an offset in [#bytes].
    void consumeTo(int offset) {
        start = offset;
    }

    boolean isEmpty() {
        return start == end;
    }
}
