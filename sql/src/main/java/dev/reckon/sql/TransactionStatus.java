package dev.reckon.sql;

/// What ReadyForQuery tells a client.
public enum TransactionStatus {
    IDLE('I'),
    IN_TRANSACTION('T'),
    /// After an error: only ROLLBACK and its relatives are accepted.
    FAILED('E');

    private final char letter;

    TransactionStatus(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }
}
