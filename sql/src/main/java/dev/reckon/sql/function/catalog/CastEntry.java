package dev.reckon.sql.function.catalog;

import dev.reckon.storage.type.DataType;

/// A cast as a row of `pg_cast` describes it.
///
/// @param functionOid the function that converts, 0 for the other methods
public record CastEntry(
        int oid,
        DataType source,
        DataType target,
        int functionOid,
        CastContext context,
        Method method) {
    /// What `pg_cast.castmethod` tells apart.
    public enum Method {
        FUNCTION('f'),
        INPUT_OUTPUT('i'),
        BINARY('b');

        private final char letter;

        Method(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_cast.castmethod`.
        public char letter() {
            return letter;
        }

        static Method of(char letter) {
            for (Method method : values()) {
                if (method.letter == letter) {
                    return method;
                }
            }
            throw new IllegalArgumentException("method " + letter);
        }
    }
}
