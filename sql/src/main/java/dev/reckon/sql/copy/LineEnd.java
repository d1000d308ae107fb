package dev.reckon.sql.copy;

/// How lines end: the first line decides, and all others must do the same. For one thread.
final class LineEnd {
    private static final int UNKNOWN = 0;
    private static final int NEWLINE = 1;
    private static final int RETURN = 2;
    private static final int RETURN_NEWLINE = 3;

    private int kind = UNKNOWN;

    /// Returns how many bytes the line end at `offset` takes.
    ///
    /// @param offset of a newline or carriage return
    /// @param last whether no bytes follow after `end`
    /// @return 1 or 2; 0 when another byte must be seen first; -1 for a line end of another kind
    ///   than the first
    int lengthAt(byte[] bytes, int offset, int end, boolean last) {
        if (bytes[offset] == '\n') {
            if (kind == UNKNOWN) {
                kind = NEWLINE;
            }
            return kind == NEWLINE ? 1 : -1;
        }
        if (kind == NEWLINE) {
            return -1;
        }
        if (kind == RETURN) {
            return 1;
        }
        if (offset + 1 == end && !last) {
            return 0;
        }
        boolean newline = offset + 1 < end && bytes[offset + 1] == '\n';
        if (kind == UNKNOWN) {
            kind = newline ? RETURN_NEWLINE : RETURN;
        }
        return kind == RETURN ? 1 : newline ? 2 : -1;
    }
}
