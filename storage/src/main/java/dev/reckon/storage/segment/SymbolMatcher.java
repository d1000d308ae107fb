package dev.reckon.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Symbols that can be found in strings: always the longest one that fits. Grows symbol by symbol.
/// For one thread.
///
/// Symbols of three bytes and more are in chains by a hash of their first three, the longest first;
/// those of two are found directly.
final class SymbolMatcher {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CHAIN_BITS = 13;
    private static final int NONE = -1;
    private static final long FRONT_OF_CHAIN = 0xFF_FFFFL;

    /// The masks of 0 to 8 bytes.
    private static final long[] MASKS = new long[Long.BYTES + 1];

    static {
        for (int bytes = 0; bytes < Long.BYTES; bytes++) {
            MASKS[bytes] = (1L << (Byte.SIZE * bytes)) - 1;
        }
        MASKS[Long.BYTES] = -1L;
    }

    private final long[] fronts = new long[SymbolTable.SYMBOL_COUNT_MAX];
    private final long[] backs = new long[SymbolTable.SYMBOL_COUNT_MAX];
    private final byte[] lengths = new byte[SymbolTable.SYMBOL_COUNT_MAX];
    private final short[] ofTwoBytes = new short[1 << 16];
    private final short[] chains = new short[1 << CHAIN_BITS];
    private final short[] next = new short[SymbolTable.SYMBOL_COUNT_MAX];
    private int count;

    SymbolMatcher() {
        for (int symbol = 0; symbol < SymbolTable.BYTE_SYMBOL_COUNT; symbol++) {
            fronts[symbol] = symbol;
            lengths[symbol] = 1;
        }
        clear();
    }

    /// Forgets all symbols but the single bytes.
    void clear() {
        count = SymbolTable.BYTE_SYMBOL_COUNT;
        Arrays.fill(ofTwoBytes, (short) NONE);
        Arrays.fill(chains, (short) NONE);
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == SymbolTable.SYMBOL_COUNT_MAX;
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    SymbolTable table() {
        return SymbolTable.of(fronts, backs, lengths, count);
    }

    /// Adds a symbol that is two others, one after the other, of together no more than 16 bytes,
    /// and returns its number.
    int addJoined(int left, int right) {
        int leftLength = lengths[left];
        long front = fronts[left];
        long back = backs[left];
        if (leftLength < Long.BYTES) {
            int shift = Byte.SIZE * leftLength;
            front |= fronts[right] << shift;
            back = fronts[right] >>> -shift | backs[right] << shift;
        } else if (leftLength == Long.BYTES) {
            back = fronts[right];
        } else {
            back |= fronts[right] << (Byte.SIZE * (leftLength - Long.BYTES));
        }
        return add(front, back, leftLength + lengths[right]);
    }

    private int add(long front, long back, int length) {
        int symbol = count++;
        fronts[symbol] = front;
        backs[symbol] = back;
        lengths[symbol] = (byte) length;
        if (length == 2) {
            ofTwoBytes[(int) front & 0xFFFF] = (short) symbol;
        } else {
            int chain = chain(front);
            int before = NONE;
            int after = chains[chain];
            while (after != NONE && lengths[after] > length) {
                before = after;
                after = next[after];
            }
            next[symbol] = (short) after;
            if (before == NONE) {
                chains[chain] = (short) symbol;
            } else {
                next[before] = (short) symbol;
            }
        }
        return symbol;
    }

    private static int chain(long front) {
        return (int) (((front & FRONT_OF_CHAIN) * 0x9E37_79B1L) >>> 19) & ((1 << CHAIN_BITS) - 1);
    }

    /// Keeps some of the symbols of more than one byte, under the numbers from 256 on.
    void retain(int[] kept) {
        long[] oldFronts = fronts.clone();
        long[] oldBacks = backs.clone();
        byte[] oldLengths = lengths.clone();
        clear();
        for (int symbol : kept) {
            add(oldFronts[symbol], oldBacks[symbol], oldLengths[symbol]);
        }
    }

    /// Returns the longest symbol that `bytes[start, end)` begins with; 16 bytes of the array can
    /// be read from anywhere in it.
    int match(byte[] bytes, int start, int end) {
        long front = (long) LONG.get(bytes, start);
        int rest = end - start;
        for (int symbol = chains[chain(front)]; symbol != NONE; symbol = next[symbol]) {
            int length = lengths[symbol];
            if (length > rest) {
                continue;
            }
            if (length <= Long.BYTES) {
                if (((front ^ fronts[symbol]) & MASKS[length]) == 0) {
                    return symbol;
                }
            } else if (front == fronts[symbol]
                    && (((long) LONG.get(bytes, start + Long.BYTES) ^ backs[symbol])
                                    & MASKS[length - Long.BYTES])
                            == 0) {
                return symbol;
            }
        }
        if (rest >= 2) {
            int symbol = ofTwoBytes[(int) front & 0xFFFF];
            if (symbol != NONE) {
                return symbol;
            }
        }
        return (int) front & 0xFF;
    }
}
