package dev.reckon.sql.function.kernel;

/// A group of functions that belong together. Its `find` is one `switch` over signatures, a line a
/// function, so that only functions in use are ever linked.
@FunctionalInterface
public interface KernelFamily {
    /// Returns what the function does, [Body.Missing] when it is of another family.
    Body find(Signature signature);
}
