package dev.reckon.sql.function.catalog;

/// Where a conversion happens, from the strictest place to the freest; a cast is allowed in its own
/// place and all freer ones.
public enum CastContext {
    /// Within an expression, unasked.
    IMPLICIT('i'),
    /// When a value is stored in a column.
    ASSIGNMENT('a'),
    /// Asked for by CAST or `::`.
    EXPLICIT('e');

    private final char letter;

    CastContext(char letter) {
        this.letter = letter;
    }

    /// Returns the letter in `pg_cast.castcontext`.
    public char letter() {
        return letter;
    }

    static CastContext of(char letter) {
        for (CastContext context : values()) {
            if (context.letter == letter) {
                return context;
            }
        }
        throw new IllegalArgumentException("context " + letter);
    }
}
