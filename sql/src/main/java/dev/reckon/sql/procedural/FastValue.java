package dev.reckon.sql.procedural;

import dev.reckon.storage.type.Value;

/// An expression that is computed from the values of variables without vectors. For one thread.
@FunctionalInterface
interface FastValue {
    /// Computes the value.
    ///
    /// @param slots the values of the procedure's variables
    Value value(Value[] slots);
}
