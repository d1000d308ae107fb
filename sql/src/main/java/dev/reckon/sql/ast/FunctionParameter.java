package dev.reckon.sql.ast;

import java.util.Optional;

/// A parameter of a function.
public record FunctionParameter(
        Mode mode,
        Optional<String> name,
        TypeName type,
        Optional<Expression> defaultValue,
        int position) {
    /// Which way the value goes.
    public enum Mode {
        /// Nothing was said, which means in.
        DEFAULT,
        IN,
        OUT,
        INOUT,
        VARIADIC,
        /// A column of `RETURNS TABLE (…)`.
        TABLE
    }
}
