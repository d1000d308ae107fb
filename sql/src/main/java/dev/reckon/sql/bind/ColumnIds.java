package dev.reckon.sql.bind;

/// Gives the columns of a statement their ids. For one thread.
public final class ColumnIds {
    private int last;

    /// Returns an id that was not given before.
    public int next() {
        return ++last;
    }
}
