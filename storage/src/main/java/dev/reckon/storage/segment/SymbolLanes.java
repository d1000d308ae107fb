package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/// The loop of [SymbolTable] with the JDK's vectors: a symbol is one load and one store. Loaded
/// only in a process that has their module.
final class SymbolLanes {
    private static final VectorSpecies<Byte> SYMBOL = ByteVector.SPECIES_128;
    private static final int CODE_MASK = SymbolTable.SYMBOL_COUNT_MAX - 1;
    private static final int WORD_CODES = SymbolTable.WORD_CODES;
    private static final int WORD_BYTES = SymbolTable.WORD_BYTES;

    private SymbolLanes() {}

    /// As [SymbolTable#decodePlainly].
    ///
    /// @param symbols sixteen bytes of each, as many as a power of two
    static int decode(
            byte[] symbols,
            byte[] lengths,
            MemorySegment run,
            int shift,
            int codeCount,
            byte[] target,
            int start,
            int[] codeEnds) {
        int end = start;
        int index = 0;
        int at = 0;
        for (; index + WORD_CODES <= codeCount; index += WORD_CODES, at += WORD_BYTES) {
            long word = run.get(SegmentFormat.LONG, at) >>> shift;
            end = put(symbols, lengths, (int) word & CODE_MASK, target, end);
            codeEnds[index + 1] = end;
            end = put(symbols, lengths, (int) (word >>> 12) & CODE_MASK, target, end);
            codeEnds[index + 2] = end;
            end = put(symbols, lengths, (int) (word >>> 24) & CODE_MASK, target, end);
            codeEnds[index + 3] = end;
            end = put(symbols, lengths, (int) (word >>> 36) & CODE_MASK, target, end);
            codeEnds[index + 4] = end;
        }
        if (index < codeCount) {
            long word = run.get(SegmentFormat.LONG, at) >>> shift;
            for (; index < codeCount; index++, word >>>= SymbolTable.CODE_BITS) {
                end = put(symbols, lengths, (int) word & CODE_MASK, target, end);
                codeEnds[index + 1] = end;
            }
        }
        return end;
    }

    private static int put(byte[] symbols, byte[] lengths, int code, byte[] target, int start) {
        int known = code & lengths.length - 1;
        ByteVector.fromArray(SYMBOL, symbols, known * SymbolTable.SYMBOL_BYTES_MAX)
                .intoArray(target, start);
        return start + lengths[known];
    }
}
