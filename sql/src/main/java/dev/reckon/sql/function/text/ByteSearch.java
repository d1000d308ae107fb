package dev.reckon.sql.function.text;

import dev.reckon.storage.error.Cancellation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds a string of bytes in others, eight offsets at a time: those where its first and its last
/// byte are, of which the rest is compared (W. Muła, "SIMD-friendly algorithms for substring
/// searching", the SWAR form). Immutable; safe for many threads.
final class ByteSearch {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

    private final byte[] wanted;
    private final long firsts;
    private final long lasts;

    /// @param wanted at least one byte
    ByteSearch(byte[] wanted) {
        this.wanted = wanted;
        this.firsts = (wanted[0] & 0xFF) * ONES;
        this.lasts = (wanted[wanted.length - 1] & 0xFF) * ONES;
    }

    /// Returns the end of the first occurrence in `text[start, end)`, -1 when there is none.
    int find(byte[] text, int start, int end) {
        int last = wanted.length - 1;
        int offset = start;
        int candidateCount = 0;
        // Words may reach past `end`, but not past the array.
        int wordEnd = Math.min(end, text.length - Long.BYTES + 1) - last;
        for (; offset < wordEnd; offset += Long.BYTES) {
            long difference =
                    ((long) LONG.get(text, offset) ^ firsts)
                            | ((long) LONG.get(text, offset + last) ^ lasts);
            // The top bit of each byte that is zero in the difference.
            long found = ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
            while (found != 0) {
                Cancellation.check(candidateCount++);
                int candidate = offset + (Long.numberOfTrailingZeros(found) >>> 3);
                if (candidate + last >= end) {
                    return -1;
                }
                if (isAt(text, candidate)) {
                    return candidate + last + 1;
                }
                found &= found - 1;
            }
        }
        for (; offset + last < end; offset++) {
            if (text[offset] == wanted[0] && isAt(text, offset)) {
                return offset + last + 1;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] text, int offset) {
        for (int i = 0; i < wanted.length; i++) {
            Cancellation.check(i);
            if (text[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
