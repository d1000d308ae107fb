package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
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
        List<String> searchPath,
        Traits traits)
        implements CatalogObject {
    public Routine {
        parameters = List.copyOf(parameters);
        searchPath = List.copyOf(searchPath);
    }

    /// What matters little here, or only to those who read the catalog.
    ///
    /// @param parallel as in `pg_proc.proparallel`: `s`, `r` or `u`
    /// @param cost of a call, in PostgreSQL's units
    /// @param rows how many are expected of a set
    /// @param window whether it was declared a window function
    /// @param standardBody whether the body was written in SQL's own form, `RETURN` or `BEGIN
    ///   ATOMIC`, and not as a string
    public record Traits(
            boolean leakproof,
            char parallel,
            float cost,
            float rows,
            boolean window,
            boolean standardBody) {
        /// Returns those of a function about which nothing is said.
        public static Traits usual(boolean returnsSet, boolean standardBody) {
            return new Traits(false, 'u', 100, returnsSet ? 1000 : 0, false, standardBody);
        }
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

    /// Returns the noun for messages.
    public String noun() {
        return procedure ? "procedure" : "function";
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
                searchPath,
                traits);
    }

    public Routine withBody(String newBody) {
        return new Routine(
                header,
                procedure,
                parameters,
                result,
                returnsSet,
                language,
                newBody,
                volatility,
                strict,
                securityDefiner,
                searchPath,
                traits);
    }

    public Routine withTraits(Traits newTraits) {
        return new Routine(
                header,
                procedure,
                parameters,
                result,
                returnsSet,
                language,
                body,
                volatility,
                strict,
                securityDefiner,
                searchPath,
                newTraits);
    }

    /// Returns this with other types of the parameters, one for each: actual ones in place of
    /// polymorphic ones.
    public Routine withTypes(List<DataType> types) {
        List<Parameter> typed = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter each = parameters.get(i);
            typed.add(new Parameter(each.mode, each.name, types.get(i), each.defaultText));
        }
        return withParameters(typed);
    }

    public Routine withParameters(List<Parameter> newParameters) {
        return new Routine(
                header,
                procedure,
                newParameters,
                result,
                returnsSet,
                language,
                body,
                volatility,
                strict,
                securityDefiner,
                searchPath,
                traits);
    }
}
