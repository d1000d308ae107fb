package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// A function as a row of `pg_proc` describes it, built in or made by CREATE FUNCTION.
///
/// @param oid the object id, which is all by which a caller's own function comes back from a
///   resolution
/// @param parameters the input parameters
/// @param variadic whether the last parameter takes any number of arguments
/// @param defaults SQL expressions for the last `defaults.size()` parameters
/// @param resultType the declared result type, of one row when `returnsSet`
/// @param columns the output parameters, or the columns of a table result; empty when none are
///   declared
public record FunctionEntry(
        int oid,
        String name,
        Kind kind,
        List<Parameter> parameters,
        boolean variadic,
        List<String> defaults,
        DataType resultType,
        boolean returnsSet,
        boolean strict,
        Volatility volatility,
        List<Parameter> columns) {
    public FunctionEntry {
        parameters = List.copyOf(parameters);
        defaults = List.copyOf(defaults);
        columns = List.copyOf(columns);
    }

    /// What `pg_proc.prokind` tells apart.
    public enum Kind {
        FUNCTION('f'),
        AGGREGATE('a'),
        WINDOW('w'),
        PROCEDURE('p');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_proc.prokind`.
        public char letter() {
            return letter;
        }

        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind " + letter);
        }
    }

    /// A parameter or output column.
    ///
    /// @param name empty when it has none
    public record Parameter(String name, DataType type) {}

    /// Returns the declared types of the input parameters.
    public List<DataType> argumentTypes() {
        return parameters.stream().map(Parameter::type).toList();
    }

    /// Returns `name(type,type)` with the names of `pg_type`: how the kernels are found.
    public String signature() {
        var text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? "" : ",").append(parameters.get(i).type().name());
        }
        return text.append(')').toString();
    }
}
