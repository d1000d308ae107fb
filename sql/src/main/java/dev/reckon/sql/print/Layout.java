package dev.reckon.sql.print;

/// A text that grows, with PostgreSQL's line breaks: a clause begins a new line, indented by the
/// level that it stands at.
final class Layout {
    /// How much deeper the lines of a query stand than what it stands in.
    static final int QUERY = 8;

    /// How much deeper a join stands than the keyword FROM.
    static final int JOIN = 4;

    /// How much deeper the items of a list stand, and the branches of CASE.
    static final int ITEM = 4;

    /// Deeper levels are folded back, so that lines do not grow without end.
    private static final int INDENT_MAX = 40;

    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;
    private int indent;

    Layout(boolean pretty, int indent) {
        this.pretty = pretty;
        this.indent = indent;
    }

    /// Returns whether parentheses that change nothing are left out.
    boolean pretty() {
        return pretty;
    }

    int indent() {
        return indent;
    }

    void deepen(int by) {
        indent += by;
    }

    Layout append(String text) {
        out.append(text);
        return this;
    }

    /// Begins a line.
    ///
    /// @param before how the level changes first
    /// @param after how it changes for what follows
    /// @param plus spaces for this line only
    void line(String keyword, int before, int after, int plus) {
        indent += before;
        trim();
        int spaces = Math.max(indent, 0);
        if (indent >= INDENT_MAX) {
            spaces = (INDENT_MAX + (indent - INDENT_MAX) / (QUERY / 2)) % INDENT_MAX;
        }
        out.append('\n').append(" ".repeat(spaces + plus)).append(keyword);
        indent = Math.max(0, indent + after);
    }

    /// Begins a line with the keyword of a clause of a query.
    void clause(String keyword, int plus) {
        line(keyword, -QUERY, QUERY, plus);
    }

    /// Removes spaces from the end.
    void trim() {
        while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
    }

    /// Returns an empty text at the same level, for an item that is measured before it is added.
    Layout item() {
        return new Layout(pretty, indent);
    }

    /// Returns whether there is a line break from a position on.
    boolean breaks(int from) {
        return out.indexOf("\n", from) >= 0;
    }

    /// Returns whether it begins with a line break.
    boolean startsWithBreak() {
        return !out.isEmpty() && out.charAt(0) == '\n';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
