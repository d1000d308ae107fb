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
/// The strings of a block are one stream of codes of 12 bits, two in three bytes, so a run of them
/// is decoded by copying sixteen bytes for each code and going on by the symbol's length, without a
/// branch, wherever strings begin and end. A static table, after FSST (Boncz, Neumann and Leis,
/// "FSST: Fast Random Access String Compression", 2020), with longer codes and symbols: a table is
/// shared by many blocks, so it may be large, and fewer codes are fewer steps.
final class SymbolTable {
    static final int CODE_BITS = 12;
    static final int SYMBOL_COUNT_MAX = 1 << CODE_BITS;
    static final int SYMBOL_BYTES_MAX = 16;

    /// The symbols that every table has: the single bytes.
    static final int BYTE_SYMBOL_COUNT = 256;

    /// Decoding writes as far as this past the end of the last symbol.
    static final int SLACK_BYTES = SYMBOL_BYTES_MAX;

    /// Whether the process was started with the JDK's vector module, so that [SymbolLanes] can be
    /// used.
    static final boolean HAS_LANES =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private static final int CODE_MASK = SYMBOL_COUNT_MAX - 1;

    /// The codes that are taken from one word: eight bytes hold four codes wherever they begin.
    static final int WORD_CODES = 4;

    static final int WORD_BYTES = WORD_CODES * CODE_BITS / Byte.SIZE;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The first and the next eight bytes of each symbol, little-endian, padded with zeros. As long
    /// as a power of two, so that a masked code needs no check.
    private final long[] fronts;

    private final long[] backs;
    private final byte[] lengths;
    private final int count;

    /// Both halves of each symbol, where the JDK's vectors read them; empty elsewhere.
    private final byte[] whole;

    private SymbolTable(long[] fronts, long[] backs, byte[] lengths, int count) {
        int capacity = capacity(count);
        this.fronts = Arrays.copyOf(fronts, capacity);
        this.backs = Arrays.copyOf(backs, capacity);
        this.lengths = Arrays.copyOf(lengths, capacity);
        this.count = count;
        this.whole = HAS_LANES ? whole(this.fronts, this.backs) : new byte[0];
    }

    private static byte[] whole(long[] fronts, long[] backs) {
        byte[] whole = new byte[fronts.length * SYMBOL_BYTES_MAX];
        for (int symbol = 0; symbol < fronts.length; symbol++) {
            LONG.set(whole, symbol * SYMBOL_BYTES_MAX, fronts[symbol]);
            LONG.set(whole, symbol * SYMBOL_BYTES_MAX + Long.BYTES, backs[symbol]);
        }
        return whole;
    }

    private static int capacity(int count) {
        return Integer.highestOneBit(count - 1) << 1;
    }

    /// Makes a table of the first `count` of some symbols, of which 256 are the single bytes.
    static SymbolTable of(long[] fronts, long[] backs, byte[] lengths, int count) {
        return new SymbolTable(
                Arrays.copyOf(fronts, count),
                Arrays.copyOf(backs, count),
                Arrays.copyOf(lengths, count),
                count);
    }

    int symbolCount() {
        return count;
    }

    /// Returns how many bytes so many codes take.
    static int codeBytes(int codeCount) {
        return (int) (((long) codeCount * CODE_BITS + Byte.SIZE - 1) / Byte.SIZE);
    }

    /// Returns the bytes of [#write].
    int byteCount() {
        int byteCount = Integer.BYTES;
        for (int symbol = BYTE_SYMBOL_COUNT; symbol < count; symbol++) {
            byteCount += 1 + lengths[symbol];
        }
        return byteCount;
    }

    /// Returns the stored form: the number of symbols of more than one byte, the length of each in
    /// a byte, and their bytes.
    byte[] write() {
        ByteBuffer target = ByteBuffer.allocate(byteCount()).order(ByteOrder.LITTLE_ENDIAN);
        target.putInt(count - BYTE_SYMBOL_COUNT);
        target.put(lengths, BYTE_SYMBOL_COUNT, count - BYTE_SYMBOL_COUNT);
        for (int symbol = BYTE_SYMBOL_COUNT; symbol < count; symbol++) {
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
        return new SymbolTable(fronts, backs, lengths, count);
    }

    /// Decodes a run of codes, and returns where the last of them ends in `target`, which must have
    /// room for [#SYMBOL_BYTES_MAX] bytes for each and for [#SLACK_BYTES] more.
    ///
    /// @param codes where the block's codes begin in the file, which goes on for eight bytes after
    /// @param first the number of the first code
    /// @param codeCount how many
    /// @param codeEnds set to where each of them ends, from index 1 on; `start` at index 0
    int decode(
            MemorySegment file,
            long codes,
            int first,
            int codeCount,
            byte[] target,
            int start,
            int[] codeEnds) {
        long firstBit = (long) first * CODE_BITS;
        int shift = (int) (firstBit & Byte.SIZE - 1);
        int byteCount = (codeCount + WORD_CODES - 1) / WORD_CODES * WORD_BYTES + 2;
        MemorySegment run = file.asSlice(codes + (firstBit >>> 3), byteCount);
        codeEnds[0] = start;
        return HAS_LANES
                ? SymbolLanes.decode(whole, lengths, run, shift, codeCount, target, start, codeEnds)
                : decodePlainly(run, shift, codeCount, target, start, codeEnds);
    }

    /// Decodes without the JDK's vectors.
    ///
    /// @param run begins with the byte that has the first code
    /// @param shift the bits of that byte before it
    int decodePlainly(
            MemorySegment run, int shift, int codeCount, byte[] target, int start, int[] codeEnds) {
        long[] front = fronts;
        long[] back = backs;
        byte[] length = lengths;
        int end = start;
        int index = 0;
        int at = 0;
        // Written out four times, because the compiler would not do it: a loop costs a third more.
        for (; index + WORD_CODES <= codeCount; index += WORD_CODES, at += WORD_BYTES) {
            long word = run.get(SegmentFormat.LONG, at) >>> shift;
            end = put(front, back, length, (int) word & CODE_MASK, target, end);
            codeEnds[index + 1] = end;
            end = put(front, back, length, (int) (word >>> 12) & CODE_MASK, target, end);
            codeEnds[index + 2] = end;
            end = put(front, back, length, (int) (word >>> 24) & CODE_MASK, target, end);
            codeEnds[index + 3] = end;
            end = put(front, back, length, (int) (word >>> 36) & CODE_MASK, target, end);
            codeEnds[index + 4] = end;
        }
        if (index < codeCount) {
            long word = run.get(SegmentFormat.LONG, at) >>> shift;
            for (; index < codeCount; index++, word >>>= CODE_BITS) {
                end = put(front, back, length, (int) word & CODE_MASK, target, end);
                codeEnds[index + 1] = end;
            }
        }
        return end;
    }

    /// Copies sixteen bytes of a symbol, and returns where it ends.
    private static int put(
            long[] front, long[] back, byte[] length, int code, byte[] target, int start) {
        // A mask of an array's own length tells the compiler that the index is inside.
        LONG.set(target, start, front[code & front.length - 1]);
        LONG.set(target, start + Long.BYTES, back[code & back.length - 1]);
        return start + length[code & length.length - 1];
    }
}
