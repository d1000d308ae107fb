package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.ScalarFunction;

/// How values of one type become values of another.
public sealed interface Conversion {
    /// The values stay as they are; only their type is another.
    enum Relabel implements Conversion {
        RELABEL
    }

    /// A function of one argument, of exactly the source type; its result is of the target type,
    /// without a type modifier.
    record Call(ScalarFunction function) implements Conversion {}
}
