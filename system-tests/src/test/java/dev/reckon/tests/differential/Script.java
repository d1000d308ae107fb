package dev.reckon.tests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of SQL statements, each ended by a semicolon at the end of a line; lines that begin with
/// `--` are comments.
record Script(String name, List<Entry> entries) {
    /// A statement and the line of the file where it begins, from 1.
    record Entry(int line, String sql) {
        /// Returns whether the order of its rows is specified.
        boolean isOrdered() {
            return sql.toLowerCase(java.util.Locale.ROOT).contains("order by");
        }
    }

    static Script read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        var statement = new StringBuilder();
        int line = 0;
        int first = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            if (statement.isEmpty() && (text.isBlank() || text.startsWith("--"))) {
                continue;
            }
            if (statement.isEmpty()) {
                first = line;
            }
            statement.append(text).append('\n');
            if (text.stripTrailing().endsWith(";")) {
                String sql = statement.toString().strip();
                entries.add(new Entry(first, sql.substring(0, sql.length() - 1)));
                statement.setLength(0);
            }
        }
        if (!statement.isEmpty()) {
            throw new IOException(file + " ends within a statement");
        }
        return new Script(file.getFileName().toString(), entries);
    }
}
