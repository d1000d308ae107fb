package dev.reckon.sql.copy;

import java.util.List;

/// The first line, when it holds names. For one thread.
final class HeaderLine {
    private final CopyOptions.Header kind;
    private final RowCollector rows;
    private boolean read;

    HeaderLine(CopyOptions.Header kind, RowCollector rows) {
        this.kind = kind;
        this.rows = rows;
    }

    /// Returns whether the next line is the header.
    boolean isNext() {
        return !read && kind != CopyOptions.Header.NONE;
    }

    /// Reads the header as one text without quotes or escapes.
    void read(String line, CopyOptions options) {
        read(
                List.of(
                        line.split(
                                java.util.regex.Pattern.quote("" + (char) options.delimiter()),
                                -1)));
    }

    /// Reads the header.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 22P04 when the names must match and don't
    void read(List<String> names) {
        read = true;
        if (kind != CopyOptions.Header.MATCH) {
            return;
        }
        if (names.size() != rows.columnCount()) {
            throw rows.badFormat(
                    "wrong number of fields in header line: got %d, expected %d"
                            .formatted(names.size(), rows.columnCount()));
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(rows.column(i).name())) {
                throw rows.badFormat(
                        "column name mismatch in header line field %d: got \"%s\", expected \"%s\""
                                .formatted(i + 1, names.get(i), rows.column(i).name()));
            }
        }
    }
}
