package dev.reckon.storage.error;

/// The optional fields of an error or notice, with the letters of the PostgreSQL protocol (chapter
/// "Error and Notice Message Fields").
public enum ErrorField {
    DETAIL('D'),
    HINT('H'),
    /// Where the error happened: a stack of lines, outermost last.
    WHERE('W'),
    /// The text inside the client's statement that [#INTERNAL_POSITION] counts in: one that a
    /// procedure ran.
    INTERNAL_QUERY('q'),
    /// Where the error is in that text, in characters from 1.
    INTERNAL_POSITION('p'),
    SCHEMA('s'),
    TABLE('t'),
    COLUMN('c'),
    DATA_TYPE('d'),
    CONSTRAINT('n'),
    /// The function of PostgreSQL's source that reports this error: some drivers tell errors apart
    /// by it.
    ROUTINE('R');

    private final char letter;

    ErrorField(char letter) {
        this.letter = letter;
    }

    /// Returns the field's letter in ErrorResponse and NoticeResponse.
    public char letter() {
        return letter;
    }
}
