package dev.reckon.server.pgwire;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Which columns, or parameters, are in the binary format: as Bind says it, with no code for "all
/// in text", one for all, or one for each. Immutable.
record ColumnFormats(short[] codes) {
    static final ColumnFormats TEXT = new ColumnFormats(new short[0]);
    private static final ColumnFormats BINARY = new ColumnFormats(new short[] {1});

    /// Reads the codes with their count.
    ///
    /// @throws DatabaseException 22023 for a code other than 0 and 1
    static ColumnFormats read(MessageReader in) {
        int count = in.readShort() & 0xffff;
        if (count == 0) {
            return TEXT;
        }
        if (count == 1) {
            return readCode(in) == 0 ? TEXT : BINARY;
        }
        short[] codes = new short[count];
        for (int i = 0; i < count; i++) {
            codes[i] = readCode(in);
        }
        return new ColumnFormats(codes);
    }

    /// Returns whether these are as many codes as `count` columns may have.
    boolean fits(int count) {
        return codes.length <= 1 || codes.length == count;
    }

    boolean isBinary(int index) {
        return switch (codes.length) {
            case 0 -> false;
            case 1 -> codes[0] == 1;
            default -> codes[index] == 1;
        };
    }

    private static short readCode(MessageReader in) {
        int code = in.readShort();
        if (code != 0 && code != 1) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + code);
        }
        return (short) code;
    }
}
