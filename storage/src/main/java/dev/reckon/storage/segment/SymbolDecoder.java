package dev.reckon.storage.segment;

import java.lang.foreign.MemorySegment;

/// Decodes strings of a block of symbols, run by run of codes. For one thread and one block.
final class SymbolDecoder {
    /// Decoding a string may write so many bytes past its end.
    static final int SLACK_BYTES = SymbolTable.SLACK_BYTES;

    /// How many codes to decode in one call: many, but so few that where they end stays in the
    /// cache; for one string, about as many as one has.
    private static final int ROWS_RUN_CODES = 256;

    private static final int ROW_RUN_CODES = 32;

    /// Runs are shorter where the array ends, but not shorter than this: then it grows.
    private static final int RUN_CODES_MIN = 32;

    private static final int ROOM_MIN = roomFor(RUN_CODES_MIN);

    private final SymbolTable symbols;
    private final MemorySegment file;

    /// Where the block's codes begin.
    private final long codes;

    /// Where the codes of the last run end, decoded; at 0 where the run begins.
    private final int[] codeEnds;

    private SymbolDecoder(SymbolTable symbols, MemorySegment file, long codes, int runCodes) {
        this.symbols = symbols;
        this.file = file;
        this.codes = codes;
        this.codeEnds = new int[runCodes + 1];
    }

    /// Makes a decoder for many rows that are one after the other.
    ///
    /// @param codes where the block's codes begin
    static SymbolDecoder ofRows(SymbolTable symbols, MemorySegment file, long codes) {
        return new SymbolDecoder(symbols, file, codes, ROWS_RUN_CODES);
    }

    /// Makes a decoder for rows here and there, or for one.
    static SymbolDecoder ofRow(SymbolTable symbols, MemorySegment file, long codes) {
        return new SymbolDecoder(symbols, file, codes, ROW_RUN_CODES);
    }

    private static int roomFor(int codeCount) {
        return codeCount * SymbolTable.SYMBOL_BYTES_MAX + SLACK_BYTES;
    }

    /// Decodes rows that are one after the other, and returns an array that begins with their
    /// bytes.
    ///
    /// @param first the number of the first row's first code
    /// @param ends the numbers of the codes at which rows end; set to where they end in the array
    /// @param estimate about how many bytes they have
    /// @param memory where the array is from
    byte[] rows(int first, int[] ends, int estimate, ColumnMemory memory) {
        int codesEnd = ends[ends.length - 1];
        // Rows that are a little longer than others must not make the array grow.
        byte[] bytes = memory.take(estimate + (estimate >>> 3) + ROOM_MIN);
        int used = 0;
        int row = 0;
        int code = first;
        do {
            int wanted = Math.min(codesEnd - code, codeEnds.length - 1);
            if (bytes.length - used < roomFor(Math.min(wanted, RUN_CODES_MIN))) {
                bytes = memory.grow(bytes, bytes.length + (bytes.length >>> 1) + ROOM_MIN);
            }
            int room = (bytes.length - used - SLACK_BYTES) / SymbolTable.SYMBOL_BYTES_MAX;
            int count = Math.min(wanted, room);
            used = symbols.decode(file, codes, code, count, bytes, used, codeEnds);
            while (row < ends.length && ends[row] - code <= count) {
                ends[row] = codeEnds[ends[row] - code];
                row++;
            }
            code += count;
        } while (code < codesEnd);
        return bytes;
    }

    /// Decodes one string, and returns where it ends in `target`, which must have room for it and
    /// for [#SLACK_BYTES] more.
    ///
    /// @param first the number of its first code
    /// @param codesEnd that of the code after its last one
    int row(int first, int codesEnd, byte[] target, int start) {
        int end = start;
        int code = first;
        while (code < codesEnd) {
            int count = Math.min(codesEnd - code, codeEnds.length - 1);
            end = symbols.decode(file, codes, code, count, target, end, codeEnds);
            code += count;
        }
        return end;
    }
}
