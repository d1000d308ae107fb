package dev.reckon.server.command;

/// A command line that can't be understood.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    UsageException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /// Returns what is wrong, for a person.
    String explanation() {
        return explanation;
    }
}
