package dev.reckon.sql.format.json.path;

/// A jsonpath as a value. Immutable.
///
/// @param strict whether structural errors count
public record JsonPath(boolean strict, PathNode expression) {
    /// Reads a path.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42601, 22P02, 22P05
    public static JsonPath parse(String text) {
        return new PathParser(text).parse();
    }

    /// Returns the text that PostgreSQL's output function writes, from which the same path is read.
    public String text() {
        return PathWriter.text(this);
    }
}
