package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// What the codes of compact strings stand for: up to 4,096 strings of 1 to 16 bytes, the first 256
/// of which are the single bytes. Immutable; safe for many threads.
///
/// A string is a row of codes of 12 bits, two in three bytes, so it is decoded alone by copying
/// sixteen bytes for each code and going on by the symbol's length, without a branch. A static
/// table, after FSST (Boncz, Neumann and Leis, "FSST: Fast Random Access String Compression",
/// 2020), with longer codes and symbols: a table is shared by many blocks, so it may be large, and
/// fewer codes are fewer steps.
final class SymbolTable {
    static final int CODE_BITS = 12;
    static final int SYMBOL_COUNT_MAX = 1 << CODE_BITS;
    static final int SYMBOL_BYTES_MAX = 16;

    /// The symbols that every table has: the single bytes.
    static final int BYTE_SYMBOL_COUNT = 256;

    /// Decoding writes as far as this past the end of a string.
    static final int SLACK_BYTES = SYMBOL_BYTES_MAX;

    private static final int CODE_MASK = SYMBOL_COUNT_MAX - 1;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The first and the next eight bytes of each symbol, little-endian, padded with zeros.
    private final long[] fronts;

    private final long[] backs;
    private final byte[] lengths;

    private SymbolTable(long[] fronts, long[] backs, byte[] lengths) {
        this.fronts = fronts;
        this.backs = backs;
        this.lengths = lengths;
    }

    /// Makes a table of the first `count` of some symbols, of which 256 are the single bytes.
    static SymbolTable of(long[] fronts, long[] backs, byte[] lengths, int count) {
        return new SymbolTable(
                Arrays.copyOf(fronts, count),
                Arrays.copyOf(backs, count),
                Arrays.copyOf(lengths, count));
    }

    int symbolCount() {
        return lengths.length;
    }

    /// Returns the bytes of [#write].
    int byteCount() {
        int byteCount = Integer.BYTES;
        for (int symbol = BYTE_SYMBOL_COUNT; symbol < lengths.length; symbol++) {
            byteCount += 1 + lengths[symbol];
        }
        return byteCount;
    }

    /// Returns the stored form: the number of symbols of more than one byte, the length of each in
    /// a byte, and their bytes.
    byte[] write() {
        ByteBuffer target = ByteBuffer.allocate(byteCount()).order(ByteOrder.LITTLE_ENDIAN);
        target.putInt(lengths.length - BYTE_SYMBOL_COUNT);
        target.put(lengths, BYTE_SYMBOL_COUNT, lengths.length - BYTE_SYMBOL_COUNT);
        for (int symbol = BYTE_SYMBOL_COUNT; symbol < lengths.length; symbol++) {
            for (int index = 0; index < lengths[symbol]; index++) {
                long half = index < Long.BYTES ? fronts[symbol] : backs[symbol];
                target.put((byte) (half >>> (8 * (index & 7))));
            }
        }
        return target.array();
    }

    /// Reads what [#write] returned.
    ///
    /// @throws IllegalArgumentException when it contradicts itself
    /// @throws BufferUnderflowException when it is cut
    static SymbolTable read(ByteBuffer bytes) {
        ByteBuffer source = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int more = source.getInt();
        if (more < 0 || more > SYMBOL_COUNT_MAX - BYTE_SYMBOL_COUNT) {
            throw new IllegalArgumentException(more + " symbols");
        }
        int count = BYTE_SYMBOL_COUNT + more;
        long[] fronts = new long[count];
        long[] backs = new long[count];
        byte[] lengths = new byte[count];
        for (int symbol = 0; symbol < BYTE_SYMBOL_COUNT; symbol++) {
            fronts[symbol] = symbol;
            lengths[symbol] = 1;
        }
        source.get(lengths, BYTE_SYMBOL_COUNT, more);
        for (int symbol = BYTE_SYMBOL_COUNT; symbol < count; symbol++) {
            if (lengths[symbol] <= 0 || lengths[symbol] > SYMBOL_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a symbol of %d bytes".formatted(lengths[symbol]));
            }
            for (int index = 0; index < lengths[symbol]; index++) {
                long part = (source.get() & 0xFFL) << (8 * (index & 7));
                if (index < Long.BYTES) {
                    fronts[symbol] |= part;
                } else {
                    backs[symbol] |= part;
                }
            }
        }
        return new SymbolTable(fronts, backs, lengths);
    }

    /// Decodes one string, and returns where it ends in `target`, which must have room for it and
    /// for [#SLACK_BYTES] more.
    ///
    /// @param offset where its codes begin, in `byteCount` bytes
    int decode(MemorySegment file, long offset, int byteCount, byte[] target, int start) {
        long[] front = fronts;
        long[] back = backs;
        byte[] length = lengths;
        int end = start;
        long at = offset;
        long pairsEnd = offset + byteCount / 3 * 3L;
        while (at < pairsEnd) {
            int pair = file.get(SegmentFormat.INT, at);
            at += 3;
            int first = pair & CODE_MASK;
            int second = (pair >>> CODE_BITS) & CODE_MASK;
            LONG.set(target, end, front[first]);
            LONG.set(target, end + Long.BYTES, back[first]);
            end += length[first];
            LONG.set(target, end, front[second]);
            LONG.set(target, end + Long.BYTES, back[second]);
            end += length[second];
        }
        if (at < offset + byteCount) {
            int last = file.get(SegmentFormat.SHORT, at) & CODE_MASK;
            LONG.set(target, end, front[last]);
            LONG.set(target, end + Long.BYTES, back[last]);
            end += length[last];
        }
        return end;
    }
}
