package dev.reckon.sql.function;

/// When a function may be computed ahead, as in PostgreSQL's chapter "Function Volatility
/// Categories".
public enum Volatility {
    /// Depends on its arguments only: computed once for constants, when a statement is planned.
    IMMUTABLE,
    /// The same within one statement.
    STABLE,
    /// Computed for every row, as its result or effect differs each time.
    VOLATILE
}
