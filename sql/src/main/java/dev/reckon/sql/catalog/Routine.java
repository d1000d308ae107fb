package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// A function or procedure made by CREATE FUNCTION.
///
/// @param returnsSet `RETURNS SETOF` or `RETURNS TABLE`
/// @param body the text of the function, statements in SQL
/// @param searchPath the schemas in which the body's names are looked up when it was written in
///   SQL's own form; empty to use the caller's
public record Routine(
        Header header,
        boolean procedure,
        List<Parameter> parameters,
        DataType result,
        boolean returnsSet,
        String language,
        String body,
        Volatility volatility,
        boolean strict,
        boolean securityDefiner,
        List<String> searchPath)
        implements CatalogObject {
    public Routine {
        parameters = List.copyOf(parameters);
        searchPath = List.copyOf(searchPath);
    }

    /// A parameter.
    ///
    /// @param mode as in `pg_proc.proargmodes`: `i`, `o`, `b`, `v`, `t`
    /// @param name empty when it has none
    public record Parameter(char mode, String name, DataType type, Optional<String> defaultText) {
        public boolean isInput() {
            return mode == 'i' || mode == 'b' || mode == 'v';
        }

        public boolean isOutput() {
            return mode == 'o' || mode == 'b' || mode == 't';
        }
    }

    public List<DataType> argumentTypes() {
        return parameters.stream().filter(Parameter::isInput).map(Parameter::type).toList();
    }

    public Routine withHeader(Header newHeader) {
        return new Routine(
                newHeader,
                procedure,
                parameters,
                result,
                returnsSet,
                language,
                body,
                volatility,
                strict,
                securityDefiner,
                searchPath);
    }
}
