package dev.reckon.storage.error;

/// The optional fields of an error or notice, with the letters of the PostgreSQL protocol (chapter
/// "Error and Notice Message Fields").
public enum ErrorField {
    DETAIL('D'),
    HINT('H'),
    /// Where the error happened: a stack of lines, outermost last.
    WHERE('W'),
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
