package dev.reckon.storage.type;

/// PostgreSQL's type categories (`pg_type.typcategory`), which steer implicit conversion.
public enum TypeCategory {
    ARRAY('A'),
    BOOLEAN('B'),
    COMPOSITE('C'),
    DATE_TIME('D'),
    ENUM('E'),
    GEOMETRIC('G'),
    NETWORK('I'),
    NUMERIC('N'),
    PSEUDO('P'),
    RANGE('R'),
    /// PostgreSQL's category is the same as of ranges; what they can do is not.
    MULTIRANGE('R'),
    STRING('S'),
    TIMESPAN('T'),
    USER('U'),
    BIT_STRING('V'),
    UNKNOWN('X'),
    INTERNAL('Z');

    private final char letter;

    TypeCategory(char letter) {
        this.letter = letter;
    }

    /// Returns the letter in `pg_type.typcategory`.
    public char letter() {
        return letter;
    }
}
