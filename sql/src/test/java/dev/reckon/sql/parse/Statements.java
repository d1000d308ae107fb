package dev.reckon.sql.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The written lists of statements that PostgreSQL 15 accepts, and refuses.
final class Statements {
    private Statements() {}

    /// A statement that PostgreSQL's parser refuses.
    ///
    /// @param position where it puts the caret, in characters from 0; -1 for nowhere
    record Rejected(String sql, String sqlState, int position, String message) {}

    static List<String> accepted() {
        return lines("accepted.sql").filter(line -> !line.startsWith("-- ")).toList();
    }

    static List<Rejected> rejected() {
        return lines("rejected.tsv")
                .map(line -> line.split("\t", -1))
                .map(f -> new Rejected(f[0], f[1], Integer.parseInt(f[2]), f[3]))
                .toList();
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Statements.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
