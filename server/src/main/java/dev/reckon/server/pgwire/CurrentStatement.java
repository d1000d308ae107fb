package dev.reckon.server.pgwire;

/// The statement that is being handled, to place an error in the text that the client knows. For
/// one thread.
final class CurrentStatement {
    private String text = "";
    private int offset;

    /// @param text the text that the client sent
    /// @param offset where the statement begins in it, in `char`s
    void set(String text, int offset) {
        this.text = text;
        this.offset = offset;
    }

    void clear() {
        set("", 0);
    }

    String text() {
        return text;
    }

    int offset() {
        return offset;
    }
}
